"""`landbridge db restore`: a dump becomes the database. What was there stays until the new one is complete."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from landbridge.service.backup import archive, programs
from landbridge.service.backup.errors import BackupError
from landbridge.service.backup.manifest import Manifest
from landbridge.service.secret_key import fingerprint

BEFORE = "before_restore"

_PUT_ASIDE = "SELECT count(*) FROM pg_namespace WHERE nspname = 'before_restore'"
_TABLES = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
_SESSIONS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


def restore(url: str, file: Path, *, replace: bool) -> Manifest:
    """Fill the database at ``url`` from ``file`` and return the file's manifest; the caller migrates afterwards.

    Raises ``BackupError`` when the file is no dump or one of a newer version, when somebody works on the database, or when it
    holds tables and ``replace`` is off.
    """
    manifest = archive.read_manifest(file)
    _refuse_newer(manifest)
    with tempfile.TemporaryDirectory(prefix="landbridge-restore-") as folder:
        content = Path(folder) / archive.DATABASE
        archive.extract_database(file, content)
        try:
            with psycopg.connect(url, autocommit=True) as session:
                _refuse_used(session)
                _bring_back(session)
                _refuse_full(session, replace=replace)
                with _emptied(session):
                    programs.restore(url, content)
        except psycopg.Error as error:
            raise BackupError(f"the database refused: {str(error).strip()}") from error
    return manifest


def unreadable_connections(manifest: Manifest) -> list[str]:
    """Return the connections whose credentials this installation's secret does not open: they have to be entered again."""
    here = _fingerprint()
    return [name for name, sealed_with in manifest.connections.items() if sealed_with != here]


def is_publisher_unreadable(manifest: Manifest) -> bool:
    """Whether there is a stored publisher's record that this installation's secret does not open: it has to be set again."""
    return bool(manifest.publisher) and manifest.publisher != _fingerprint()


def _fingerprint() -> str:
    return fingerprint(settings.LANDBRIDGE_SECRET) if settings.LANDBRIDGE_SECRET else ""


def _refuse_newer(manifest: Manifest) -> None:
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    unknown = sorted(set(manifest.migrations) - known)
    if unknown:
        raise BackupError(
            f"the dump is of Landbridge {manifest.landbridge}, which is newer than this one "
            f"(it has {unknown[0]}): restore it with that version"
        )


def _refuse_used(session: psycopg.Connection[tuple[int]]) -> None:
    connections.close_all()  # our own
    sessions = _number(session, _SESSIONS)
    if sessions:
        raise BackupError(
            f"{sessions} sessions work on the database: stop every `landbridge` process on it first"
        )


def _refuse_full(session: psycopg.Connection[tuple[int]], *, replace: bool) -> None:
    tables = _number(session, _TABLES)
    if tables and not replace:
        raise BackupError(f"the database holds {tables} tables; --replace puts the dump in their place")


def _number(session: psycopg.Connection[tuple[int]], query: str) -> int:
    row = session.execute(query).fetchone()
    assert row is not None
    return row[0]


@contextmanager
def _emptied(session: psycopg.Connection[tuple[int]]) -> Iterator[None]:
    """Put the present tables aside, drop them once the block is done, and bring them back when it fails."""
    with session.transaction():
        session.execute(f"ALTER SCHEMA public RENAME TO {BEFORE}")
        session.execute("CREATE SCHEMA public")
    try:
        yield
    except BaseException:
        _bring_back(session)
        raise
    session.execute(f"DROP SCHEMA {BEFORE} CASCADE")


def _bring_back(session: psycopg.Connection[tuple[int]]) -> None:
    """Undo a restore that did not come to its end, this one or one whose process was killed."""
    with session.transaction():
        if _number(session, _PUT_ASIDE):
            session.execute("DROP SCHEMA IF EXISTS public CASCADE")
            session.execute(f"ALTER SCHEMA {BEFORE} RENAME TO public")
