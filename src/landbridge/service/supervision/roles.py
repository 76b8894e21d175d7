"""What the processes of the service do, each as one call that returns when the process was asked to end."""

from __future__ import annotations

import contextlib
import os
import socket
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import structlog

from landbridge.service.supervision.serving import Address, Tls, announce_ready, serve

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper

SETTINGS = "landbridge.service.settings"
PROBES = "LANDBRIDGE_WORKER_HEALTH"
MIGRATION_LOCK = 5_267_231_904_411
"""Key of the advisory lock that keeps two machines from migrating one database at once; any constant of our own."""
ASK_AGAIN_S = 0.5

_log = structlog.get_logger(__name__)


def set_up_django() -> None:
    """Load Django's apps, once, with the service's settings; the environment names the database and the data folder."""
    import django  # noqa: PLC0415 - a second of imports that the intake and `--help` do without
    from django.apps import apps  # noqa: PLC0415 - see above

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    if not apps.ready:
        django.setup()


def intake(listening: socket.socket, tls: Tls | None, on_ready: Callable[[], None] = announce_ready) -> bool:
    """Take notices."""
    from landbridge.service.realtime.intake import run_intake  # noqa: PLC0415 - see above

    return run_intake(os.environ["DATABASE_URL"], listening, tls, on_ready=on_ready)


def service(listening: socket.socket, tls: Tls | None, on_ready: Callable[[], None] = announce_ready) -> bool:
    """Serve the pages and the JSON API."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    from landbridge.service.asgi import application  # noqa: PLC0415 - see above

    return serve(application, listening, tls, lifespan="off", on_ready=on_ready)


def worker(on_ready: Callable[[], None] = announce_ready) -> None:
    """Execute runs, and answer probes where `LANDBRIDGE_WORKER_HEALTH` names an address that is free."""
    set_up_django()
    from landbridge.service.runs.worker import main  # noqa: PLC0415 - see above

    with contextlib.ExitStack() as stack:
        if address := os.environ.get(PROBES):
            _answer_probes(stack, Address.parse(address))
        main(on_ready=on_ready)


def _answer_probes(stack: contextlib.ExitStack, address: Address) -> None:
    from landbridge.service.health.probe import answering  # noqa: PLC0415 - see above

    try:
        host, port = stack.enter_context(answering(address.host, address.port))
        _log.info("probes answered", host=host, port=port)
    except OSError as error:  # a worker that nobody can ask is better than none
        _log.warning("probes not answered", error=str(error))


def migrate(sleep: Callable[[float], None] = time.sleep) -> None:
    """Bring the database's tables up to date; one process at a time.

    Who waits for its turn asks again and again: a session in which PostgreSQL itself waited for the lock would be a transaction that
    the other's indexes, made while work goes on, wait for in turn.
    """
    set_up_django()
    from django.core.management import call_command  # noqa: PLC0415 - see above
    from django.db import connection  # noqa: PLC0415 - see above

    with connection.cursor() as cursor:
        while not _is_ours(cursor):
            sleep(ASK_AGAIN_S)
        try:
            call_command("migrate", verbosity=0, interactive=False)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])


def _is_ours(cursor: CursorWrapper) -> bool:
    cursor.execute("SELECT pg_try_advisory_lock(%s)", [MIGRATION_LOCK])
    return bool(cursor.fetchone()[0])
