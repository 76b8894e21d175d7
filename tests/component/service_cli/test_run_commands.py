"""Groups, schedules, full synchronization, one record and poll mode by command."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from django.db import connection as database

from landbridge.local.testing import RunningAccount
from landbridge.service.connections.models import Connection
from landbridge.service.projects.models import SppRecord
from landbridge.service.runs import queueing, tasks
from landbridge.service.runs.execution.link import run_link
from landbridge.service.runs.models import Lane, Run, RunRequest
from landbridge.service.workflows.activation import deactivate
from tests.waiting import eventually

from .conftest import Commands


@contextmanager
def a_worker_that_comes(before: Callable[[], object] = lambda: None) -> Iterator[None]:
    """Something that does one link of the real-time run as soon as there is one to do, and ``before`` that something else."""

    def work() -> None:
        eventually(RunRequest.objects.filter(run=None).exists, what="something to do")
        before()
        run_link(Connection.objects.get().pk, queueing.REAL_TIME, tasks.SERVICES)
        database.close()

    thread = threading.Thread(target=work)
    thread.start()
    yield
    thread.join(60)
    assert not thread.is_alive()


@pytest.fixture
def customer(netsuite: RunningAccount) -> str:
    """A customer in NetSuite; its internal id."""
    account = netsuite.account
    values = {"companyName": "Maple Ltd", "custentity_oa_export_to_openair": True}
    return account.records.save(account.access.system_session(), "customer", values).record.id


@pytest.mark.requirement("kind-02")
def test_a_group_is_made_changed_scheduled_run_and_deleted(connected: Commands) -> None:
    connected("workflow", "activate", "employees", "customers", "projects")
    assert "Group Nightly: customers, projects" in connected(
        "group", "add", "Nightly", "projects", "customers"
    )
    assert "Group Nightly: employees, customers" in connected(
        "group", "change", "Nightly", "customers", "employees"
    )
    assert "Group Daily: employees, customers" in connected("group", "change", "Nightly", "--rename", "Daily")
    assert connected.json("group", "list")["groups"][0]["name"] == "Daily"
    assert connected.json("run", "--group", "Daily")["workflows"] == ["employees", "customers"]

    connected("schedule", "add", "mon", "3", "--group", "Daily")
    said = connected("workflow", "deactivate", "employees", code=1)
    assert "used by a schedule of the group Daily (Monday 3:00 to 4:00 UTC)" in said
    assert "is used by a schedule" in connected("group", "remove", "Daily", code=1)
    (schedule,) = connected.json("schedule", "list")["schedules"]
    connected("schedule", "off", str(schedule["id"]))
    connected("workflow", "deactivate", "employees")
    assert "is not active" in connected("schedule", "on", str(schedule["id"]), code=1)
    connected("schedule", "remove", str(schedule["id"]))
    connected("group", "remove", "Daily")
    assert "no workflow group" in connected("run", "--group", "Daily", code=1)


@pytest.mark.requirement("kind-02")
def test_a_protected_workflow_keeps_its_real_time(connected: Commands) -> None:
    connected("workflow", "activate", "customers", "--real-time")
    connected("schedule", "add", "mon", "3", "customers")
    assert "used by a schedule" in connected("workflow", "deactivate", "customers", code=1)
    states = {one["name"]: one for one in connected.json("workflow", "list")}
    assert (states["customers"]["active"], states["customers"]["live"]) == (True, True)


@pytest.mark.requirement("kind-03")
@pytest.mark.requirement("kind-04")
def test_a_cron_schedule_shows_its_next_five_starts_on_its_own_clock(connected: Commands) -> None:
    connected("workflow", "activate", "employees", "customers", "projects")
    said = connected("schedule", "add-cron", "30 5 * * *", "customers", "--time-zone", "Asia/Kolkata")
    starts = [line for line in said.splitlines() if line.startswith("starts")]
    assert len(starts) == 5
    assert all(line.endswith("05:30 +0530") for line in starts)

    (schedule,) = connected.json("schedule", "list")["schedules"]
    assert (schedule["cron"], schedule["weekday"], schedule["time_zone"]) == (
        "30 5 * * *",
        None,
        "Asia/Kolkata",
    )
    times = [datetime.fromisoformat(start) for start in schedule["next_starts"]]
    assert [f"{time:%H:%M}" for time in times] == ["00:00"] * 5
    assert times == sorted(set(times))
    shown = connected("schedule", "show", str(schedule["id"]))
    assert "cron 30 5 * * * Asia/Kolkata, on." in shown
    assert starts == [line for line in shown.splitlines() if line.startswith("starts")]
    assert "The hour of the cron expression is 0 to 23; '25' is not." in connected(
        "schedule", "add-cron", "0 25 * * *", code=1
    )


@pytest.mark.requirement("kind-06")
@pytest.mark.requirement("kind-07")
def test_a_full_synchronization_since_a_date_or_without_its_parents(connected: Commands) -> None:
    connected("workflow", "activate", "employees", "customers", "projects")
    queued = connected.json("run", "--kind", "full", "--since", "2026-01-01")
    run = Run.objects.get(pk=queued["id"])
    assert (run.kind, f"{run.since:%Y-%m-%d %H:%M %Z}") == ("full", "2026-01-01 00:00 UTC")
    assert "'soon' is no date" in connected("run", "--kind", "full", "--since", "soon", code=1)
    assert "Only a full synchronization" in connected("run", "--since", "2026-01-01", code=1)
    assert "Projects (Projects) needs Customers (Customers)" in connected(
        "run", "projects", "--kind", "full", code=1
    )


@pytest.mark.requirement("kind-08")
def test_one_record_is_imported_and_its_outcome_told(connected: Commands, customer: str) -> None:
    connected("workflow", "activate", "employees", "customers", "projects")
    queued = connected.json("run", "record", "customers", customer)
    assert (queued["state"], queued["outcome"]) == ("queued", None)
    assert "added to the queue and will run as soon as possible" in connected(
        "run", "record", "customers", customer
    )
    RunRequest.objects.all().delete()
    with a_worker_that_comes():
        done = connected.json("run", "record", "customers", customer, "--wait")
    assert (done["internal_id"], done["outcome"], done["spp_type"]) == (customer, "created", "customer")
    assert SppRecord.objects.filter(pk=done["spp_id"], type="customer").exists()
    with a_worker_that_comes():
        missing = connected("run", "record", "customers", "99999", "--wait", code=1)
    assert "customer 99999: skipped" in missing

    assert "An internal id is a number; '-5x' is not." in connected(
        "run", "record", "customers", "-5x", code=1
    )
    assert "no workflow 'poems'" in connected("run", "record", "poems", "5", code=1)
    assert "no outcome after 0 s" in connected(
        "run", "record", "customers", customer, "--wait", "--timeout", "0", code=4
    )


@pytest.mark.requirement("kind-08")
def test_a_record_whose_workflow_is_switched_off_before_its_turn_is_not_waited_for(
    connected: Commands,
) -> None:
    connected("workflow", "activate", "employees", "customers", "projects")
    place = Connection.objects.get()
    with a_worker_that_comes(lambda: deactivate(place, "employees", by=None)):
        said = connected("run", "record", "employees", "5", "--wait", "--timeout", "60", code=1)
    assert "the workflow was switched off before the record's turn came" in said

    connected("workflow", "activate", "employees", "customers", "projects")

    def something_else_was_asked_for() -> None:
        RunRequest.objects.create(connection=place, netsuite_type="customer", internal_id="20")
        deactivate(place, "employees", by=None)

    with a_worker_that_comes(something_else_was_asked_for):
        said = connected("run", "record", "employees", "5", "--wait", "--timeout", "60", code=1)
    assert "the workflow was switched off before the record's turn came" in said


@pytest.mark.requirement("kind-10")
def test_polling_is_turned_on_and_off(connected: Commands) -> None:
    assert "live for real time" in connected("realtime", "poll", "on", code=1)
    connected("workflow", "activate", "employees", "customers", "projects", "--real-time")
    assert "every 30 seconds" in connected("realtime", "poll", "on")
    connected("realtime", "poll", "on", "--every", "45")
    assert connected.json("realtime", "status")["poll_s"] == 45
    assert "polled every 45 seconds" in connected("realtime", "status")
    assert "5 to 3600" in connected("realtime", "poll", "on", "--every", "1", code=1)
    connected("realtime", "poll", "off")
    assert connected.json("realtime", "status")["poll_s"] is None
    assert Lane.objects.get().poll_s is None
