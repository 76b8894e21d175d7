"""The disk of the database is full in the middle of a run: a small file system, really filled up."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import OperationalError
from django.db import connection as database

from landbridge.service.projects.models import AuditEntry, SppRecord
from landbridge.service.runs import queueing
from landbridge.service.runs.execution.failures import ATTEMPTS, classify
from landbridge.service.runs.models import Run, RunItem
from landbridge.service.runs.starts.starting import start_run
from landbridge.service.runs.ticking import tick
from landbridge.service.supervision.account import Account

from .conftest import Stand
from .queue import register_worker, work_one

TABLES = ("projects_spprecord", "projects_auditentry", "runs_runitem")
SIZE_KB, ROOM_KB = 4096, 300
PAGE, RECORDS = 50, 600


@pytest.fixture
def small_disk(db_committed: str) -> Iterator[Path]:
    """Put what a run writes on a file system of 4 MB of its own."""
    folder = Path(tempfile.mkdtemp(prefix="landbridge-small-disk-"))
    size = f"size={SIZE_KB}k"
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", folder], check=False)
    if mounted.returncode:
        folder.rmdir()
        pytest.skip("only root may mount a small file system; without one no disk can be filled")
    try:
        place = folder / "postgres"
        place.mkdir(mode=0o700)
        account = Account.for_postgres()
        if account.uid is not None and account.gid is not None:
            os.chown(place, account.uid, account.gid)
            folder.chmod(0o755)
        with database.cursor() as cursor:
            cursor.execute(f"CREATE TABLESPACE small_disk LOCATION '{place}'")
        try:
            _move("small_disk")
            yield folder
        finally:
            _move("pg_default")
            with database.cursor() as cursor:
                cursor.execute("DROP TABLESPACE small_disk")
    finally:
        subprocess.run(["umount", folder], check=True)
        folder.rmdir()


def _move(tablespace: str) -> None:
    with database.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} SET TABLESPACE {tablespace}")


def fill(folder: Path) -> Path:
    """Leave little room."""
    balloon = folder / "balloon"
    balloon.write_bytes(b"\0" * (shutil.disk_usage(folder).free - ROOM_KB * 1024))
    return balloon


def do_what_waits(stand: Stand) -> None:
    tick(stand.clock())
    worker = register_worker()
    while work_one(stand.connection.pk, stand.services, worker):
        pass


@pytest.mark.requirement("recovery-07")
def test_a_full_disk_stops_the_run_between_two_batches_and_room_lets_it_go_on(
    small_disk: Path, committed_stand: Stand
) -> None:
    stand = committed_stand
    stand.netsuite.page_size = PAGE
    for number in range(RECORDS):
        stand.customer(str(1000 + number), email="somebody@example.com")
    balloon = fill(small_disk)
    run = start_run(stand.connection, queueing.FULL, ["customers"], by=stand.admin, now=stand.clock())
    do_what_waits(stand)

    run.refresh_from_db()
    assert (run.state, run.error) == (Run.State.RUNNING, "The disk of the database is full.")
    assert run.hint.startswith("Make room on the machine of PostgreSQL.")
    assert run.next_link_at is not None
    written = SppRecord.objects.count()
    assert written < RECORDS
    assert written % PAGE == 0
    assert (
        RunItem.objects.filter(run=run, outcome="created").count() == written == run.counts.get("created", 0)
    )

    balloon.unlink()
    stand.clock.advance(120)
    do_what_waits(stand)
    run.refresh_from_db()
    assert (run.state, run.error, run.counts["created"]) == (Run.State.COMPLETED, "", RECORDS)
    assert SppRecord.objects.count() == RECORDS
    assert AuditEntry.objects.filter(field="name").count() == RECORDS
    assert RunItem.objects.filter(outcome="failed").count() == 0


@pytest.mark.requirement("recovery-07")
def test_a_full_disk_is_named_and_is_passing_trouble() -> None:
    problem = OperationalError("could not extend file")
    problem.__cause__ = psycopg.errors.DiskFull("could not extend file")
    failure = classify(problem, attempts=1)
    assert (failure.message, failure.passing) == ("The disk of the database is full.", True)
    assert not classify(problem, ATTEMPTS).passing
