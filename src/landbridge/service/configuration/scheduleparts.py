"""Workflow groups and schedules, as a document has them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
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


def drop_schedules(connection: Connection, wanted: Sequence[SchedulePart]) -> None:
    """Delete the schedules that are not wanted; the others keep their history and their next start."""
    left = Counter(map(_key, wanted))
    for schedule in Schedule.objects.select_related("group").filter(connection=connection).order_by("pk"):
        key = _key(schedule_part(schedule))
        if left[key]:
            left[key] -= 1
        else:
            schedule.delete()


def add_schedules(
    connection: Connection, wanted: Sequence[SchedulePart], *, by: User | None, now: datetime
) -> None:
    """Add the schedules that are missing. Raises ``RunRefused``."""
    there = Schedule.objects.select_related("group").filter(connection=connection)
    missing = Counter(map(_key, wanted)) - Counter(_key(schedule_part(one)) for one in there)
    for part in wanted:
        if not missing[_key(part)]:
            continue
        missing[_key(part)] -= 1
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


def _key(one: SchedulePart) -> tuple[object, ...]:
    return tuple(getattr(one, name) for name in one.__struct_fields__)
