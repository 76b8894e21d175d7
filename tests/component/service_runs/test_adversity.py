"""What must not be lost when things happen at the wrong moment: changed rules, wrong clocks, failed runs, others in between."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import OperationalError
from django.db import connection as database

from landbridge.netsuite.errors import MalformedReply, SignInAgain, Wait
from landbridge.service.ports import Reference
from landbridge.service.projects.models import User
from landbridge.service.projects.roles import Role
from landbridge.service.runs import queueing, ticking, working
from landbridge.service.runs.execution import claiming, failures, stages
from landbridge.service.runs.execution.link import run_link
from landbridge.service.runs.execution.readings import Readings
from landbridge.service.runs.history import attention, forgetting
from landbridge.service.runs.lanes import sweeping
from landbridge.service.runs.lanes.control import cancel_run
from landbridge.service.runs.models import Attention, Lane, Run
from landbridge.service.runs.starts.starting import start_run
from landbridge.service.runs.testing import MemoryNetSuite
from landbridge.service.workflows.activation import activate, deactivate, set_real_time
from landbridge.service.workflows.models import Workflow

from .conftest import Stand, make_connection
from .queue import jobs


def one_link(stand: Stand, kind: str) -> None:
    run_link(stand.connection.pk, kind, stand.services)


def lose(_: str) -> None:
    raise SignInAgain("The token was revoked.")


@pytest.mark.requirement("flow-06")
def test_rules_that_change_while_a_run_reads_are_not_overtaken_by_its_bookmark(stand: Stand) -> None:
    stand.employee("7", isInactive=True)
    assert stand.outcomes(stand.run(keys=["employees"])) == {"employees 7": "skipped"}
    stand.clock.advance(3600)

    def let_inactive_in(_: str) -> None:
        stand.netsuite.before = None
        stand.set_options("employees", include_inactive=True)

    stand.netsuite.before = let_inactive_in
    stand.run(keys=["employees"])

    assert Workflow.objects.get(key="employees").bookmark is None
    assert stand.outcomes(stand.run(queueing.CATCH_UP)) == {"employees 7": "created"}


@pytest.mark.requirement("flow-06")
def test_rules_that_change_between_two_links_are_not_overtaken_by_the_bookmark(stand: Stand) -> None:
    for number in range(6):
        stand.employee(str(10 + number), isInactive=True)
    stand.clock.advance(3600)
    stand.netsuite.page_size, stand.services.link_time = 3, timedelta(0)
    run = start_run(stand.connection, queueing.MANUAL, ["employees"], by=stand.admin, now=stand.clock())
    one_link(stand, queueing.MANUAL)
    stand.set_options("employees", include_inactive=True)
    one_link(stand, queueing.MANUAL)

    run.refresh_from_db()
    assert run.state == Run.State.COMPLETED
    stand.services.link_time = timedelta(seconds=30)
    stand.run(queueing.CATCH_UP)
    assert len(stand.spp("user")) == 6


def _due_retry(stand: Stand) -> Attention:
    """A record that failed for a passing reason; its version is in the log, so that no window brings it again."""
    stand.customer("20", currency=Reference("9", "Gold"))
    stand.run()
    Attention.objects.update(need=Attention.Need.RETRY, due_at=stand.clock())
    return Attention.objects.get()


def test_a_retry_whose_run_fails_is_asked_for_again(stand: Stand) -> None:
    row = _due_retry(stand)
    attention.queue_due(stand.clock())
    stand.netsuite.before = lose
    assert stand.real_time().state == Run.State.FAILED
    stand.netsuite.before = None

    assert attention.queue_due(stand.clock()) == 0
    stand.clock.advance(attention.LONGEST_RETRY.total_seconds())
    assert attention.queue_due(stand.clock()) == 1
    assert stand.outcomes(stand.real_time()) == {"customers 20": "failed"}
    row.refresh_from_db()
    assert row.attempts == 2


def test_a_retry_of_a_workflow_that_is_off_waits_until_it_is_on(stand: Stand) -> None:
    _due_retry(stand)
    for key in ("projects", "customers"):
        set_real_time(stand.connection, key, live=False, by=stand.admin)
        deactivate(stand.connection, key, by=stand.admin)

    assert attention.queue_due(stand.clock()) == 0
    Workflow.objects.update(active=True)
    assert attention.queue_due(stand.clock()) == 1


def test_a_run_that_waits_for_its_next_attempt_is_not_hurried_by_notices(stand: Stand) -> None:
    stand.run()
    stand.clock.advance(60)
    stand.customer("20")
    stand.notice("customer", "20")

    def busy(_: str) -> None:
        raise Wait("busy", retry_after_s=60)

    stand.netsuite.before = busy
    run = stand.real_time()
    stand.customer("21")
    stand.notice("customer", "21")
    for _ in range(failures.ATTEMPTS):
        assert sweeping.queue_open_requests(stand.clock()) == 0
        one_link(stand, queueing.REAL_TIME)
    run.refresh_from_db()
    assert (run.state, run.attempts) == (Run.State.RUNNING, 1)

    stand.netsuite.before = None
    stand.clock.advance(60)
    assert sweeping.sweep_orphans(stand.clock()) == [(stand.connection.pk, queueing.REAL_TIME)]
    one_link(stand, queueing.REAL_TIME)
    assert stand.outcomes(run) == {"customers 20": "created", "customers 21": "created"}


def test_a_run_that_waits_for_its_next_attempt_is_cancelled_at_once(stand: Stand) -> None:
    def busy(_: str) -> None:
        raise Wait("busy", retry_after_s=600)

    stand.netsuite.before = busy
    run = stand.run()
    stand.netsuite.before = None
    cancel_run(run)
    one_link(stand, queueing.MANUAL)
    run.refresh_from_db()
    assert run.state == Run.State.CANCELLED


def test_a_second_run_of_a_kind_makes_no_jobs_while_the_first_rests(stand: Stand) -> None:
    def busy(_: str) -> None:
        raise Wait("busy", retry_after_s=60)

    stand.netsuite.before = busy
    stand.run()
    start_run(stand.connection, queueing.MANUAL, by=stand.admin, now=stand.clock())
    with database.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    assert sweeping.sweep_orphans(stand.clock()) == []


@pytest.mark.requirement("flow-06")
@pytest.mark.parametrize("kind", [queueing.CATCH_UP, queueing.REAL_TIME])
def test_a_clock_that_was_ahead_and_is_set_right_loses_nothing(stand: Stand, kind: str) -> None:
    stand.netsuite.offset = timedelta(hours=1)
    stand.run()
    stand.netsuite.offset = timedelta(0)
    stand.clock.advance(30)
    stand.customer("20")
    stand.employee("7")
    stand.notice("employee", "7")
    stand.notice("customer", "99")

    run = stand.run(kind) if kind == queueing.CATCH_UP else stand.real_time()

    assert stand.outcomes(run)["customers 20"] == "created"


@pytest.mark.requirement("run-01")
def test_a_long_run_that_others_overtake_reads_each_page_once_and_ends(stand: Stand) -> None:
    for number in range(9):
        stand.customer(str(100 + number))
    stand.employee("7")
    stand.netsuite.page_size, stand.services.link_time = 3, timedelta(0)
    run = start_run(stand.connection, queueing.CATCH_UP, ["customers"], by=None, now=stand.clock())
    pages = 0
    for number in range(3):
        before = stand.netsuite.requests["search"]
        one_link(stand, queueing.CATCH_UP)
        pages += stand.netsuite.requests["search"] - before
        stand.notice("employee", str(number))
        stand.real_time()

    run.refresh_from_db()
    assert (run.state, run.counts["created"], pages) == (Run.State.COMPLETED, 9, 3)


@pytest.mark.requirement("flow-01")
def test_what_a_long_run_had_read_never_replaces_what_another_read_later_in_the_same_second(
    stand: Stand,
) -> None:
    for number in range(9):
        stand.customer(str(100 + number))
    stand.netsuite.page_size, stand.services.link_time = 3, timedelta(0)
    run = start_run(stand.connection, queueing.CATCH_UP, ["customers"], by=None, now=stand.clock())
    one_link(stand, queueing.CATCH_UP)
    ahead = next(
        str(number) for number in range(100, 109) if f"Customer {number}" not in stand.spp("customer")
    )
    every = {str(number) for number in range(100, 109)}

    stand.netsuite.page_size = 1000
    for internal_id in every:
        stand.customer(internal_id, f"Renamed {internal_id}")
        stand.notice("customer", internal_id)
    stand.real_time()
    assert f"Renamed {ahead}" in stand.spp("customer")

    stand.netsuite.page_size = 3
    while run.finished_at is None:
        one_link(stand, queueing.CATCH_UP)
        run.refresh_from_db()
    assert set(stand.spp("customer")) == {f"Renamed {number}" for number in range(100, 109)}


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The types of which NetSuite is read no more."""
    read, types = MemoryNetSuite.changed, list[str]()

    def changed(self: MemoryNetSuite, netsuite_type: str, *rest: Any) -> Iterator[Any]:
        try:
            yield from read(self, netsuite_type, *rest)
        finally:
            types.append(netsuite_type)

    monkeypatch.setattr(MemoryNetSuite, "changed", changed)
    return types


