"""One queue for all kinds of run: order, bursts, one at a time."""

from __future__ import annotations

import pytest

from landbridge.service.projects.models import User
from landbridge.service.projects.roles import Role
from landbridge.service.runs import queueing
from landbridge.service.runs.deferring import defer
from landbridge.service.runs.errors import RunRefused
from landbridge.service.runs.execution.link import run_link
from landbridge.service.runs.lanes.control import cancel_run, pause, resume
from landbridge.service.runs.models import Run, RunRequest
from landbridge.service.runs.starts.starting import start_run
from landbridge.service.workflows.activation import deactivate, set_real_time

from .conftest import Stand, make_connection
from .queue import fetch, finish, jobs, register_worker


def ask(stand: Stand, kind: str, keys: list[str] | None = None) -> Run:
    return start_run(stand.connection, kind, keys, by=stand.admin, now=stand.clock())


@pytest.mark.requirement("run-01", "queue-01", "queue-02")
def test_scheduled_goes_first_and_one_connection_runs_one_at_a_time(stand: Stand) -> None:
    defer(stand.connection.pk, queueing.CATCH_UP)
    stand.notice("customer", "20")
    defer(stand.connection.pk, queueing.REAL_TIME)
    ask(stand, queueing.MANUAL)
    ask(stand, queueing.SCHEDULED)
    worker = register_worker()

    order = []
    while (job := fetch(worker)) is not None:
        assert fetch(worker) is None, "a second job of the connection was given out"
        order.append(job[1])
        finish(job[0])

    assert order == ["scheduled", "manual", "real-time", "catch-up"]


@pytest.mark.requirement("run-01", "queue-01")
def test_other_connections_run_beside(stand: Stand) -> None:
    other = make_connection("Other", "TSTDRV2")
    defer(stand.connection.pk, queueing.REAL_TIME)
    defer(other.pk, queueing.REAL_TIME)
    worker = register_worker()

    assert fetch(worker) is not None
    assert fetch(worker) is not None


@pytest.mark.requirement("run-01", "queue-03")
def test_a_burst_makes_one_run_and_a_notice_during_the_run_makes_one_more(stand: Stand) -> None:
    for number in range(20, 25):
        stand.customer(str(number))
        stand.notice("customer", str(number))
        defer(stand.connection.pk, queueing.REAL_TIME)
    assert len(jobs()) == 1
    worker = register_worker()
    job = fetch(worker)
    assert job is not None

    def save_meanwhile(_: str) -> None:
        stand.netsuite.before = None
        stand.notice("customer", "24")
        defer(stand.connection.pk, queueing.REAL_TIME)

    stand.netsuite.before = save_meanwhile
    run = stand.real_time()

    assert len(stand.outcomes(run)) == 5
    assert Run.objects.count() == 1
    assert len(jobs()) == 1
    finish(job[0])
    assert fetch(worker) is not None


@pytest.mark.requirement("run-01")
def test_a_run_that_waits_takes_further_workflows_in(stand: Stand) -> None:
    first = ask(stand, queueing.MANUAL, ["projects"])
    second = ask(stand, queueing.MANUAL, ["employees"])

    assert second.pk == first.pk
    assert second.workflows == ["employees", "projects"]
    assert len(jobs()) == 1


@pytest.mark.requirement("run-01")
def test_requests_that_nobody_queued_a_job_for_are_queued_when_the_run_ends(stand: Stand) -> None:
    stand.customer("20")
    stand.notice("customer", "20")

    def save_meanwhile(_: str) -> None:
        stand.netsuite.before = None
        stand.notice("customer", "20")

    stand.netsuite.before = save_meanwhile
    stand.real_time()

    assert jobs() == [(queueing.queueing_lock(stand.connection.pk, "real-time"), 20)]


@pytest.mark.requirement("run-05")
def test_one_changed_record_costs_one_request(stand: Stand) -> None:
    stand.customer("20")
    stand.run()
    stand.netsuite.requests.clear()
    stand.clock.advance(300)
    stand.customer("21")
    stand.notice("customer", "21")

    run = stand.real_time()

    assert stand.outcomes(run) == {"customers 21": "created"}
    assert dict(stand.netsuite.requests) == {"search": 1}


