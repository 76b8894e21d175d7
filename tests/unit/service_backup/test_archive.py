"""The file of a dump: whole or refused, and nothing secret on a command line."""

from __future__ import annotations

import stat
import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.service.backup import archive, programs
from landbridge.service.backup.errors import BackupError
from landbridge.service.backup.manifest import Manifest

MANIFEST = Manifest(
    landbridge="0.1.0",
    postgresql="18.4",
    made_at=datetime(2026, 3, 2, 9, 0, tzinfo=UTC),
    secret_key="0123456789abcdef",
    connections={"Production": "0123456789abcdef"},
    migrations=["runs.0001_initial"],
)


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    content = tmp_path / "content"
    content.write_bytes(b"PGDMP" * 1000)
    file = tmp_path / "landbridge.tar"
    archive.write(file, MANIFEST, content)
    return file


def test_what_was_written_is_read(dump: Path, tmp_path: Path) -> None:
    target = tmp_path / "target"
    archive.extract_database(dump, target)
    assert target.read_bytes() == b"PGDMP" * 1000
    assert archive.read_manifest(dump) == MANIFEST


def test_only_the_owner_reads_it_and_no_draft_stays(dump: Path) -> None:
    assert stat.S_IMODE(dump.stat().st_mode) == 0o600
    assert sorted(path.name for path in dump.parent.iterdir()) == ["content", "landbridge.tar"]


@given(share=st.floats(min_value=0, max_value=0.8))
def test_a_truncated_file_is_refused(tmp_path_factory: pytest.TempPathFactory, share: float) -> None:
    folder = tmp_path_factory.mktemp("truncated")
    content, file = folder / "content", folder / "dump.tar"
    content.write_bytes(bytes(50_000))
    archive.write(file, MANIFEST, content)
    file.write_bytes(file.read_bytes()[: int(file.stat().st_size * share)])
    with pytest.raises(BackupError):
        archive.extract_database(file, folder / "target")


def test_another_tar_is_refused_by_what_it_lacks(tmp_path: Path) -> None:
    other = tmp_path / "other.tar"
    with tarfile.open(other, "w") as tar:
        tar.add(__file__, "readme")
    with pytest.raises(BackupError, match=r"manifest\.json"):
        archive.read_manifest(other)


def test_a_dump_of_another_format_is_refused(dump: Path, tmp_path: Path) -> None:
    later = tmp_path / "later.tar"
    archive.write(later, Manifest(**{**_fields(), "format": 2}), dump)
    with pytest.raises(BackupError, match="format 2"):
        archive.read_manifest(later)


def test_a_failed_write_leaves_the_older_dump(dump: Path) -> None:
    before = dump.read_bytes()
    with pytest.raises(BackupError):
        archive.write(dump, MANIFEST, dump.parent / "missing")
    assert dump.read_bytes() == before


def test_the_password_is_no_argument(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`pg_dump` is replaced by a program that writes down what it was given."""
    seen = tmp_path / "seen"
    program = tmp_path / "pg_dump"
    program.write_text(f'#!/bin/sh\necho "$@" > {seen}\necho "$PGPASSWORD" >> {seen}\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(programs, "binaries", lambda: tmp_path)
    programs.dump("postgresql://ada:s3%20cret@db.example/landbridge", tmp_path / "file")
    arguments, password = seen.read_text(encoding="utf-8").splitlines()
    assert "s3" not in arguments
    assert "db.example" in arguments
    assert password == "s3 cret"


def _fields() -> dict[str, object]:
    return {name: getattr(MANIFEST, name) for name in Manifest.__struct_fields__}