def left_open(stand: Stand, closed: list[str]) -> Run:
    """A run whose first link left its reading open."""
    for number in range(9):
        stand.customer(str(100 + number))
    stand.netsuite.page_size, stand.services.link_time = 3, timedelta(0)
    run = start_run(stand.connection, queueing.MANUAL, ["customers"], by=stand.admin, now=stand.clock())
    one_link(stand, queueing.MANUAL)
    assert closed == []
    return run


@pytest.mark.parametrize("end", [Run.State.CANCELLED, Run.State.FAILED])
def test_the_link_that_ends_a_run_closes_what_one_before_left_open(
    stand: Stand, closed: list[str], end: Run.State
) -> None:
    run = left_open(stand, closed)
    if end == Run.State.CANCELLED:
        Run.objects.update(cancel_requested=True)
    else:
        User.objects.filter(pk=stand.admin.pk).update(role=Role.VIEWER)
    one_link(stand, queueing.MANUAL)
    run.refresh_from_db()
    assert (run.state, closed) == (end, ["customer"])


@pytest.mark.parametrize("end", [Run.State.CANCELLED, Run.State.COMPLETED])
def test_what_is_open_of_a_run_that_ended_elsewhere_is_closed_with_the_next_tick(
    stand: Stand, closed: list[str], monkeypatch: pytest.MonkeyPatch, end: Run.State
) -> None:
    run = left_open(stand, closed)
    monkeypatch.setattr(working, "SERVICES", stand.services)
    working._tick()
    assert closed == []
    if end == Run.State.CANCELLED:
        cancel_run(run)
    else:
        elsewhere = replace(stand.services, readings=Readings(), link_time=timedelta(minutes=1))
        run_link(stand.connection.pk, queueing.MANUAL, elsewhere)
        closed.clear()  # that was the other worker's own
    working._tick()
    run.refresh_from_db()
    assert (run.state, closed) == (end, ["customer"])


