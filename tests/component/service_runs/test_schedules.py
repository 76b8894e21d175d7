"""Schedules by weekday and by cron expression: when they start, and what becomes of starts that nobody made."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from landbridge.service.projects.models import User
from landbridge.service.projects.roles import Role
from landbridge.service.runs.errors import RunRefused
from landbridge.service.runs.models import Run, Schedule
from landbridge.service.runs.starts.scheduling import (
    NOBODY_THERE,
    add_schedule,
    next_starts,
    start_due,
    switch_schedule,
)
from landbridge.service.workflows.models import Workflow

from .conftest import Stand


def scheduled(stand: Stand, **how: Any) -> Schedule:
    return add_schedule(stand.connection, by=stand.admin, now=stand.clock(), **how)


@pytest.mark.requirement("kind-03")
def test_a_cron_expression_starts_a_scheduled_run(stand: Stand) -> None:
    schedule = scheduled(
        stand, cron=" 30  5 * * mon-fri ", time_zone="Europe/Vienna", workflows=["customers"]
    )
    assert (schedule.cron, schedule.weekday, schedule.hour) == ("30 5 * * mon-fri", None, None)
    assert schedule.next_at == datetime(2026, 3, 3, 4, 30, tzinfo=UTC)

    assert start_due(schedule.next_at - timedelta(seconds=1)) == 0
    assert start_due(schedule.next_at) == 1
    assert start_due(schedule.next_at + timedelta(seconds=1)) == 0

    run = Run.objects.get()
    assert (run.kind, run.workflows, run.owner) == ("scheduled", ["customers"], stand.admin)
    schedule.refresh_from_db()
    assert schedule.next_at == datetime(2026, 3, 4, 4, 30, tzinfo=UTC)


@pytest.mark.requirement("kind-03")
def test_a_schedule_is_one_or_the_other_and_a_wrong_one_stores_nothing(stand: Stand) -> None:
    for how, words in (
        ({"cron": "61 * * * *"}, "minute"),
        ({"cron": "0 5 * *"}, "five parts"),
        ({"weekday": 1}, "a weekday and an hour, or a cron expression"),
        ({"weekday": 1, "hour": 1, "cron": "0 5 * * *"}, "a weekday and an hour, or a cron expression"),
        ({}, "a weekday and an hour, or a cron expression"),
        ({"weekday": 7, "hour": 1}, "weekday is 0"),
        ({"cron": "0 5 * * *", "time_zone": "Moon/Base"}, "no time zone"),
        ({"cron": "0 5 * * *", "workflows": ["poems"]}, "no workflow 'poems'"),
    ):
        with pytest.raises(RunRefused, match=words):
            scheduled(stand, **how)
    assert not Schedule.objects.exists()


@pytest.mark.requirement("kind-04")
def test_the_next_five_starts_are_right_over_both_changes_of_the_clocks(stand: Stand) -> None:
    stand.clock.at = datetime(2026, 3, 27, 12, tzinfo=UTC)
    spring = scheduled(stand, cron="30 2 * * *", time_zone="Europe/Vienna")
    assert [f"{start:%d %H:%M}" for start in next_starts(spring)] == [
        "28 01:30",
        "29 01:00",
        "30 00:30",
        "31 00:30",
        "01 00:30",
    ]
    stand.clock.at = datetime(2026, 10, 24, 12, tzinfo=UTC)
    autumn = scheduled(stand, weekday=6, hour=2, time_zone="Europe/Vienna")
    assert [f"{start:%m-%d %H:%M}" for start in next_starts(autumn)] == [
        "10-25 00:00",
        "11-01 01:00",
        "11-08 01:00",
        "11-15 01:00",
        "11-22 01:00",
    ]
    switch_schedule(autumn, on=False, by=None, now=stand.clock())
    assert next_starts(autumn) == []


@pytest.mark.requirement("kind-04")
def test_the_doubled_hour_starts_one_run_though_somebody_looks_in_both(stand: Stand) -> None:
    stand.clock.at = datetime(2026, 10, 24, 12, tzinfo=UTC)
    scheduled(stand, cron="30 2 * * *", time_zone="Europe/Vienna")
    begin = datetime(2026, 10, 25, 0, 0, tzinfo=UTC)
    started = [minute for minute in range(0, 180, 5) if start_due(begin + timedelta(minutes=minute))]
    assert started == [30]


@pytest.mark.requirement("kind-05")
def test_a_start_whose_window_is_still_open_is_made_once(stand: Stand) -> None:
    schedule = scheduled(stand, weekday=2, hour=1)
    assert start_due(schedule.next_at + timedelta(minutes=59)) == 1
    assert start_due(schedule.next_at + timedelta(minutes=59, seconds=1)) == 0
    schedule.refresh_from_db()
    assert (schedule.last_missed_at, schedule.missed_because) == (None, "")


@pytest.mark.requirement("kind-05")
def test_a_day_without_anybody_makes_one_run_and_one_note(stand: Stand) -> None:
    schedule = scheduled(stand, cron="*/10 * * * *")
    first = schedule.next_at
    back = datetime(2026, 3, 3, 12, 5, tzinfo=UTC)

    assert start_due(back) == 1
    assert sum(start_due(back + timedelta(seconds=second)) for second in range(240)) == 0

    assert Run.objects.count() == 1
    schedule.refresh_from_db()
    assert (schedule.last_started_at, schedule.last_missed_at) == (back, first)
    assert schedule.missed_because == NOBODY_THERE
    assert schedule.next_at == datetime(2026, 3, 3, 12, 10, tzinfo=UTC)


@pytest.mark.requirement("kind-05")
def test_a_window_that_has_closed_is_noted_and_starts_nothing(stand: Stand) -> None:
    schedule = scheduled(stand, cron="0 1 * * *")
    due = schedule.next_at
    assert start_due(due + timedelta(hours=1)) == 0
    assert not Run.objects.exists()
    schedule.refresh_from_db()
    assert (schedule.last_missed_at, schedule.last_started_at) == (due, None)
    assert schedule.next_at == due + timedelta(days=1)


@pytest.mark.requirement("kind-05")
def test_an_inactive_connection_misses_and_a_schedule_that_was_off_makes_up_for_nothing(stand: Stand) -> None:
    schedule = scheduled(stand, cron="0 * * * *")
    stand.connection.active = False
    stand.connection.save()
    later = schedule.next_at + timedelta(hours=5, minutes=30)
    assert start_due(later) == 0
    stand.connection.active = True
    stand.connection.save()
    assert start_due(later) == 1

    switch_schedule(Schedule.objects.get(), on=False, by=None, now=later)
    long_after = later + timedelta(days=2)
    assert start_due(long_after) == 0
    switch_schedule(Schedule.objects.get(), on=True, by=None, now=long_after)
    assert start_due(long_after) == 0
    assert Schedule.objects.get().next_at > long_after
    assert Run.objects.count() == 1


@pytest.mark.requirement("kind-05")
def test_a_start_that_was_refused_says_why(stand: Stand) -> None:
    schedule = scheduled(stand, cron="0 1 * * *")
    Workflow.objects.update(active=False, real_time=False)
    assert start_due(schedule.next_at) == 0
    missed = Schedule.objects.get()
    assert (missed.last_missed_at, missed.missed_because) == (
        schedule.next_at,
        "No workflow is active. Activate one first.",
    )


def test_whoever_switches_a_schedule_on_owns_its_runs(stand: Stand) -> None:
    boss = User.objects.create_user("boss@example.com", "Berta", Role.ADMINISTRATOR, None)
    schedule = scheduled(stand, cron="0 1 * * *")
    switch_schedule(schedule, on=False, by=boss, now=stand.clock())
    switch_schedule(schedule, on=True, by=boss, now=stand.clock())
    start_due(schedule.next_at)
    assert Run.objects.get().owner == boss
