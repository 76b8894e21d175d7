"""What many tests share: Django made ready, and one embedded PostgreSQL for the whole session.

Fixtures: ``postgres`` (the URL of this worker's database, migrated), ``db`` (the test runs in a transaction that is rolled back), ``db_committed``
(the test really commits, also from threads; every table is emptied afterwards).
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
import fasteners
import psycopg
import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.test import Client
from hypothesis import HealthCheck, settings

from landbridge.service.database_url import parse_database_url
from landbridge.service.supervision.postgres import EmbeddedPostgres

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "landbridge.service.settings")
os.environ.setdefault("LANDBRIDGE_SECRET_KEY", "the-secret-of-the-tests-and-of-nothing-else")
django.setup()  # before any test module imports a model

settings.register_profile("busy machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy machine")  # how fast the machine is just now is no property of what is tested

TEMPLATE = "template_of_the_tests"
WORKER_DATABASE = "landbridge_"
"""What the name of each worker's own database begins with."""

KEPT_TABLES = frozenset(
    {"django_migrations", "django_content_type", "auth_permission", "procrastinate_version"}
)


@pytest.fixture(scope="session", autouse=True)
def local_state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder where local accounts of the tests keep their certificate authority, instead of the user's own."""
    folder = tmp_path_factory.mktemp("local-state")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LANDBRIDGE_LOCAL_STATE", str(folder))
        yield folder


@pytest.fixture(scope="session")
def postgres(testrun_uid: str, worker_id: str) -> Iterator[str]:
    """Start PostgreSQL once a session and yield the URL of a migrated database of this worker's own.

    Its folder is not below pytest's own, which every new session closes to other accounts; as root the server has an account of its own.
    """
    shared = Path(tempfile.gettempdir()) / f"landbridge-tests-{testrun_uid[:12]}"
    shared.mkdir(exist_ok=True)
    shared.chmod(0o755)
    server = EmbeddedPostgres(shared / "postgres")
    database = f"{WORKER_DATABASE}{worker_id}"
    with fasteners.InterProcessLock(shared / "postgres.lock"):
        server.start()
        with psycopg.connect(server.url(), autocommit=True) as server_session:
            if TEMPLATE not in _databases(server_session):
                _make_fast(server_session)
                server_session.execute(f"CREATE DATABASE {TEMPLATE}")
                _migrate(server.url(TEMPLATE))
            server_session.execute(f"CREATE DATABASE {database} TEMPLATE {TEMPLATE}")
    url = server.url(database)
    _use(url)
    yield url
    _close_connections()
    with fasteners.InterProcessLock(shared / "postgres.lock"):
        with psycopg.connect(server.url(), autocommit=True) as server_session:
            server_session.execute(f"DROP DATABASE {database} WITH (FORCE)")
            used = any(name.startswith(WORKER_DATABASE) for name in _databases(server_session))
        if not used:
            server.stop()
            shutil.rmtree(shared)


@pytest.fixture
def db(postgres: str) -> Iterator[None]:
    """Run the test in a transaction and roll it back. Other threads and processes do not see what it writes."""

    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    _forget_custom_workflows()


@pytest.fixture
def db_committed(postgres: str) -> Iterator[str]:
    """Let the test commit, from threads and processes too; yield the database's URL; empty every table afterwards."""
    yield postgres
    _truncate()
    _forget_custom_workflows()


@pytest.fixture
def django_client(postgres: str) -> Client:
    """A browser without a screen: Django's test client."""

    return Client(SERVER_NAME="127.0.0.1")


def _forget_custom_workflows() -> None:
    """Their keys are used again in an emptied database, which a process never sees otherwise."""
    from landbridge.service.workflows.catalogue import known  # noqa: PLC0415 - needs Django

    known._custom.clear()


def _databases(server_session: psycopg.Connection[Any]) -> set[str]:
    return {name for (name,) in server_session.execute("SELECT datname FROM pg_database")}


def _make_fast(server_session: psycopg.Connection[Any]) -> None:
    """Tests survive a power cut badly and do not mind."""
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        server_session.execute(f"ALTER SYSTEM SET {setting} = off")
    server_session.execute("SELECT pg_reload_conf()")


def _use(url: str) -> None:
    """Point Django's default connection, of every thread, at ``url``."""

    _close_connections()
    connections.settings["default"].update(parse_database_url(url))


def _migrate(url: str) -> None:

    _use(url)
    call_command("migrate", verbosity=0)
    _close_connections()


def _close_connections() -> None:

    connections.close_all()


def _truncate() -> None:

    tables = [name for name in connection.introspection.table_names() if name not in KEPT_TABLES]
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY CASCADE")
