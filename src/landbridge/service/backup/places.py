"""Which database a dump or a restore is about: a running one, one of your own, or the embedded one that nobody runs now."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from landbridge.service.backup.errors import BackupError
from landbridge.service.supervision.datafolder import DataFolder, FolderInUseError, NothingRunningError
from landbridge.service.supervision.postgres import EmbeddedPostgres, PostgresError


@contextlib.contextmanager
def to_dump(data: Path | None) -> Iterator[str]:
    """Yield the URL of the database of ``data``, of `DATABASE_URL`, or of the data folder. An embedded one is started if need be."""
    given = _given(data)
    folder = DataFolder.choose(data)
    os.environ["LANDBRIDGE_DATA"] = str(folder.path)
    if given:
        yield given
        return
    try:
        yield folder.running().database_url
    except NothingRunningError as nothing:
        if not (folder.postgres / "PG_VERSION").exists():
            raise BackupError(str(nothing)) from nothing
        with _embedded(folder) as url:
            yield url


@contextlib.contextmanager
def to_restore(data: Path | None) -> Iterator[str]:
    """Yield the URL of the database that nobody works on: `DATABASE_URL`, else the embedded one, made if need be.

    Raises ``BackupError`` when `landbridge up` runs on the folder.
    """
    given = _given(data)
    folder = DataFolder.choose(data)
    os.environ["LANDBRIDGE_DATA"] = str(folder.path)
    if given:
        yield given
        return
    with _embedded(folder) as url:
        yield url


def _given(data: Path | None) -> str:
    return "" if data is not None else os.environ.get("DATABASE_URL", "")


@contextlib.contextmanager
def _embedded(folder: DataFolder) -> Iterator[str]:
    try:
        with folder.owned():
            server = EmbeddedPostgres(folder.postgres)
            url = server.start()
            try:
                yield url
            finally:
                server.stop()
    except FolderInUseError as error:
        raise BackupError(f"{error}: stop it first") from error
    except PostgresError as error:
        raise BackupError(str(error)) from error
