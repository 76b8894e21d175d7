"""The file of a dump: a tar with `manifest.json` and PostgreSQL's own dump in its custom format, readable by its owner only."""

from __future__ import annotations

import io
import os
import shutil
import tarfile
from pathlib import Path

from landbridge.service.backup.errors import BackupError
from landbridge.service.backup.manifest import Manifest, decode, encode

MANIFEST = "manifest.json"
DATABASE = "database.dump"
LARGEST_MANIFEST = 1 << 20


def write(file: Path, manifest: Manifest, database: Path) -> None:
    """Write the dump whole or not at all; an older file of the name is replaced. Raises ``BackupError``.

    ``database`` is PostgreSQL's own dump, in a folder of ours on the same disk.
    """
    draft = database.with_name("draft")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as target:
            with tarfile.open(fileobj=target, mode="w", format=tarfile.PAX_FORMAT) as archive:
                text = encode(manifest)
                _add(archive, MANIFEST, len(text), io.BytesIO(text), manifest)
                with database.open("rb") as content:
                    _add(archive, DATABASE, database.stat().st_size, content, manifest)
            target.flush()
            os.fsync(target.fileno())
        draft.replace(file)
    except OSError as error:
        raise BackupError(f"{file} cannot be written: {error.strerror}") from error
    finally:
        draft.unlink(missing_ok=True)


def read_manifest(file: Path) -> Manifest:
    """Return what a dump says about itself. Raises ``BackupError``."""
    try:
        with tarfile.open(file) as archive:
            return decode(_member(archive, MANIFEST).read(LARGEST_MANIFEST))
    except (OSError, tarfile.TarError) as error:
        raise BackupError(_unreadable(file, error)) from error


def extract_database(file: Path, target: Path) -> None:
    """Write PostgreSQL's own dump to ``target``. Raises ``BackupError``, for a truncated file too."""
    try:
        with tarfile.open(file) as archive, target.open("wb") as content:
            shutil.copyfileobj(_member(archive, DATABASE), content)
    except (OSError, tarfile.TarError) as error:
        raise BackupError(_unreadable(file, error)) from error


def _add(archive: tarfile.TarFile, name: str, size: int, content: object, manifest: Manifest) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode, entry.mtime = size, 0o600, manifest.made_at.timestamp()
    archive.addfile(entry, content)  # type: ignore[arg-type]  # any object that can be read, says its documentation


def _member(archive: tarfile.TarFile, name: str) -> io.BufferedReader:
    try:
        member = archive.extractfile(name)
    except KeyError:
        member = None
    if member is None:
        raise BackupError(f"the file has no {name}: it is no dump of `landbridge db dump`")
    return member  # type: ignore[return-value]  # declared as IO[bytes]; a regular file's reader is buffered


def _unreadable(file: Path, error: Exception) -> str:
    return f"{file} cannot be read as a dump: {getattr(error, 'strerror', None) or error}"
