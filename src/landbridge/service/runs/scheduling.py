"""Schedules: a weekday and the hour in which the run may start (help: "Wednesday 1am-2am"), in the schedule's time zone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cronsim import CronSim
from django.db import transaction

from landbridge.service.connections.models import Connection
from landbridge.service.projects.models import User
from landbridge.service.runs import queueing
from landbridge.service.runs.errors import RunRefused
from landbridge.service.runs.models import Schedule
from landbridge.service.runs.starting import start_run
from landbridge.service.workflows.catalogue import CATALOGUE

WINDOW = timedelta(hours=1)


def next_start(weekday: int, hour: int, time_zone: str, after: datetime) -> datetime:
    """Return the first start after ``after``, in UTC. ``weekday`` 0 is Monday.

    When the clocks go back the hour happens twice and starts once; when they go forward over it, it starts right after.
    """
    local = after.astimezone(ZoneInfo(time_zone))
    found: datetime = next(CronSim(f"0 {hour} * * {(weekday + 1) % 7}", local))
    return found.astimezone(UTC)


def add_schedule(
    connection: Connection,
    weekday: int,
    hour: int,
    *,
    by: User | None,
    now: datetime,
    time_zone: str = "UTC",
    workflows: Sequence[str] = (),
) -> Schedule:
    """Set a schedule for ``workflows`` (none: all that are active then).

    Raises :class:`RunRefused` for a weekday, hour, time zone or workflow that does not exist.
    """
    if not (0 <= weekday <= 6 and 0 <= hour <= 23):
        raise RunRefused("bad_time", "The weekday is 0 (Monday) to 6 (Sunday), the hour 0 to 23.")
    try:
        ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise RunRefused("bad_time_zone", f"There is no time zone {time_zone!r}.") from error
    unknown = [key for key in workflows if key not in CATALOGUE]
    if unknown:
        raise RunRefused("unknown_workflow", f"There is no workflow {unknown[0]!r}.")
    return Schedule.objects.create(
        connection=connection,
        weekday=weekday,
        hour=hour,
        time_zone=time_zone,
        workflows=list(workflows),
        set_by=by,
        next_at=next_start(weekday, hour, time_zone, now),
    )


@transaction.atomic
def start_due(now: datetime) -> int:
    """Start every schedule that is due; return how many. One whose hour has passed while nobody was here is missed."""
    due = Schedule.objects.select_for_update(skip_locked=True, of=("self",)).select_related(
        "connection", "set_by"
    )
    started = 0
    for schedule in due.filter(active=True, next_at__lte=now, connection__active=True):
        if now < schedule.next_at + WINDOW and _start(schedule, now):
            schedule.last_started_at = now
            started += 1
        else:
            schedule.last_missed_at = schedule.next_at
        schedule.next_at = next_start(schedule.weekday, schedule.hour, schedule.time_zone, now)
        schedule.save(update_fields=["last_started_at", "last_missed_at", "next_at"])
    return started


def _start(schedule: Schedule, now: datetime) -> bool:
    try:
        start_run(
            schedule.connection,
            queueing.SCHEDULED,
            schedule.workflows or None,
            by=schedule.set_by,
            now=now,
            reason=f"Schedule: {schedule}",
        )
    except RunRefused:
        return False
    return True
