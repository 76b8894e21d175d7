"""Workflow groups: named sets of workflows for schedules, manual runs and commands (help article_159713066013)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Q

from landbridge.service.connections.models import Connection
from landbridge.service.runs.errors import RunRefused
from landbridge.service.runs.models import Schedule, WorkflowGroup
from landbridge.service.workflows import catalogue
from landbridge.service.workflows.models import Workflow

LONGEST_NAME = 80


@transaction.atomic
def create_group(connection: Connection, name: str, keys: Sequence[str]) -> WorkflowGroup:
    """Make a group. Raises :class:`RunRefused` for a name that is empty, too long or taken, and for unknown or no workflows."""
    return WorkflowGroup.objects.create(
        connection=connection, name=_free_name(connection, name), workflows=in_order(keys)
    )


@transaction.atomic
def rename_group(group: WorkflowGroup, name: str) -> None:
    """Give the group another name. Raises :class:`RunRefused` as :func:`create_group` does."""
    group.name = _free_name(group.connection, name, but=group)
    group.save(update_fields=["name"])


@transaction.atomic
def set_group_workflows(group: WorkflowGroup, keys: Sequence[str]) -> None:
    """Choose the group's workflows anew; what an active schedule starts must be active. Raises :class:`RunRefused`."""
    chosen = in_order(keys)
    hold_group(group)
    if Schedule.objects.filter(group=group, active=True).exists():
        hold_active(group.connection, chosen)
    group.workflows = chosen
    group.save(update_fields=["workflows"])


@transaction.atomic
def delete_group(group: WorkflowGroup) -> None:
    """Delete the group. Raises :class:`RunRefused` (`group_used`) while a schedule uses it."""
    hold_group(group)
    users = [str(schedule) for schedule in Schedule.objects.filter(group=group)]
    if users:
        raise RunRefused(
            "group_used", f"The group {group.name} is used by a schedule ({users[0]}). Remove that first."
        )
    group.delete()


def group_named(connection: Connection, name: str) -> WorkflowGroup:
    """Return the group called ``name``. Raises :class:`RunRefused` (`unknown_group`)."""
    groups = WorkflowGroup.objects.select_related("connection").filter(connection=connection)
    group = next((group for group in groups if group.name == name.strip()), None)
    if group is None:
        raise RunRefused("unknown_group", f"There is no workflow group {name!r}.")
    return group


def chosen_workflows(connection: Connection, keys: Sequence[str], group: str | None) -> Sequence[str] | None:
    """Return the workflows that a wish names, itself or by a group; ``None`` when it names none, which means all active ones.

    Raises :class:`RunRefused` for an unknown group, and for both at once.
    """
    if not group:
        return keys or None
    if keys:
        raise RunRefused("group_or_workflows", "Name a workflow group or workflows, not both.")
    return group_named(connection, group).workflows


def in_order(keys: Iterable[str]) -> list[str]:
    """Return the workflows in the order of a run, each once. Raises :class:`RunRefused` for an unknown one, and for none."""
    wanted = set(keys)
    unknown = sorted(key for key in wanted if catalogue.find(key) is None)
    if unknown:
        raise RunRefused("unknown_workflow", f"There is no workflow {unknown[0]!r}.")
    if not wanted:
        raise RunRefused("no_workflow", "Choose at least one workflow.")
    return catalogue.ordered(wanted)


def hold_group(group: WorkflowGroup) -> None:
    """Let nobody else change or use the group until the caller's transaction ends."""
    group.workflows = WorkflowGroup.objects.select_for_update().get(pk=group.pk).workflows


def hold_active(connection: Connection, keys: Sequence[str]) -> None:
    """Keep the workflows active until the caller's transaction ends. Raises :class:`RunRefused` (`inactive`) naming one that is not.

    Whoever switches one off waits, and then sees what the caller wrote.
    """
    held = Workflow.objects.select_for_update().filter(connection=connection, key__in=keys, active=True)
    missing = set(keys) - {workflow.key for workflow in held}
    for key in keys:
        if key in missing:
            raise RunRefused(
                "inactive", f"{catalogue.declaration(key).label} is not active. Activate it first."
            )


def protects(connection_id: int, key: str) -> str | None:
    """Return why the workflow has to stay as it is: an active schedule starts it by name or in a group (fact sheet 1.4)."""
    schedule = (
        Schedule.objects.select_related("group")
        .filter(Q(workflows__contains=[key]) | Q(group__workflows__contains=[key]))
        .filter(connection_id=connection_id, active=True)
        .first()
    )
    if schedule is None:
        return None
    group = f" of the group {schedule.group.name}" if schedule.group else ""
    return f"{catalogue.declaration(key).label} is used by a schedule{group} ({schedule}). Switch the schedule off or remove it first."


def _free_name(connection: Connection, name: str, but: WorkflowGroup | None = None) -> str:
    wanted = " ".join(name.split())
    if not wanted or len(wanted) > LONGEST_NAME or not wanted.isprintable():
        raise RunRefused("bad_name", f"The name of a group has 1 to {LONGEST_NAME} printable characters.")
    Connection.objects.select_for_update(no_key=True).get(pk=connection.pk)  # two of one name at once
    taken = WorkflowGroup.objects.filter(connection=connection, name__iexact=wanted)
    if any(other != but for other in taken):
        raise RunRefused("group_exists", f"There is a workflow group {wanted!r} already.")
    return wanted