def test_many_children_are_a_chain_of_links_too(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stages, "IDS_AT_A_TIME", 2)
    for number in range(5):
        stand.project(str(50 + number), customer="20")
    stand.run()
    stand.clock.advance(60)
    stand.customer("20")
    stand.services.link_time = timedelta(0)

    run = stand.run(queueing.CATCH_UP)

    assert run.links == 4
    assert (run.state, run.counts["created"]) == (Run.State.COMPLETED, 6)


def test_children_come_with_a_parent_that_was_found_by_its_name(stand: Stand) -> None:
    stand.customer("20")
    stand.run()
    stand.netsuite.records.clear()
    stand.connection.links.all().delete()
    stand.project("50", customer="20")
    assert stand.outcomes(stand.run(keys=["projects"])) == {"projects 50": "waiting"}
    stand.clock.advance(60)
    stand.customer("20", phone="1")
    stand.notice("customer", "20")

    assert stand.outcomes(stand.real_time()) == {"customers 20": "updated", "projects 50": "created"}


@pytest.mark.parametrize("problem", [MalformedReply("not XML"), psycopg.OperationalError("gone")])
def test_an_answer_that_makes_no_sense_and_a_lost_budget_are_passing_trouble(
    stand: Stand, problem: Exception
) -> None:
    failure = failures.classify(problem, 1)
    assert failure.passing
    assert "nobody foresaw" not in failure.message
    assert not failures.classify(problem, failures.ATTEMPTS).passing


