"""A dump of the database, restored into another one of the same server by PostgreSQL's own programs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection as database
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from landbridge.netsuite.choosing import CredentialParts
from landbridge.service.backup import archive, dumping, restoring
from landbridge.service.backup.errors import BackupError
from landbridge.service.backup.manifest import Manifest
from landbridge.service.connections import publishing
from landbridge.service.connections.credentials import Secrets, seal
from landbridge.service.connections.models import Connection
from landbridge.service.connections.publisher import PublisherRecord
from landbridge.service.projects.models import User
from landbridge.service.projects.roles import Role

TOKEN = CredentialParts("key", "consumer-secret", "token", "token-secret")


@pytest.fixture
def other(db_committed: str) -> Iterator[str]:
    """Another, empty database on the same server."""
    name = f"restored_{Path(db_committed.split('?', 1)[0]).name}"
    with psycopg.connect(db_committed, autocommit=True) as session:
        session.execute(f"CREATE DATABASE {name}")
    yield db_committed.replace(Path(db_committed.split("?", 1)[0]).name, name)
    with psycopg.connect(db_committed, autocommit=True) as session:
        session.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def dump(db_committed: str, tmp_path: Path) -> Path:
    """A dump of a database with a connection and a user."""
    sealed, key = seal(Secrets(TOKEN), "1234567")
    Connection.objects.create(
        name="Production",
        netsuite_account="1234567",
        spp_database_id="4711",
        credentials=sealed,
        credentials_key=key,
    )
    User.objects.create_user("ada@example.com", "Ada", Role.ADMINISTRATOR, "a password of Ada's")
    file = tmp_path / "landbridge.tar"
    dumping.dump(db_committed, file, timezone.now())
    return file


@pytest.fixture
def published(db_committed: str, tmp_path: Path) -> Path:
    """A dump of a database with the publisher's record."""
    publishing.set_record(PublisherRecord("publisher-key", "publisher-secret"), by=None)
    file = tmp_path / "published.tar"
    dumping.dump(db_committed, file, timezone.now())
    return file


def contents(url: str) -> dict[str, list[str]]:
    """Every row of every table, as text."""
    with psycopg.connect(url) as session:
        tables = [
            name for (name,) in session.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        ]
        return {
            name: sorted(row for (row,) in session.execute(f"SELECT t::text FROM {name} AS t"))
            for name in tables
        }


@pytest.mark.requirement("scale-03")
def test_everything_is_restored(dump: Path, db_committed: str, other: str) -> None:
    restoring.restore(other, dump, replace=False)
    there = contents(db_committed)
    assert contents(other) == there
    assert any("ada@example.com" in row for row in there["projects_user"])


def test_a_dump_of_what_was_restored_can_be_restored(dump: Path, other: str, tmp_path: Path) -> None:
    restoring.restore(other, dump, replace=False)
    again = tmp_path / "again.tar"
    dumping.dump(other, again, timezone.now())
    before = contents(other)
    restoring.restore(other, again, replace=True)
    assert contents(other) == before


def test_what_is_there_is_replaced_only_when_told_so(dump: Path, other: str) -> None:
    with psycopg.connect(other, autocommit=True) as session:
        session.execute("CREATE TABLE precious (id int)")
    with pytest.raises(BackupError, match="holds 1 tables"):
        restoring.restore(other, dump, replace=False)
    assert list(contents(other)) == ["precious"]
    restoring.restore(other, dump, replace=True)
    assert "precious" not in contents(other)


def test_a_restore_that_fails_leaves_what_was_there(dump: Path, other: str, tmp_path: Path) -> None:
    with psycopg.connect(other, autocommit=True) as session:
        session.execute("CREATE TABLE precious AS SELECT 7 AS id")
    damaged, content = tmp_path / "damaged.tar", tmp_path / "content"
    archive.extract_database(dump, content)
    content.write_bytes(content.read_bytes()[:-3000])
    archive.write(damaged, archive.read_manifest(dump), content)
    with pytest.raises(BackupError, match="pg_restore failed"):
        restoring.restore(other, damaged, replace=True)
    assert contents(other) == {"precious": ["(7)"]}


