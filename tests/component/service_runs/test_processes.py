"""Worker processes against a NetSuite account that really runs: killed, stopped, and taken over."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from time import monotonic

import psycopg
import pytest
from django.utils import timezone

from landbridge.local.access.model import Context, Session
from landbridge.local.scripting import suiteapp_folder
from landbridge.local.testing import RunningAccount, running_account
from landbridge.netsuite.choosing import CredentialParts
from landbridge.service import composition
from landbridge.service.connections import operations
from landbridge.service.connections.drafts import ConnectionDraft
from landbridge.service.connections.models import Connection
from landbridge.service.projects.models import SppRecord, User
from landbridge.service.projects.roles import Role
from landbridge.service.runs import queueing
from landbridge.service.runs.deferring import defer
from landbridge.service.runs.execution.link import run_link
from landbridge.service.runs.models import Lane, Run, RunItem, RunRequest
from landbridge.service.runs.services import Services
from landbridge.service.runs.starts.starting import start_run
from landbridge.service.workflows.activation import activate, set_real_time
from tests.waiting import eventually

from .queue import jobs

FLAG = "custentity_oa_export_to_openair"
KEYS = ("employees", "customers", "projects")


@dataclass
class Place:
    """A connection to a running account."""

    netsuite: RunningAccount
    connection: Connection
    admin: User
    database_url: str

    def save(self, netsuite_type: str, *, id: str | None = None, **values: object) -> str:  # noqa: A002  # NetSuite's word
        """Save a record in the account, new or known, marked for export; its internal id."""
        access = self.netsuite.account.access
        user = access.user_by_email("admin@demo.example")
        assert user is not None
        session = Session(user.id, user.role_ids[0], Context.CSVIMPORT)
        result = self.netsuite.account.records.save(session, netsuite_type, {FLAG: True, **values}, id=id)
        return str(result.record.id)

    def notice(self, netsuite_type: str, internal_id: str) -> None:
        """What the intake does for an accepted notice."""
        RunRequest.objects.create(
            connection=self.connection, netsuite_type=netsuite_type, internal_id=internal_id
        )
        defer(self.connection.pk, queueing.REAL_TIME)


@pytest.fixture(scope="module")
def netsuite() -> Iterator[RunningAccount]:
    with running_account(suiteapp=suiteapp_folder(), seed="demo") as running:
        yield running


@pytest.fixture
def place(netsuite: RunningAccount, db_committed: str) -> Iterator[Place]:
    admin = User.objects.create_user("admin@example.com", "Ada Admin", Role.ADMINISTRATOR, None)
    secrets = netsuite.secrets
    draft = ConnectionDraft(
        name="Local",
        netsuite_account=netsuite.account.settings.account_id,
        spp_database_id="spp-1",
        credentials=CredentialParts(**asdict(secrets)),
        connect_to=netsuite.connect_to,
        ca_file=str(netsuite.ca_file),
    ).checked()
    connection = operations.create(draft, by=admin)
    for key in KEYS:
        activate(connection, key, by=admin)
        set_real_time(connection, key, live=True, by=admin)
    yield Place(netsuite, connection, admin, db_committed)
    composition.close_clients()


@contextmanager
def worker(place: Place) -> Iterator[subprocess.Popen[bytes]]:
    """A worker process; killed at the end if it still lives."""
    process = subprocess.Popen(
        [sys.executable, "-m", "landbridge.service.runs.worker"],
        env={**os.environ, "DATABASE_URL": place.database_url},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGCONT)
            process.kill()
        process.wait(10)


@contextmanager
def writes_held_up(place: Place) -> Iterator[None]:
    """Make every write of a customer wait, in the middle of its transaction."""
    with psycopg.connect(place.database_url, autocommit=True) as blocker:
        blocker.execute("SELECT pg_advisory_lock(hashtextextended('spp:spp-1:customer', 0))")
        yield


def somebody_waits_to_write(place: Place) -> bool:
    with psycopg.connect(place.database_url, autocommit=True) as looker:
        row = looker.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        ).fetchone()
        return row is not None and row[0] > 0


@pytest.mark.requirement("flow-01", "run-05")
def test_records_of_a_running_account_arrive_with_one_request_each(place: Place) -> None:
    services = Services(composition.reader_for, composition.destination_for, timezone.now)
    start_run(place.connection, queueing.MANUAL, by=place.admin, now=timezone.now())
    run_link(place.connection.pk, queueing.MANUAL, services)
    assert Run.objects.get(kind="manual").state == Run.State.COMPLETED

    customer = place.save("customer", companyName="Wolfe Electronics", isPerson=False)
    journal = place.netsuite.account.journal
    journal.reset()
    place.notice("customer", customer)
    run_link(place.connection.pk, queueing.REAL_TIME, services)

    run = Run.objects.get(kind="real-time")
    assert [(item.outcome, item.reason) for item in run.items.all()] == [("created", "")], run.error
    assert journal.statistics().requests == {"soap.search": 1}


@pytest.mark.requirement("run-04", "recovery-09")
def test_a_killed_worker_is_replaced_and_nothing_arrives_twice(place: Place) -> None:
    with worker(place) as first:
        eventually(lambda: Run.objects.filter(kind="catch-up", state="completed").exists(), 30)
        with writes_held_up(place):
            one = place.save("customer", companyName="Killed in mid-run", isPerson=False)
            place.notice("customer", one)
            eventually(lambda: somebody_waits_to_write(place), 15)
            first.kill()
            first.wait(10)
        other = place.save("customer", companyName="Saved while it was dead", isPerson=False)
        place.notice("customer", other)
        with worker(place):
            eventually(lambda: imported_once(one) and imported_once(other), 30)
    assert not Run.objects.filter(state="running", kind="manual").exists()


@pytest.mark.full
@pytest.mark.requirement("recovery-09")
def test_a_stalled_run_is_taken_up_within_thirty_seconds_from_its_last_applied_batch(place: Place) -> None:
    place.save("employee", firstName="Emil", lastName="Ployee", email="emil@demo.example")
    customer = place.save("customer", companyName="Second step", isPerson=False)
    with worker(place) as first:
        eventually(lambda: Run.objects.filter(kind="catch-up", state="completed").exists(), 30)
        with writes_held_up(place):
            place.save("customer", id=customer, companyName="Second step, renamed")
            run = start_run(place.connection, queueing.FULL, by=place.admin, now=timezone.now())
            eventually(
                lambda: somebody_waits_to_write(place), 15
            )  # the employees are applied, the customers not
            applied = RunItem.objects.filter(run=run).count()
            first.kill()
            first.wait(10)
            killed = monotonic()
        with worker(place):
            eventually(lambda: Run.objects.get(pk=run.pk).links == 2, 30, "the run taken up")
            assert monotonic() - killed < 30
            eventually(lambda: Run.objects.get(pk=run.pk).state == Run.State.COMPLETED, 30)
    assert applied > 0
    keys = list(RunItem.objects.filter(run=run).values_list("workflow__key", "internal_id"))
    assert len(keys) == len(set(keys))
    assert keys[:applied] == [key for key in keys if key[0] == "employees"]
    assert RunItem.objects.get(run=run, internal_id=customer, workflow__key="customers").outcome == "updated"


@pytest.mark.full
@pytest.mark.requirement("run-04", "recovery-10")
def test_a_stopped_worker_is_overtaken_and_its_late_write_never_lands(place: Place) -> None:
    with worker(place) as first:
        eventually(lambda: Run.objects.filter(kind="catch-up", state="completed").exists(), 30)
        with writes_held_up(place):
            one = place.save("customer", companyName="Stopped in mid-run", isPerson=False)
            place.notice("customer", one)
            eventually(lambda: somebody_waits_to_write(place), 15)
            first.send_signal(signal.SIGSTOP)
        fence = Lane.objects.get().fence
        with worker(place):
            eventually(lambda: imported_once(one), 30)
            assert Lane.objects.get().fence > fence
            first.send_signal(signal.SIGCONT)
            two = place.save("customer", companyName="After it came back", isPerson=False)
            place.notice("customer", two)
            eventually(lambda: imported_once(two), 15)
            assert imported_once(one)


@pytest.mark.requirement("run-01")
def test_a_worker_ends_on_sigterm_and_leaves_no_job_behind(place: Place) -> None:
    with worker(place) as process:
        eventually(lambda: Run.objects.filter(kind="catch-up", state="completed").exists(), 30)
        process.terminate()
        assert process.wait(15) == 0
    assert jobs("doing") == []


@pytest.mark.requirement("run-01")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_worker_that_is_told_to_stop_as_soon_as_it_is_ready_ends_cleanly(
    number: signal.Signals, place: Place, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "landbridge", "worker"]
    environment = {**os.environ, "DATABASE_URL": place.database_url, "LANDBRIDGE_DATA": str(tmp_path)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            assert any(line.startswith("ready ") for line in process.stdout)
            process.send_signal(number)
            assert process.wait(15) == 0
        finally:
            process.kill()


@pytest.mark.requirement("scale-01", "queue-01")
def test_workers_serve_connections_at_once_and_never_one_of_them_twice(place: Place) -> None:
    other = second_connection(place)
    with worker(place), worker(place):
        eventually(lambda: Run.objects.filter(kind="catch-up", state="completed").count() >= 2, 30)
        with writes_held_up(place):
            held = place.save("customer", companyName="Two workers", isPerson=False)
            place.notice("customer", held)
            eventually(lambda: somebody_waits_to_write(place), 15)
            behind = start_run(place.connection, queueing.MANUAL, by=place.admin, now=timezone.now())
            beside = start_run(other, queueing.MANUAL, by=place.admin, now=timezone.now())
            eventually(lambda: state_of(beside) == "completed", 30)
            assert state_of(behind) == "queued"
            assert Run.objects.filter(connection=place.connection, state="running").count() == 1
        eventually(lambda: state_of(behind) == "completed", 30)
    records = SppRecord.objects.filter(fields__contains={"netsuite_customer_id__c": held})
    assert sorted(records.values_list("account", flat=True)) == ["spp-1", "spp-2"]


def second_connection(place: Place) -> Connection:
    """The same NetSuite account into another SuiteProjects Pro account."""
    draft = ConnectionDraft(
        name="Second",
        netsuite_account=place.connection.netsuite_account,
        spp_database_id="spp-2",
        credentials=CredentialParts(**asdict(place.netsuite.secrets)),
        connect_to=place.connection.connect_to,
        ca_file=place.connection.ca_file,
    ).checked()
    connection = operations.create(draft, by=place.admin)
    activate(connection, "customers", by=place.admin)
    return connection


def state_of(run: Run) -> str:
    return str(Run.objects.values_list("state", flat=True).get(pk=run.pk))


def imported_once(internal_id: str) -> bool:
    """Whether there is exactly one record of it and exactly one run that wrote it."""
    records = SppRecord.objects.filter(fields__contains={"netsuite_customer_id__c": internal_id}).count()
    written = RunItem.objects.filter(internal_id=internal_id, outcome__in=["created", "updated"]).count()
    assert records <= 1
    assert written <= 1
    return (records, written) == (1, 1)