@pytest.mark.parametrize(
    "problem",
    [
        LookupError("a row that nobody foresaw"),
        OperationalError("canceling statement due to lock timeout"),
        OperationalError("deadlock detected"),
    ],
)
def test_a_duty_that_fails_keeps_no_other_from_being_done(
    stand: Stand, monkeypatch: pytest.MonkeyPatch, problem: Exception
) -> None:
    def broken(_: object) -> int:
        raise problem

    monkeypatch.setattr(ticking.scheduling, "start_due", broken)
    monkeypatch.setattr(ticking.attention, "queue_due", broken)
    assert ticking.tick(stand.clock())
    assert (queueing.queueing_lock(stand.connection.pk, queueing.CATCH_UP), 10) in jobs()


def test_a_tick_ends_where_the_database_is_gone(
    committed_stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise OperationalError("connection refused")

    with monkeypatch.context() as patched:

        def lost(_: object) -> int:
            database.connection.close()
            patched.setattr(database, "connect", away)
            raise OperationalError("the server closed the connection unexpectedly")

        patched.setattr(ticking.scheduling, "start_due", lost)
        with pytest.raises(OperationalError, match="refused"):
            ticking.tick(committed_stand.clock())
    assert not Run.objects.exists()


def test_a_lane_that_somebody_holds_keeps_no_other_connection_from_its_catch_up(
    committed_stand: Stand, db_committed: str
) -> None:
    stand = committed_stand
    other = make_connection("Other", "TSTDRV2")
    activate(other, "employees", by=stand.admin)
    Lane.objects.create(connection=stand.connection)
    with psycopg.connect(db_committed) as stopped, database.cursor() as cursor:
        stopped.execute("SELECT 1 FROM runs_lane FOR UPDATE")
        cursor.execute("SET lock_timeout = 1000")
        try:
            ticking.tick(stand.clock())
        finally:
            cursor.execute("RESET lock_timeout")
        assert list(Run.objects.values_list("connection", flat=True)) == [other.pk]
    ticking.tick(stand.clock())
    assert set(Run.objects.values_list("connection", flat=True)) == {stand.connection.pk, other.pk}


async def test_a_tick_that_fails_in_whatever_way_is_followed_by_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ticks = 0

    def broken() -> None:
        nonlocal ticks
        ticks += 1
        raise LookupError("nobody foresaw this")

    async def short_night(_: float) -> None:
        if ticks == 3:
            raise asyncio.CancelledError

    monkeypatch.setattr(working, "_tick", broken)
    with pytest.raises(asyncio.CancelledError):
        await working.tick_forever(short_night)
    assert ticks == 3


def test_ended_jobs_and_runs_that_found_nothing_are_forgotten_in_time(stand: Stand) -> None:
    stand.customer("20")
    kept = stand.run(queueing.CATCH_UP)
    empty = stand.run(queueing.CATCH_UP)
    with database.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
        cursor.execute("UPDATE procrastinate_events SET at = %s", [stand.clock()])

    stand.clock.advance((forgetting.KEEP_EMPTY_RUNS + timedelta(hours=1)).total_seconds())
    Lane.objects.update(caught_up_at=stand.clock())
    forgetting.forget_due(stand.clock())

    assert list(Run.objects.values_list("pk", flat=True)) == [kept.pk]
    assert not Run.objects.filter(pk=empty.pk).exists()
    assert jobs("failed") == []


def test_what_is_young_is_not_forgotten(stand: Stand) -> None:
    run = stand.run(queueing.CATCH_UP)
    Lane.objects.update(caught_up_at=stand.clock())
    forgetting.forget_due(stand.clock())
    assert Run.objects.filter(pk=run.pk).exists()


def test_trouble_at_the_same_place_each_time_ends_the_run_though_earlier_pages_are_read_again(
    stand: Stand,
) -> None:
    for number in range(9):
        stand.customer(str(100 + number))
    stand.netsuite.page_size = 3
    run = start_run(stand.connection, queueing.MANUAL, ["customers"], by=stand.admin, now=stand.clock())

    def busy_at_the_third_page(_: str) -> None:
        if stand.netsuite.requests["search"] % 3 == 0:
            raise Wait("busy")

    stand.netsuite.before = busy_at_the_third_page
    for _ in range(failures.ATTEMPTS + 1):
        one_link(stand, queueing.MANUAL)
        stand.clock.advance(120)

    run.refresh_from_db()
    assert (run.state, run.counts["created"]) == (Run.State.FAILED, 3)


@pytest.mark.requirement("recovery-09")
def test_the_links_in_which_a_run_that_was_taken_up_reads_again_are_no_failed_attempts(stand: Stand) -> None:
    for number in range(failures.ATTEMPTS + 3):
        stand.customer(str(100 + number))
    stand.netsuite.page_size, stand.services.link_time = 1, timedelta(0)
    run = start_run(stand.connection, queueing.MANUAL, ["customers"], by=stand.admin, now=stand.clock())
    for _ in range(failures.ATTEMPTS + 1):
        one_link(stand, queueing.MANUAL)
    stand.services.readings = Readings()  # another worker: it reads from the start, and meets nothing new
    for _ in range(failures.ATTEMPTS):
        one_link(stand, queueing.MANUAL)

    def away(_: str) -> None:
        stand.netsuite.before = None
        raise OperationalError("the database went away for a moment")

    stand.netsuite.before = away
    one_link(stand, queueing.MANUAL)

    run.refresh_from_db()
    assert (run.state, run.next_link_at is not None) == (Run.State.RUNNING, True)
    stand.clock.advance(120)
    while run.finished_at is None:
        one_link(stand, queueing.MANUAL)
        run.refresh_from_db()
    assert (run.state, run.counts["created"]) == (Run.State.COMPLETED, failures.ATTEMPTS + 3)


def test_links_that_die_with_their_worker_count_as_attempts(stand: Stand) -> None:
    run = start_run(stand.connection, queueing.MANUAL, by=stand.admin, now=stand.clock())
    for _ in range(failures.ATTEMPTS - 1):
        claiming.begin(stand.connection.pk, queueing.MANUAL, stand.clock())

    def busy(_: str) -> None:
        raise Wait("busy")

    stand.netsuite.before = busy
    one_link(stand, queueing.MANUAL)
    run.refresh_from_db()
    assert run.state == Run.State.FAILED


def test_a_run_that_came_through_shows_no_trouble_of_its_earlier_attempts(stand: Stand) -> None:
    def busy(_: str) -> None:
        raise Wait("busy")

    stand.netsuite.before = busy
    run = stand.run()
    assert "busy" in run.error
    stand.netsuite.before = None
    stand.clock.advance(120)
    one_link(stand, queueing.MANUAL)
    run.refresh_from_db()
    assert (run.state, run.error, run.hint) == (Run.State.COMPLETED, "", "")
