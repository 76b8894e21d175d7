"""Schedules: adding, switching, and starting those that are due.

A schedule is a weekday and the hour in which the run may start, as in the native connector, or a cron expression.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import structlog
from django.db import transaction

from landbridge.service.connections.models import Connection
from landbridge.service.projects.models import User
from landbridge.service.runs import queueing
from landbridge.service.runs.errors import RunRefused
from landbridge.service.runs.models import Schedule, WorkflowGroup
from landbridge.service.runs.starts.groups import hold_active, hold_group, in_order
from landbridge.service.runs.starts.preparing import prepare
from landbridge.service.runs.starts.starting import start_run
from landbridge.service.runs.starts.timetable import Timetable

NOBODY_THERE = "No worker was there, or the connection was not active."

_log = structlog.get_logger(__name__)


def timetable_of(schedule: Schedule) -> Timetable:
    """Return when the schedule starts."""
    if schedule.weekday is None or schedule.hour is None:
        return Timetable(schedule.cron, schedule.time_zone)
    return Timetable.weekly(schedule.weekday, schedule.hour, schedule.time_zone)


def next_starts(schedule: Schedule, count: int = 5) -> list[datetime]:
    """Return the next starts of a schedule, in UTC; none while it is off."""
    if not schedule.active:
        return []
    return [schedule.next_at, *timetable_of(schedule).coming(schedule.next_at, count - 1)]


@transaction.atomic
def add_schedule(
    connection: Connection,
    weekday: int | None = None,
    hour: int | None = None,
    *,
    by: User | None,
    now: datetime,
    cron: str = "",
    time_zone: str = "UTC",
    group: WorkflowGroup | None = None,
    workflows: Sequence[str] = (),
) -> Schedule:
    """Set a schedule, by weekday and hour or by cron expression, for a group, for ``workflows``, or for all that are active then.

    Raises :class:`RunRefused` for a weekday, hour, expression, time zone or workflow that does not exist, for one that is not
    active, and for a group and workflows at once.
    """
    timetable = _timetable(weekday, hour, cron, time_zone, now)
    if group is not None and workflows:
        raise RunRefused("group_or_workflows", "Name a workflow group or workflows, not both.")
    made = Schedule(
        connection=connection,
        weekday=weekday,
        hour=hour,
        cron=timetable.cron if cron else "",
        time_zone=time_zone,
        group=group,
        workflows=in_order(workflows) if workflows else [],
        set_by=by,
        next_at=timetable.next_after(now),
    )
    _hold_workflows(made)
    made.save()
    return made


@transaction.atomic
def switch_schedule(schedule: Schedule, on: bool, *, by: User | None, now: datetime) -> None:
    """Switch a schedule on or off. One that is switched on is of who did it, and makes up for no start of before.

    Raises :class:`RunRefused` (`inactive`) when a workflow that it starts is not active.
    """
    if on:
        _hold_workflows(schedule)
        schedule.next_at = timetable_of(schedule).next_after(now)
        schedule.set_by = by or schedule.set_by
    schedule.active = on
    schedule.save(update_fields=["active", "next_at", "set_by"])


@transaction.atomic
def start_due(now: datetime) -> int:
    """Start every schedule that is due and return how many.

    Starts that passed while nobody was there are handled once: the latest that is still open is made, the others are noted as
    missed.
    """
    due = Schedule.objects.select_for_update(skip_locked=True, of=("self",)).select_related(
        "connection", "set_by", "group"
    )
    return sum(
        _start_due(schedule, now)
        for schedule in due.filter(active=True, next_at__lte=now, connection__active=True)
    )


def _start_due(schedule: Schedule, now: datetime) -> bool:
    timetable = timetable_of(schedule)
    opened = timetable.latest_open(schedule.next_at, now)
    if opened != schedule.next_at:
        _note_missed(schedule, schedule.next_at, NOBODY_THERE)
    problem = _start(schedule, now) if opened else None
    if opened and problem:
        _note_missed(schedule, opened, problem)
    elif opened:
        schedule.last_started_at = now
    schedule.next_at = timetable.next_after(now)
    schedule.save(update_fields=["last_started_at", "last_missed_at", "missed_because", "next_at"])
    return bool(opened and not problem)


def _note_missed(schedule: Schedule, start: datetime, because: str) -> None:
    schedule.last_missed_at, schedule.missed_because = start, because
    _log.warning("schedule_missed", schedule=schedule.pk, start=start.isoformat(), because=because)


def _start(schedule: Schedule, now: datetime) -> str | None:
    """Start the schedule's run; return why it was refused, ``None`` when it was not."""
    group = f", group {schedule.group.name}" if schedule.group else ""
    try:
        run = start_run(
            schedule.connection,
            queueing.SCHEDULED,
            (schedule.group.workflows if schedule.group else schedule.workflows) or None,
            by=schedule.set_by,
            now=now,
            reason=f"Schedule: {schedule}{group}",
        )
    except RunRefused as refused:
        return refused.message
    prepare(run, now)
    return None


def _timetable(weekday: int | None, hour: int | None, cron: str, time_zone: str, now: datetime) -> Timetable:
    if cron and weekday is None and hour is None:
        return Timetable.of_cron(cron, time_zone, now)
    if not cron and weekday is not None and hour is not None:
        return Timetable.weekly(weekday, hour, time_zone)
    raise RunRefused("bad_time", "Give a weekday and an hour, or a cron expression.")


def _hold_workflows(schedule: Schedule) -> None:
    """Keep the workflows of the schedule active until it is stored; from then on it protects them."""
    if schedule.group is not None:
        hold_group(schedule.group)
    hold_active(schedule.connection, schedule.group.workflows if schedule.group else schedule.workflows)
