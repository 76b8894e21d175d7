"""Poll mode: changes without any notice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from landbridge.service.runs import queueing
from landbridge.service.runs.errors import RunRefused
from landbridge.service.runs.history.forgetting import forget_due
from landbridge.service.runs.lanes.control import pause, resume
from landbridge.service.runs.models import Lane, Run, RunItem, Settle
from landbridge.service.runs.starts.polling import poll_due, poll_every, polling, stop_polling
from landbridge.service.runs.ticking import tick
from landbridge.service.workflows.activation import set_real_time
from landbridge.service.workflows.models import Workflow

from .conftest import Stand
from .queue import jobs, register_worker, work_one


@pytest.fixture
def polled(stand: Stand) -> Stand:
    """A stand that has been synchronised, and is polled."""
    stand.run()
    Lane.objects.filter(connection=stand.connection).update(caught_up_at=stand.clock())
    poll_every(stand.connection, 30, by=stand.admin)
    return stand


def pass_time(stand: Stand, seconds: int) -> None:
    """Let time pass, ten seconds at a time, with a worker that ticks and does what is queued."""
    worker = register_worker()
    for _ in range(seconds // 10):
        stand.clock.advance(10)
        tick(stand.clock())
        while work_one(stand.connection.pk, stand.services, worker):
            pass


@pytest.mark.requirement("kind-10")
def test_polling_is_off_unless_somebody_turns_it_on(stand: Stand) -> None:
    stand.run()
    stand.clock.advance(3600)
    stand.customer("20")
    assert polling(stand.connection) is None
    assert poll_due(stand.clock()) == 0
    assert not Settle.objects.exists()


@pytest.mark.requirement("kind-10")
def test_changes_arrive_every_thirty_seconds_without_any_notice(polled: Stand) -> None:
    pass_time(polled, 10)
    polled.netsuite.requests.clear()
    for number in range(40, 43):
        polled.customer(str(number))
        pass_time(polled, 30)
        assert RunItem.objects.get(internal_id=str(number)).outcome == "created"
    assert polled.netsuite.requests["search"] == 3 * 3
    runs = Run.objects.filter(kind=queueing.REAL_TIME, reason="Poll")
    assert runs.count() == 4
    assert {run.owner for run in runs} == {polled.admin}


@pytest.mark.requirement("kind-10")
def test_only_workflows_that_are_live_are_polled_and_no_certificate_is_needed(polled: Stand) -> None:
    set_real_time(polled.connection, "employees", live=False, by=None)
    poll_due(polled.clock())
    assert sorted(Settle.objects.values_list("netsuite_type", flat=True)) == ["customer", "job"]
    assert not polled.connection.certificates.exists()


@pytest.mark.requirement("kind-10")
def test_polls_do_not_pile_up_while_nobody_works(polled: Stand) -> None:
    for _ in range(10):
        polled.clock.advance(30)
        Lane.objects.update(caught_up_at=polled.clock())
        tick(polled.clock())
    assert Settle.objects.count() == 3
    assert [lock.rsplit(":", 1)[1] for lock, _ in jobs()] == ["manual", "real-time"]
    polled.real_time()
    assert Run.objects.filter(reason="Poll").count() == 1
    assert not Settle.objects.exists()


@pytest.mark.requirement("kind-10")
def test_a_paused_connection_is_not_polled_and_then_at_once(polled: Stand) -> None:
    poll_due(polled.clock())
    polled.real_time()
    pause(polled.connection, by=None, now=polled.clock())
    polled.clock.advance(600)
    assert poll_due(polled.clock()) == 0
    resume(polled.connection, by=None)
    assert poll_due(polled.clock()) == 1


@pytest.mark.requirement("kind-10")
def test_a_clock_that_is_set_back_does_not_stop_polling(polled: Stand) -> None:
    assert poll_due(polled.clock()) == 1
    assert poll_due(polled.clock() + timedelta(seconds=29)) == 0
    assert poll_due(polled.clock() - timedelta(days=1)) == 1


@pytest.mark.requirement("kind-10")
def test_the_pass_after_a_notice_stays_beside_polls(polled: Stand) -> None:
    polled.customer("20")
    polled.notice("customer", "20")
    polled.real_time()
    due = Settle.objects.get().due_at
    poll_due(polled.clock())
    settle = Settle.objects.get(netsuite_type="customer")
    assert (settle.due_at, settle.reason) == (due, "")
    stop_polling(polled.connection)
    assert list(Settle.objects.values_list("netsuite_type", flat=True)) == ["customer"]
    assert polling(polled.connection) is None


@pytest.mark.requirement("kind-10")
def test_polls_that_found_nothing_leave_the_log_after_an_hour(polled: Stand) -> None:
    pass_time(polled, 70)
    polled.customer("20")
    pass_time(polled, 30)
    empty = Run.objects.filter(reason="Poll", items=None).count()
    assert empty == 3
    later = polled.clock() + timedelta(hours=1, seconds=1)
    Lane.objects.update(caught_up_at=later)
    forget_due(later)
    (kept,) = Run.objects.filter(reason="Poll")
    assert kept.items.get().internal_id == "20"


@pytest.mark.requirement("kind-10")
def test_what_cannot_be_polled_is_refused(stand: Stand) -> None:
    for seconds in (0, 4, 3601):
        with pytest.raises(RunRefused, match="5 to 3600"):
            poll_every(stand.connection, seconds, by=stand.admin)
    Workflow.objects.update(real_time=False)
    with pytest.raises(RunRefused, match="live for real time"):
        poll_every(stand.connection, 30, by=stand.admin)
    assert polling(stand.connection) is None