@pytest.mark.requirement("run-05")
def test_a_record_that_does_not_stand_in_the_window_is_read_by_its_id(stand: Stand) -> None:
    stand.customer("20")
    stand.run()
    stand.clock.advance(300)
    stand.notice("customer", "20")
    stand.notice("customer", "99")

    run = stand.real_time()

    assert stand.outcomes(run) == {"customers 20": "unchanged", "customers 99": "skipped"}
    assert stand.item(run, "99").code == "not_found"


@pytest.mark.requirement("run-01")
def test_a_real_time_run_brings_what_else_changed_since_the_bookmark(stand: Stand) -> None:
    stand.run()
    stand.clock.advance(60)
    stand.customer("20")
    stand.customer("21")
    stand.notice("customer", "20")

    assert stand.outcomes(stand.real_time()) == {"customers 20": "created", "customers 21": "created"}


@pytest.mark.requirement("run-03", "owner-02", "owner-04")
def test_the_owner_is_the_integration_user_else_who_asked_else_an_administrator(stand: Stand) -> None:
    presser = User.objects.create_user("op@example.com", "Otto", Role.OPERATOR, None)
    run = start_run(stand.connection, queueing.MANUAL, by=presser, now=stand.clock())
    assert run.owner == presser
    cancel_run(run)

    presser.is_active = False
    run = start_run(stand.connection, queueing.MANUAL, by=presser, now=stand.clock())
    assert run.owner == stand.admin
    cancel_run(run)

    second = User.objects.create_user("boss@example.com", "Berta", Role.ADMINISTRATOR, None)
    stand.connection.integration_user = second
    stand.connection.save()
    run = start_run(stand.connection, queueing.MANUAL, by=stand.admin, now=stand.clock())
    assert run.owner == second


def test_a_run_of_what_is_not_active_is_refused_with_a_reason(stand: Stand) -> None:
    set_real_time(stand.connection, "employees", live=False, by=stand.admin)
    deactivate(stand.connection, "employees", by=stand.admin)

    with pytest.raises(RunRefused, match="not active") as caught:
        ask(stand, queueing.MANUAL, ["employees"])
    assert caught.value.code == "inactive"
    with pytest.raises(RunRefused, match="no workflow"):
        ask(stand, queueing.MANUAL, ["poems"])
    with pytest.raises(RunRefused, match="same full synchronization"):
        ask(stand, queueing.FULL, ["projects"])


@pytest.mark.requirement("queue-06")
def test_a_waiting_run_is_cancelled_at_once(stand: Stand) -> None:
    run = ask(stand, queueing.MANUAL)
    cancel_run(run)
    run_link(stand.connection.pk, queueing.MANUAL, stand.services)
    run.refresh_from_db()
    assert (run.state, run.links) == (Run.State.CANCELLED, 0)


@pytest.mark.requirement("queue-06")
def test_a_running_run_is_cancelled_before_its_next_batch_and_keeps_its_bookmark(stand: Stand) -> None:
    stand.customer("20")
    run = ask(stand, queueing.MANUAL, ["customers"])

    def cancel_meanwhile(_: str) -> None:
        run.refresh_from_db()
        cancel_run(run)

    stand.netsuite.before = cancel_meanwhile
    run_link(stand.connection.pk, queueing.MANUAL, stand.services)

    run.refresh_from_db()
    assert run.state == Run.State.CANCELLED
    assert stand.spp("customer") == {}
    assert stand.connection.workflows.get(key="customers").bookmark is None


@pytest.mark.requirement("queue-07")
def test_a_paused_lane_keeps_what_was_asked_for(stand: Stand) -> None:
    stand.customer("20")
    stand.notice("customer", "20")
    pause(stand.connection, by=stand.admin, now=stand.clock())
    run_link(stand.connection.pk, queueing.REAL_TIME, stand.services)
    assert RunRequest.objects.filter(run=None).count() == 1

    resume(stand.connection, by=stand.admin)

    assert jobs() == [(queueing.queueing_lock(stand.connection.pk, "real-time"), 20)]
    assert stand.outcomes(stand.real_time()) == {"customers 20": "created"}
