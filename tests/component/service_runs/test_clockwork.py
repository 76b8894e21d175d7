"""What happens by the clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from landbridge.service.ports import Reference
from landbridge.service.projects.models import User
from landbridge.service.projects.roles import Role
from landbridge.service.runs import queueing
from landbridge.service.runs.errors import RunRefused
from landbridge.service.runs.history import attention
from landbridge.service.runs.models import Attention, Lane, Run, RunRequest, Settle
from landbridge.service.runs.starts.scheduling import add_schedule, start_due
from landbridge.service.runs.starts.timetable import Timetable
from landbridge.service.runs.ticking import catch_up_now, tick

from .conftest import Stand
from .queue import jobs


def kinds() -> list[str]:
    return [lock.rsplit(":", 1)[1] for lock, _ in jobs()]


@pytest.mark.requirement("run-02")
@pytest.mark.requirement("kind-03")
def test_a_schedule_starts_its_run_in_its_hour(stand: Stand) -> None:
    boss = User.objects.create_user("boss@example.com", "Berta", Role.ADMINISTRATOR, None)
    schedule = add_schedule(
        stand.connection, 2, 1, by=boss, now=stand.clock(), time_zone="Europe/Vienna", workflows=["customers"]
    )
    assert schedule.next_at == datetime(2026, 3, 4, 0, 0, tzinfo=UTC)

    assert start_due(schedule.next_at - timedelta(seconds=1)) == 0
    assert start_due(schedule.next_at) == 1
    assert start_due(schedule.next_at) == 0

    run = Run.objects.get()
    assert (run.kind, run.workflows, run.owner) == ("scheduled", ["customers"], boss)
    schedule.refresh_from_db()
    assert schedule.next_at == datetime(2026, 3, 11, 0, 0, tzinfo=UTC)


@pytest.mark.requirement("run-02")
@pytest.mark.requirement("kind-05")
def test_a_schedule_whose_hour_has_passed_is_missed_and_said_so(stand: Stand) -> None:
    schedule = add_schedule(stand.connection, 2, 1, by=stand.admin, now=stand.clock())
    due = schedule.next_at

    assert start_due(due + timedelta(hours=1)) == 0

    schedule.refresh_from_db()
    assert (schedule.last_missed_at, schedule.last_started_at) == (due, None)
    assert schedule.next_at == due + timedelta(days=7)


@pytest.mark.requirement("run-02")
def test_the_hour_that_happens_twice_in_autumn_starts_once() -> None:
    timetable = Timetable.weekly(6, 2, "Europe/Vienna")
    first = timetable.next_after(datetime(2026, 10, 24, 12, tzinfo=UTC))
    assert first == datetime(2026, 10, 25, 0, 0, tzinfo=UTC)
    assert timetable.next_after(first) == datetime(2026, 11, 1, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("weekday", "hour", "zone", "workflows", "code"),
    [
        (7, 1, "UTC", [], "bad_time"),
        (1, 24, "UTC", [], "bad_time"),
        (1, 1, "Mars/Olympus", [], "bad_time_zone"),
        (1, 1, "UTC", ["poems"], "unknown_workflow"),
    ],
)
def test_a_schedule_that_cannot_be_is_refused(
    stand: Stand, weekday: int, hour: int, zone: str, workflows: list[str], code: str
) -> None:
    with pytest.raises(RunRefused) as caught:
        add_schedule(
            stand.connection, weekday, hour, by=None, now=stand.clock(), time_zone=zone, workflows=workflows
        )
    assert caught.value.code == code


@pytest.mark.requirement("run-06")
def test_a_settle_pass_follows_fifteen_seconds_after_the_last_notice(stand: Stand) -> None:
    stand.run()
    stand.clock.advance(60)
    stand.customer("20")
    stand.notice("customer", "20")
    stand.real_time()
    stand.clock.advance(10)
    stand.notice("customer", "20")
    stand.real_time()
    assert Settle.objects.get().due_at == stand.clock() + timedelta(seconds=15)
    stand.customer("20", phone="set by a NetSuite workflow")
    Lane.objects.update(caught_up_at=stand.clock())

    stand.clock.advance(14)
    tick(stand.clock())
    assert kinds() == ["manual"]
    stand.clock.advance(1)
    tick(stand.clock())
    assert kinds() == ["manual", "real-time"]

    run = stand.real_time()
    assert stand.outcomes(run) == {"customers 20": "updated"}
    assert not Settle.objects.exists()


@pytest.mark.requirement("run-01")
@pytest.mark.requirement("kind-09")
def test_catch_up_comes_at_the_start_and_every_five_minutes(stand: Stand) -> None:
    assert catch_up_now(stand.clock()) == 1
    tick(stand.clock())
    assert kinds() == ["catch-up"]
    stand.run(queueing.CATCH_UP)
    count = Run.objects.count()
    tick(stand.clock() + timedelta(seconds=299))
    assert Run.objects.count() == count
    tick(stand.clock() + timedelta(seconds=300))
    assert Run.objects.filter(state=Run.State.QUEUED).count() == 1


@pytest.mark.requirement("run-01")
@pytest.mark.requirement("kind-09")
def test_catch_up_brings_what_no_notice_announced(stand: Stand) -> None:
    stand.run()
    stand.clock.advance(600)
    stand.customer("20")
    assert stand.outcomes(stand.run(queueing.CATCH_UP)) == {"customers 20": "created"}


@pytest.mark.requirement("flow-06")
def test_a_save_that_took_minutes_to_become_visible_is_caught_though_real_time_runs_moved_on(
    stand: Stand,
) -> None:
    stand.run()
    stand.clock.advance(60)
    stand.customer("20")
    key = ("customer", "20")
    stand.netsuite.visible_at[key] = stand.clock() + timedelta(minutes=5)
    for number in range(30, 34):
        stand.clock.advance(100)
        stand.customer(str(number))
        stand.notice("customer", str(number))
        assert stand.outcomes(stand.real_time()) == {f"customers {number}": "created"}

    assert stand.outcomes(stand.run(queueing.CATCH_UP)) == {"customers 20": "created"}


def test_requests_without_a_job_are_found_by_the_tick(stand: Stand) -> None:
    stand.notice("customer", "20")
    Lane.objects.create(connection=stand.connection, caught_up_at=stand.clock())
    tick(stand.clock())
    assert kinds() == ["real-time"]


def test_a_retry_that_is_due_is_asked_for_once(stand: Stand) -> None:
    workflow = stand.connection.workflows.get(key="customers")
    row = Attention.objects.create(
        workflow=workflow,
        internal_id="20",
        need=Attention.Need.RETRY,
        reason="x",
        due_at=stand.clock() + timedelta(seconds=30),
    )
    assert attention.queue_due(stand.clock()) == 0
    assert attention.queue_due(row.due_at) == 1
    assert attention.queue_due(row.due_at) == 0
    assert RunRequest.objects.get().internal_id == "20"


def test_a_person_retries_and_dismisses(stand: Stand) -> None:
    stand.customer("20", currency=Reference("9", "Gold"))
    stand.run()
    row = Attention.objects.get()
    attention.dismiss(Attention.objects.filter(pk=row.pk), by=stand.admin, now=stand.clock())
    row.refresh_from_db()
    assert row.dismissed_by == stand.admin

    attention.retry(Attention.objects.filter(pk=row.pk), by=stand.admin, now=stand.clock())
    run = stand.real_time()

    assert stand.outcomes(run) == {"customers 20": "failed"}
    row.refresh_from_db()
    assert (row.attempts, row.dismissed_at) == (2, None)


def test_waiting_times_grow_to_an_hour() -> None:
    waits = [attention.backoff(attempt).total_seconds() for attempt in (1, 2, 3, 8, 50)]
    assert waits == [30, 60, 120, 3600, 3600]
