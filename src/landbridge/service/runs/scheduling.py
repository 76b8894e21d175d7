"""Schedules: a weekday and the hour in which the run may start (help: "Wednesday 1am-2am"), in the schedule's time zone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from landbridge.service.connections.models import Connection
from landbridge.service.projects.models import User
from landbridge.service.runs import queueing
from landbridge.service.runs.errors import RunRefused
from landbridge.service.runs.models import Schedule
from landbridge.service.runs.starting import start_run
from landbridge.service.runs.timetable import WINDOW, Timetable
from landbridge.service.workflows.catalogue import CATALOGUE


def timetable_of(schedule: Schedule) -> Timetable:
    """Return when the schedule starts."""
    if schedule.weekday is None or schedule.hour is None:
        return Timetable(schedule.cron, schedule.time_zone)
    return Timetable.weekly(schedule.weekday, schedule.hour, schedule.time_zone)


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
    timetable = Timetable.weekly(weekday, hour, time_zone)
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
        next_at=timetable.next_after(now),
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
        schedule.next_at = timetable_of(schedule).next_after(now)
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
