"""Cancelling a run: while it waits, rests, is paused, is between two links, and while another worker has it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from landbridge.netsuite import background
from landbridge.netsuite.errors import Retry
from landbridge.service.runs import queueing
from landbridge.service.runs.errors import FenceLost
from landbridge.service.runs.execution import finishing
from landbridge.service.runs.execution.claiming import begin
from landbridge.service.runs.execution.link import run_link
from landbridge.service.runs.lanes import control
from landbridge.service.runs.lanes.control import cancel_run
from landbridge.service.runs.lanes.sweeping import sweep_stalled
from landbridge.service.runs.models import Run, RunItem
from landbridge.service.runs.starts.starting import start_run

from .conftest import Stand
from .queue import fetch, jobs, register_worker, work_one

HOURS = 7200


def ask(stand: Stand) -> Run:
    return start_run(stand.connection, queueing.MANUAL, ["customers"], by=stand.admin, now=stand.clock())


def of_two_links(stand: Stand) -> Run:
    """A run whose first link wrote one record of two."""
    stand.customer("20")
    stand.customer("21")
    stand.netsuite.page_size, stand.services.link_time = 1, timedelta(0)
    run = ask(stand)
    worker = register_worker()
    assert work_one(stand.connection.pk, stand.services, worker) == "manual"
    run.refresh_from_db()
    assert (run.state, RunItem.objects.count()) == (Run.State.RUNNING, 1)
    return run


def ended(run: Run) -> tuple[str, str]:
    run.refresh_from_db()
    assert (run.finished_at is not None) == (run.state == Run.State.CANCELLED)
    return run.state, run.error


def bookmark(stand: Stand) -> object:
    return stand.connection.workflows.get(key="customers").bookmark


@pytest.mark.requirement("queue-06")
def test_a_run_that_waits_is_cancelled_at_once_and_the_log_says_by_whom(stand: Stand) -> None:
    run = ask(stand)
    cancel_run(run, by=stand.admin)
    assert ended(run) == ("cancelled", "Cancelled by Ada Admin.")
    run_link(stand.connection.pk, queueing.MANUAL, stand.services)
    assert stand.netsuite.requests.total() == 0


@pytest.mark.requirement("queue-06")
def test_a_run_at_work_ends_before_its_next_batch_and_keeps_what_it_wrote(stand: Stand) -> None:
    stand.customer("20")
    stand.customer("21")
    stand.netsuite.page_size = 1
    run = ask(stand)
    worker = register_worker()
    job = fetch(worker)
    assert job is not None

    def cancel_at_the_third_request(_: str) -> None:
        if RunItem.objects.exists():
            cancel_run(run, by=stand.admin)

    stand.customer("22")
    stand.netsuite.before = cancel_at_the_third_request
    run_link(stand.connection.pk, queueing.MANUAL, stand.services)

    assert ended(run) == ("cancelled", "Cancelled by Ada Admin.")
    assert RunItem.objects.filter(run=run, outcome="created").count() == len(stand.spp("customer")) == 1
    assert bookmark(stand) is None


@pytest.mark.requirement("queue-06")
def test_between_two_links_it_ends_at_once_and_is_never_taken_up_again(stand: Stand) -> None:
    run = of_two_links(stand)
    requests = stand.netsuite.requests.total()

    cancel_run(run, by=stand.admin)

    assert ended(run)[0] == "cancelled"
    run_link(stand.connection.pk, queueing.MANUAL, stand.services)
    assert stand.netsuite.requests.total() == requests
    assert (len(stand.spp("customer")), bookmark(stand)) == (1, None)
    again = stand.run(keys=["customers"])
    assert (again.state, len(stand.spp("customer"))) == (Run.State.COMPLETED, 2)


@pytest.mark.requirement("queue-06")
@pytest.mark.parametrize("way", ["resting", "paused", "drained"])
def test_a_run_that_nobody_is_at_is_cancelled_at_once(stand: Stand, way: str) -> None:
    run = of_two_links(stand)
    if way == "resting":
        Run.objects.update(next_link_at=stand.clock() + timedelta(hours=1))
    elif way == "paused":
        control.pause(stand.connection, by=stand.admin, now=stand.clock())
    else:
        control.drain(stand.connection, by=stand.admin, now=stand.clock())
    cancel_run(run, by=stand.admin)
    assert ended(run)[0] == "cancelled"


@pytest.mark.requirement("queue-06", "recovery-10")
def test_a_run_whose_worker_is_silent_is_cancelled_at_once_and_that_worker_writes_nothing_any_more(
    stand: Stand,
) -> None:
    stand.customer("20")
    run = ask(stand)
    assert fetch(register_worker(silent_for=timedelta(seconds=10))) is not None

    def silent_while_reading(_: str) -> None:
        stand.netsuite.before = None
        cancel_run(run, by=stand.admin)

    stand.netsuite.before = silent_while_reading
    run_link(stand.connection.pk, queueing.MANUAL, stand.services)

    assert ended(run)[0] == "cancelled"
    assert (stand.spp("customer"), RunItem.objects.count(), bookmark(stand)) == ({}, 0, None)


@pytest.mark.requirement("queue-06")
def test_a_cancelled_run_whose_worker_died_is_ended_by_another_without_reading(stand: Stand) -> None:
    run = of_two_links(stand)
    worker = register_worker()
    assert fetch(worker) is not None
    cancel_run(run, by=stand.admin)
    assert ended(run)[0] == "running"
    control.pause(stand.connection, by=stand.admin, now=stand.clock())
    requests = stand.netsuite.requests.total()

    assert sweep_stalled(seconds=-1) == [(stand.connection.pk, "manual")]
    assert work_one(stand.connection.pk, stand.services, register_worker()) == "manual"

    assert ended(run) == ("cancelled", "Cancelled by Ada Admin.")
    assert stand.netsuite.requests.total() == requests


@pytest.mark.requirement("queue-06")
def test_a_run_that_is_cancelled_while_it_fails_is_cancelled(stand: Stand) -> None:
    run = ask(stand)
    assert fetch(register_worker()) is not None

    def fail_and_cancel(_: str) -> None:
        cancel_run(run, by=stand.admin)
        raise Retry("the line was cut")

    stand.netsuite.before = fail_and_cancel
    run_link(stand.connection.pk, queueing.MANUAL, stand.services)
    assert ended(run) == ("cancelled", "Cancelled by Ada Admin.")


@pytest.mark.requirement("queue-06")
def test_a_run_of_the_same_kind_that_waited_goes_next(stand: Stand) -> None:
    run = of_two_links(stand)
    waiting = ask(stand)
    assert waiting != run
    cancel_run(run, by=stand.admin)
    assert jobs() == [(queueing.queueing_lock(stand.connection.pk, "manual"), 50)]
    stand.services.link_time = timedelta(seconds=30)
    work_one(stand.connection.pk, stand.services, register_worker())
    waiting.refresh_from_db()
    assert waiting.state == Run.State.COMPLETED


def test_a_run_that_has_ended_stays_as_it_is(stand: Stand) -> None:
    run = stand.run(keys=["customers"])
    cancel_run(run, by=stand.admin)
    run.refresh_from_db()
    assert (run.state, run.error) == (Run.State.COMPLETED, "")


@pytest.mark.requirement("recovery-10")
def test_a_worker_that_was_overtaken_does_not_end_a_cancelled_run(stand: Stand) -> None:
    run = ask(stand)
    overtaken = begin(stand.connection.pk, queueing.MANUAL, stand.clock())
    assert overtaken is not None
    Run.objects.update(cancel_requested=True)
    begin(stand.connection.pk, queueing.MANUAL, stand.clock())

    with pytest.raises(FenceLost):
        finishing.cancel(overtaken, stand.clock())

    run.refresh_from_db()
    assert (run.state, run.finished_at) == (Run.State.RUNNING, None)


@pytest.mark.requirement("recovery-10")
def test_a_worker_that_was_overtaken_changes_nothing_of_a_cancelled_run_that_another_ended(
    stand: Stand,
) -> None:
    stand.customer("20")
    run = ask(stand)
    assert fetch(register_worker()) is not None

    def overtaken_by_another(_: str) -> None:
        stand.netsuite.before = None
        cancel_run(run, by=stand.admin)
        run_link(stand.connection.pk, queueing.MANUAL, stand.services)  # another worker's: it ends the run
        stand.clock.advance(60)

    stand.netsuite.before = overtaken_by_another
    run_link(stand.connection.pk, queueing.MANUAL, stand.services)

    run.refresh_from_db()
    assert run.state == Run.State.CANCELLED
    assert run.finished_at == stand.clock() - timedelta(seconds=60)
    assert (stand.spp("customer"), RunItem.objects.count()) == ({}, 0)


@pytest.fixture
def hanging(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """What waits for an answer of NetSuite that never comes, as the client does it."""
    monkeypatch.setattr(background, "LOOK_EVERY_S", 0.01)
    loop = background.BackgroundLoop("hanging")
    loop.start()
    yield lambda: loop.run(asyncio.sleep(HOURS))
    loop.stop()


@pytest.mark.requirement("queue-06")
def test_a_request_that_hangs_does_not_hold_up_the_end_of_a_cancelled_run(
    stand: Stand, hanging: Callable[[], None]
) -> None:
    run = ask(stand)
    assert fetch(register_worker()) is not None

    def cancel_and_hang(_: str) -> None:
        cancel_run(run, by=stand.admin)
        hanging()

    stand.netsuite.before = cancel_and_hang
    run_link(stand.connection.pk, queueing.MANUAL, stand.services)
    assert ended(run)[0] == "cancelled"


@pytest.mark.requirement("queue-07")
def test_a_request_that_hangs_does_not_hold_up_a_pause(stand: Stand, hanging: Callable[[], None]) -> None:
    stand.customer("20")
    run = ask(stand)
    worker = register_worker()

    def pause_and_hang(_: str) -> None:
        stand.netsuite.before = None
        control.pause(stand.connection, by=stand.admin, now=stand.clock())
        hanging()

    stand.netsuite.before = pause_and_hang
    assert work_one(stand.connection.pk, stand.services, worker) == "manual"
    assert ended(run) == ("running", "")
    control.resume(stand.connection, by=stand.admin)
    assert work_one(stand.connection.pk, stand.services, worker) == "manual"
    run.refresh_from_db()
    assert (run.state, len(stand.spp("customer"))) == (Run.State.COMPLETED, 1)


@pytest.mark.requirement("recovery-10")
def test_a_worker_that_waits_for_netsuite_gives_up_when_another_has_taken_its_run(
    stand: Stand, hanging: Callable[[], None]
) -> None:
    run = ask(stand)

    def overtaken(_: str) -> None:
        begin(stand.connection.pk, queueing.MANUAL, stand.clock())
        hanging()

    stand.netsuite.before = overtaken
    run_link(stand.connection.pk, queueing.MANUAL, stand.services)
    run.refresh_from_db()
    assert (run.state, run.links, run.error) == (Run.State.RUNNING, 2, "")