def test_a_restore_that_was_killed_has_lost_nothing(dump: Path, other: str, tmp_path: Path) -> None:
    """Its process died while the tables were put aside and the new ones were half there."""
    with psycopg.connect(other, autocommit=True) as session:
        session.execute("CREATE TABLE precious AS SELECT 7 AS id")
        session.execute(f"ALTER SCHEMA public RENAME TO {restoring.BEFORE}")
        session.execute("CREATE SCHEMA public")
        session.execute("CREATE TABLE half (id int)")
    with pytest.raises(BackupError, match="holds 1 tables"):
        restoring.restore(other, dump, replace=False)
    assert contents(other) == {"precious": ["(7)"]}
    restoring.restore(other, dump, replace=True)
    assert "precious" not in contents(other)


def test_nobody_may_work_on_the_database_meanwhile(dump: Path, other: str) -> None:
    with psycopg.connect(other), pytest.raises(BackupError, match="stop every"):
        restoring.restore(other, dump, replace=True)


def test_a_dump_of_a_newer_version_is_refused(dump: Path, other: str, tmp_path: Path) -> None:
    content, newer = tmp_path / "content", tmp_path / "newer.tar"
    archive.extract_database(dump, content)
    known = archive.read_manifest(dump)
    fields = {name: getattr(known, name) for name in Manifest.__struct_fields__}
    fields["migrations"] = [*known.migrations, "runs.9999_of_the_future"]
    archive.write(newer, Manifest(**fields), content)
    with pytest.raises(BackupError, match=r"newer than this one \(it has runs\.9999_of_the_future\)"):
        restoring.restore(other, newer, replace=False)
    assert contents(other) == {}


@pytest.mark.requirement("scale-03")
def test_without_its_key_the_credentials_are_asked_for(dump: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    manifest = archive.read_manifest(dump)
    assert restoring.unreadable_connections(manifest) == []
    monkeypatch.setattr(settings, "LANDBRIDGE_SECRET", b"another secret than the one that sealed them")
    assert restoring.unreadable_connections(manifest) == ["Production"]


@pytest.mark.requirement("scale-03")
def test_without_its_key_the_publishers_record_is_asked_for(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = archive.read_manifest(published)
    assert manifest.publisher == manifest.secret_key
    assert not restoring.is_publisher_unreadable(manifest)
    monkeypatch.setattr(settings, "LANDBRIDGE_SECRET", b"another secret than the one that sealed them")
    assert restoring.is_publisher_unreadable(manifest)
    assert b"publisher-secret" not in published.read_bytes()


def test_a_dump_without_a_publishers_record_asks_for_none(
    dump: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "LANDBRIDGE_SECRET", b"another secret than the one that sealed them")
    assert not restoring.is_publisher_unreadable(archive.read_manifest(dump))


def test_tables_of_the_release_before_are_dumped_too(db_committed: str) -> None:
    MigrationRecorder(database).record_unapplied("connections", dumping.PUBLISHER_SINCE)
    try:
        with database.cursor() as cursor:
            cursor.execute("ALTER TABLE connections_publisherpair RENAME TO not_yet")
        assert dumping.manifest(timezone.now()).publisher == ""
    finally:
        with database.cursor() as cursor:
            cursor.execute("ALTER TABLE not_yet RENAME TO connections_publisherpair")
        MigrationRecorder(database).record_applied("connections", dumping.PUBLISHER_SINCE)


@pytest.mark.requirement("scale-03")
def test_no_secret_is_in_the_manifest_and_no_plain_one_in_the_dump(dump: Path) -> None:
    manifest = archive.read_manifest(dump)
    assert len(manifest.secret_key) == 16
    assert manifest.connections == {"Production": manifest.secret_key}
    content = dump.read_bytes()
    for secret in ("consumer-secret", "token-secret", "a password of Ada's"):
        assert secret.encode() not in content
