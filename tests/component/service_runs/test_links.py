"""A run as a chain of short jobs: handing over, dying, coming back too late."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection as database

from landbridge.netsuite.errors import SignInAgain, Wait
from landbridge.service.runs import queueing
from landbridge.service.runs.deferring import defer
from landbridge.service.runs.errors import FenceLost
from landbridge.service.runs.execution import claiming
from landbridge.service.runs.execution.failures import ATTEMPTS
from landbridge.service.runs.execution.link import run_link
from landbridge.service.runs.execution.readings import Readings
from landbridge.service.runs.lanes import lane, sweeping
from landbridge.service.runs.lanes.control import cancel_run
from landbridge.service.runs.models import Run, RunItem
from landbridge.service.runs.starts.starting import start_run
from landbridge.service.runs.testing import MemoryNetSuite
from landbridge.service.workflows.models import Workflow

from .conftest import Stand
from .queue import fetch, jobs, register_worker


def many(stand: Stand, count: int) -> Run:
    for number in range(count):
        stand.customer(str(100 + number))
    stand.netsuite.page_size = 3
    stand.services.link_time = timedelta(0)
    return start_run(stand.connection, queueing.MANUAL, ["customers"], by=stand.admin, now=stand.clock())


def one_link(stand: Stand, kind: str = queueing.MANUAL) -> None:
    run_link(stand.connection.pk, kind, stand.services)


def test_a_long_run_is_a_chain_of_links_that_reads_each_page_once(stand: Stand) -> None:
    run = many(stand, 10)
    for _ in range(4):
        one_link(stand)

    run.refresh_from_db()
    assert (run.state, run.links, run.counts["created"]) == (Run.State.COMPLETED, 4, 10)
    assert stand.netsuite.requests["search"] == 4


def test_each_link_queues_the_next_with_the_priority_of_its_kind(stand: Stand) -> None:
    many(stand, 10)
    worker = register_worker()
    assert fetch(worker) is not None
    one_link(stand)
    assert jobs() == [(queueing.queueing_lock(stand.connection.pk, "manual"), 50)]


@pytest.mark.requirement("flow-06")
def test_the_bookmark_moves_with_the_last_batch_only(stand: Stand) -> None:
    many(stand, 10)
    for _ in range(3):
        one_link(stand)
        assert Workflow.objects.get(key="customers").bookmark is None
    one_link(stand)
    assert Workflow.objects.get(key="customers").bookmark == stand.clock()


@pytest.mark.requirement("run-04", "recovery-09")
def test_another_process_goes_on_where_the_first_died_and_nothing_is_written_twice(stand: Stand) -> None:
    run = many(stand, 10)
    one_link(stand)
    one_link(stand)
    stand.services.readings = Readings()
    while Run.objects.get(pk=run.pk).state == Run.State.RUNNING:
        one_link(stand)

    assert RunItem.objects.filter(run=run).count() == 10
    assert {item.outcome for item in RunItem.objects.filter(run=run)} == {"created"}
    assert len(stand.spp("customer")) == 10


@pytest.mark.requirement("shape-03")
def test_a_connection_that_is_switched_during_a_run_is_read_by_the_new_way_and_nothing_is_lost(
    stand: Stand,
) -> None:
    run = many(stand, 10)
    one_link(stand)
    one_link(stand)
    other = MemoryNetSuite(stand.clock)
    other.page_size = 4
    other.records = stand.netsuite.records
    stand.services.reader_for = lambda _connection: other
    while Run.objects.get(pk=run.pk).state == Run.State.RUNNING:
        one_link(stand)

    assert (stand.netsuite.requests["search"], other.requests["search"]) == (3, 3)  # one page was read ahead
    assert {item.outcome for item in RunItem.objects.filter(run=run)} == {"created"}
    assert RunItem.objects.filter(run=run).count() == 10
    assert len(stand.spp("customer")) == 10
    assert Workflow.objects.get(key="customers").bookmark == stand.clock()


@pytest.mark.requirement("run-04", "recovery-10")
def test_a_fenced_worker_cannot_write(stand: Stand) -> None:
    stand.customer("20")
    run = start_run(stand.connection, queueing.MANUAL, ["customers"], by=stand.admin, now=stand.clock())

    def overtake(_: str) -> None:
        stand.netsuite.before = None
        one_link(stand)

    stand.netsuite.before = overtake
    one_link(stand)

    run.refresh_from_db()
    assert (run.state, run.links) == (Run.State.COMPLETED, 2)
    assert RunItem.objects.filter(run=run).count() == 1
    assert len(stand.spp("customer")) == 1


@pytest.mark.requirement("run-04", "recovery-10")
def test_a_fence_that_was_overtaken_is_lost(stand: Stand) -> None:
    run = start_run(stand.connection, queueing.MANUAL, by=stand.admin, now=stand.clock())
    first = claiming.begin(stand.connection.pk, queueing.MANUAL, stand.clock())
    second = claiming.begin(stand.connection.pk, queueing.MANUAL, stand.clock())
    assert first is not None
    assert second is not None
    lane.hold(stand.connection.pk, run.pk, second.fence)
    with pytest.raises(FenceLost):
        lane.hold(stand.connection.pk, run.pk, first.fence)


@pytest.mark.requirement("run-04")
def test_a_stalled_job_is_failed_and_another_queued(stand: Stand) -> None:
    start_run(stand.connection, queueing.MANUAL, by=stand.admin, now=stand.clock())
    assert fetch(register_worker(timedelta(seconds=7))) is not None

    taken = sweeping.sweep_stalled()

    assert taken == [(stand.connection.pk, "manual")]
    assert (len(jobs("failed")), len(jobs("todo")), len(jobs("doing"))) == (1, 1, 0)
    assert fetch(register_worker()) is not None


@pytest.mark.requirement("run-04")
def test_a_stalled_job_whose_twin_waits_does_not_freeze_the_connection(stand: Stand) -> None:
    defer(stand.connection.pk, queueing.REAL_TIME)
    assert fetch(register_worker(timedelta(seconds=7))) is not None
    defer(stand.connection.pk, queueing.REAL_TIME)

    sweeping.sweep_stalled()

    assert (len(jobs("failed")), len(jobs("todo"))) == (1, 1)
    assert fetch(register_worker()) is not None


def test_a_worker_whose_heart_beats_keeps_its_job(stand: Stand) -> None:
    defer(stand.connection.pk, queueing.REAL_TIME)
    assert fetch(register_worker(timedelta(seconds=4))) is not None
    assert sweeping.sweep_stalled() == []


@pytest.mark.requirement("run-04")
def test_a_run_without_a_job_is_queued_again(stand: Stand) -> None:
    start_run(stand.connection, queueing.MANUAL, by=stand.admin, now=stand.clock())
    assert sweeping.sweep_orphans(stand.clock()) == []
    job = fetch(register_worker())
    assert job is not None
    _forget_jobs()

    assert sweeping.sweep_orphans(stand.clock()) == [(stand.connection.pk, "manual")]
    assert len(jobs()) == 1


def _forget_jobs() -> None:
    with database.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def test_passing_trouble_is_tried_again_later_and_the_connection_stays_free(stand: Stand) -> None:
    stand.customer("20")

    def busy(_: str) -> None:
        raise Wait("busy", code="SSS_REQUEST_LIMIT_EXCEEDED", retry_after_s=5)

    stand.netsuite.before = busy
    run = stand.run()

    assert (run.state, run.next_link_at) == (Run.State.RUNNING, stand.clock() + timedelta(seconds=5))
    assert "busy" in run.error
    _forget_jobs()
    assert sweeping.sweep_orphans(stand.clock()) == []
    stand.clock.advance(5)
    assert sweeping.sweep_orphans(stand.clock()) == [(stand.connection.pk, "manual")]
    stand.netsuite.before = None
    one_link(stand)
    assert stand.outcomes(run) == {"customers 20": "created"}


def test_trouble_that_does_not_pass_ends_the_run_after_some_attempts(stand: Stand) -> None:
    def busy(_: str) -> None:
        raise Wait("busy")

    stand.netsuite.before = busy
    run = stand.run()
    for _ in range(ATTEMPTS - 1):
        stand.clock.advance(120)
        one_link(stand)

    run.refresh_from_db()
    assert run.state == Run.State.FAILED


def test_refused_credentials_end_the_run_at_once_and_say_what_to_do(stand: Stand) -> None:
    def refused(_: str) -> None:
        raise SignInAgain("Invalid login attempt.", code="INVALID_LOGIN_ATTEMPT")

    stand.netsuite.before = refused
    run = stand.run()

    assert run.state == Run.State.FAILED
    assert "Invalid login attempt" in run.error
    assert "Login Audit Trail" in run.hint


def test_a_real_time_request_survives_a_failed_run(stand: Stand) -> None:
    stand.run()
    stand.clock.advance(60)
    stand.customer("20")
    stand.notice("customer", "20")

    def refused(_: str) -> None:
        raise SignInAgain("no")

    stand.netsuite.before = refused
    assert stand.real_time().state == Run.State.FAILED
    stand.netsuite.before = None

    assert stand.outcomes(stand.run(queueing.CATCH_UP)) == {"customers 20": "created"}


@pytest.mark.requirement("queue-06")
def test_a_cancelled_run_gives_the_lane_free(stand: Stand) -> None:
    run = many(stand, 10)
    one_link(stand)
    cancel_run(run)
    one_link(stand)
    run.refresh_from_db()
    assert (run.state, run.counts["created"]) == (Run.State.CANCELLED, 3)
    stand.services.link_time = timedelta(seconds=30)
    assert stand.run().counts["created"] == 7
