"""`landbridge up`, and its parts one by one for more machines or another supervisor."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from socket import socket
from typing import Annotated

from cyclopts import Parameter

from landbridge.service.cli.attach import HERE, Where, name_database
from landbridge.service.cli.exits import CommandError, Exit, verb
from landbridge.service.cli.output import line
from landbridge.service.supervision.datafolder import DataFolder, FolderInUseError, Running
from landbridge.service.supervision.serving import Address, AddressError, Tls, url_of

HttpOption = Annotated[str, Parameter(help="Address of the pages; port 0 takes a free one.")]
NoticesOption = Annotated[str, Parameter(help="Address of the notice intake; port 0 takes a free one.")]
CertificateOption = Annotated[
    Path | None,
    Parameter(help="Certificate chain (PEM) of the intake; without it, plain HTTP behind a proxy."),
]
KeyOption = Annotated[Path | None, Parameter(help="Key (PEM) of that certificate.")]


@verb
def up(
    *,
    http: HttpOption = "127.0.0.1:8080",
    notices: NoticesOption = "127.0.0.1:8443",
    notices_cert: CertificateOption = None,
    notices_key: KeyOption = None,
    workers: Annotated[int, Parameter(help="Worker processes.")] = 1,
    where: Where = HERE,
) -> int:
    """Run everything: an embedded PostgreSQL (unless DATABASE_URL is set), the notice intake, the service and the workers.

    Prints `ready http://... notices https://...` once all of it serves, and ends in order at Ctrl-C.
    """
    from landbridge.service.supervision.postgres import PostgresError  # noqa: PLC0415 - only `up` needs it
    from landbridge.service.supervision.presence import OtherKeyError  # noqa: PLC0415 - only `up` needs it
    from landbridge.service.supervision.up import Plan, StartError, Supervisor  # noqa: PLC0415 - only `up` needs it

    _log_to_stderr()
    plan = Plan(
        folder=DataFolder.choose(where.data),
        http=_address(http),
        notices=_address(notices),
        notices_tls=_tls(notices_cert, notices_key),
        workers=_positive(workers),
        database_url=os.environ.get("DATABASE_URL", ""),
    )

    async def run() -> None:
        await Supervisor(plan, on_ready=_say_ready).run()

    try:
        asyncio.run(run())
    except (FolderInUseError, AddressError, PostgresError, StartError, OtherKeyError) as error:
        raise CommandError(str(error)) from error
    return Exit.OK


@verb
def serve(*, http: HttpOption = "127.0.0.1:8080", where: Where = HERE) -> int:
    """Serve the pages and the JSON API alone, on the database of a running `landbridge up` or of DATABASE_URL."""
    from landbridge.service.supervision import roles  # noqa: PLC0415 - only this command needs it

    name_database(where)
    with _listening(http) as listening:
        url = url_of(listening, secure=False)
        os.environ.setdefault("LANDBRIDGE_URL", url)
        with _present():
            served = roles.service(listening, None, on_ready=lambda: line(f"ready {url}"))
    return Exit.OK if served else Exit.FAILED


@verb
def intake(
    *,
    notices: NoticesOption = "127.0.0.1:8443",
    notices_cert: CertificateOption = None,
    notices_key: KeyOption = None,
    where: Where = HERE,
) -> int:
    """Take notices alone, on the database of a running `landbridge up` or of DATABASE_URL."""
    from landbridge.service.supervision import roles  # noqa: PLC0415 - only this command needs it

    name_database(where)
    tls = _tls(notices_cert, notices_key)
    with _listening(notices) as listening:
        url = url_of(listening, secure=tls is not None)
        served = roles.intake(listening, tls, on_ready=lambda: line(f"ready {url}"))
    return Exit.OK if served else Exit.FAILED


@verb
def worker(*, where: Where = HERE) -> int:
    """Execute runs alone, on the database of a running `landbridge up` or of DATABASE_URL."""
    from landbridge.service.supervision import roles  # noqa: PLC0415 - only this command needs it

    name_database(where)
    try:
        with _present():
            roles.worker(on_ready=lambda: line("ready worker"))
    except AddressError as error:
        raise CommandError(str(error), Exit.USAGE) from error
    return Exit.OK


@contextlib.contextmanager
def _present() -> Iterator[None]:
    """Work on the database that was named, unless an installation with another secret key does. Raises ``CommandError``."""
    import psycopg  # noqa: PLC0415 - only the processes need it

    from landbridge.service.supervision.presence import OtherKeyError, present  # noqa: PLC0415 - see above

    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(present(os.environ["DATABASE_URL"], Path(os.environ["LANDBRIDGE_DATA"])))
        except OtherKeyError as error:
            raise CommandError(str(error)) from error
        except psycopg.OperationalError as error:
            raise CommandError(f"the database does not answer: {error}", Exit.NOT_REACHABLE) from error
        yield


def _say_ready(running: Running) -> None:
    line(f"ready {running.http} notices {running.notices}")


def _log_to_stderr() -> None:
    import logging.config  # noqa: PLC0415 - only `up` needs it

    from landbridge.service.logs import configure_structlog, logging_settings  # noqa: PLC0415 - only `up` needs it

    logging.config.dictConfig(logging_settings(os.environ.get("LANDBRIDGE_LOG_LEVEL", "INFO").upper()))
    configure_structlog()


def _listening(text: str) -> socket:
    try:
        return _address(text).listen()
    except AddressError as error:
        raise CommandError(str(error)) from error


def _address(text: str) -> Address:
    try:
        return Address.parse(text)
    except AddressError as error:
        raise CommandError(str(error), Exit.USAGE) from error


def _tls(certificate: Path | None, key: Path | None) -> Tls | None:
    if certificate is None and key is None:
        return None
    if certificate is None or key is None:
        raise CommandError("--notices-cert and --notices-key go together", Exit.USAGE)
    tls = Tls(certificate, key)
    try:
        tls.check()
    except AddressError as error:
        raise CommandError(str(error), Exit.USAGE) from error
    return tls


def _positive(workers: int) -> int:
    if workers < 0:
        raise CommandError("--workers is a number of processes", Exit.USAGE)
    return workers
