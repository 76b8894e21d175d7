"""Workflow groups and schedules, as a document has them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from landbridge.service.configuration.document import SchedulePart
from landbridge.service.configuration.exporting import schedule_part
from landbridge.service.connections.models import Connection
from landbridge.service.projects.models import User
from landbridge.service.runs.models import Schedule, WorkflowGroup
from landbridge.service.runs.starts import groups, scheduling

Groups = Mapping[str, tuple[str, ...]]


def set_groups(connection: Connection, wanted: Groups) -> None:
    """Make the groups that are wanted; what is not wanted stays until :func:`drop_groups`. Raises ``RunRefused``."""
    there = {group.name: group for group in WorkflowGroup.objects.filter(connection=connection)}
    for name, workflows in wanted.items():
        if name not in there:
            groups.create_group(connection, name, workflows)
        elif tuple(there[name].workflows) != workflows:
            groups.set_group_workflows(there[name], workflows)


def drop_groups(connection: Connection, wanted: Groups) -> None:
    """Delete the other groups. Raises ``RunRefused`` for one that a schedule uses."""
    for group in WorkflowGroup.objects.filter(connection=connection).exclude(name__in=wanted):
        groups.delete_group(group)


def suspend(connection: Connection) -> set[int]:
    """Switch the active schedules off and return which they were."""
    on = Schedule.objects.select_for_update().filter(connection=connection, active=True)
    keys = set(on.values_list("pk", flat=True))
    Schedule.objects.filter(pk__in=keys).update(active=False)
    return keys


def resume(keys: Collection[int]) -> None:
    """Switch schedules on again, with the next start that they had."""
    Schedule.objects.filter(pk__in=keys).update(active=True)


def drop_schedules(
    connection: Connection, wanted: Sequence[SchedulePart], *, by: User | None, now: datetime
) -> set[int]:
    """Delete the schedules that are not wanted and switch off those that are to be off; return the latter.

    What stays keeps its history and its next start.
    """
    off = set()
    for schedule, part in _matched(connection, wanted):
        if part is None:
            schedule.delete()
        elif not part.active:
            off.add(schedule.pk)
            if schedule.active:
                scheduling.switch_schedule(schedule, on=False, by=by, now=now)
    return off


def add_schedules(
    connection: Connection, wanted: Sequence[SchedulePart], *, by: User | None, now: datetime
) -> None:
    """Add the schedules that are missing, and switch on those that are to be on. Raises ``RunRefused``."""
    missing = list(wanted)
    for schedule, part in _matched(connection, wanted):
        if part is None:
            continue
        missing.remove(part)
        if part.active and not schedule.active:
            scheduling.switch_schedule(schedule, on=True, by=by, now=now)
    for part in missing:
        made = scheduling.add_schedule(
            connection,
            part.weekday,
            part.hour,
            by=by,
            now=now,
            cron=part.cron,
            time_zone=part.time_zone,
            group=groups.group_named(connection, part.group) if part.group else None,
            workflows=part.workflows,
        )
        if not part.active:
            scheduling.switch_schedule(made, on=False, by=by, now=now)


def _matched(
    connection: Connection, wanted: Sequence[SchedulePart]
) -> Iterator[tuple[Schedule, SchedulePart | None]]:
    """Yield each schedule with the part that wants it, ``None`` where none does."""
    left = list(wanted)
    there = Schedule.objects.select_related("group", "connection").filter(connection=connection)
    for schedule in there.order_by("pk"):
        what = schedule_part(schedule).what
        part = next((one for one in left if one.what == what), None)
        if part is not None:
            left.remove(part)
        yield schedule, part
