"""An upgrade with work going on: the previous release's workers beside this one's, on tables that this one has migrated.

The previous release is taken from the repository's own history and really runs.
"""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from landbridge.demo.commands import run_command
from landbridge.demo.setup import set_up
from landbridge.demo.stack import Stack
from landbridge.service.supervision.datafolder import DataFolder
from tests.acceptance.conftest import System, one_record, settled
from tests.waiting import eventually

PREVIOUS_RELEASE = "040253a"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="landbridge-upgrade-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def previous(folder: Path) -> Path:
    """The previous release's `src`, from this repository's history."""
    archive = folder / "previous.tar"
    made = subprocess.run(
        ["git", "-C", str(ROOT), "archive", f"--output={archive}", PREVIOUS_RELEASE, "src", "suiteapp"],
        check=False,
        capture_output=True,
        text=True,
    )
    if made.returncode != 0:
        pytest.skip(f"this copy has no history to take the previous release from: {made.stderr.strip()}")
    target = folder / "previous"
    with tarfile.open(archive) as tar:
        tar.extractall(target, filter="data")
    return target / "src"


@pytest.mark.full
@pytest.mark.timeout(240)
@pytest.mark.requirement("scale-02")
def test_old_and_new_workers_share_the_migrated_database(
    folder: Path, previous: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_migrations = migrations_of(ROOT / "src") - migrations_of(previous)
    assert new_migrations
    monkeypatch.setenv("PYTHONPATH", str(previous))
    with Stack(folder, workers=0) as stack:
        system = System(stack, asyncio.run(set_up(stack, real_time=False)))
        run_command("certificate", "rotate", environment=stack.environment)
        run_command("realtime", "enable", environment=stack.environment)  # that release confirmed no order
        old_worker = system.start_worker()
        before = system.save_customer("Before the upgrade")
        one_record(system.observer, "customer", before)
        assert not new_migrations & applied_migrations(folder)

        stack.stop_service()
        monkeypatch.delenv("PYTHONPATH")
        stack.start_service()
        assert new_migrations <= applied_migrations(folder)

        by_old = system.save_customer("After the migration, with the old worker alone")
        one_record(system.observer, "customer", by_old, seconds=60)

        new_worker = system.start_worker()
        both = [system.save_customer(f"With both workers {number}") for number in range(20)]
        for internal_id in both:
            one_record(system.observer, "customer", internal_id, seconds=60)

        old_worker.stop()
        by_new = system.save_customer("With the new worker alone")
        changed = system.save("customer", {"phone": "555 0100"}, id=before)
        one_record(system.observer, "customer", by_new, seconds=60)
        eventually(
            lambda: "555 0100" in str(one_record(system.observer, "customer", before)["fields"]),
            what="the change of a record of the previous release",
        )
        assert changed["id"] == before
        eventually(lambda: settled(system.observer), what="the end of every run")
        assert not [run for run in system.observer.runs() if run["state"] == "failed"]
        new_worker.stop()


def applied_migrations(folder: Path) -> set[str]:
    """Our migrations that the database has."""
    with psycopg.connect(DataFolder(folder / "service").running().database_url) as session:
        return {name for (name,) in session.execute("SELECT name FROM django_migrations")}


def migrations_of(source: Path) -> set[str]:
    """The migrations that come with a release."""
    return {path.stem for path in source.glob("landbridge/service/*/migrations/0*.py")}
