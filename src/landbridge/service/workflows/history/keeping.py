"""A version of the mapping with every change of rows, filters and options."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from landbridge.service.workflows import catalogue, content
from landbridge.service.workflows.history.changes import differences
from landbridge.service.workflows.models import MappingVersion, Workflow

if TYPE_CHECKING:
    from landbridge.service.projects.models import User


def keep(workflow: Workflow, *, by: User | None, origin: str = "") -> MappingVersion:
    """Keep what a workflow has now as its next version, unless it is as in the last one; return the version that says it.

    To be called last in the transaction that changed the workflow and holds its row. Two or three queries.
    """
    last = latest(workflow)
    now = state(workflow)
    changed = differences(last.content, now) if last else []
    if last and not changed:
        return last
    return MappingVersion.objects.create(
        workflow=workflow,
        number=last.number + 1 if last else 1,
        content=now,
        changes=[one.plain() for one in changed],
        origin=origin,
        by=by,
    )


def latest(workflow: Workflow) -> MappingVersion | None:
    """Return the last version, ``None`` where nothing was kept yet."""
    return workflow.versions.order_by("-number").first()


def state(workflow: Workflow) -> dict[str, Any]:
    """Return rows, filters and every option's value as data."""
    declaration = catalogue.declaration(workflow.key)
    found = content.in_order([group.key for group in declaration.groups], content.stored(workflow))
    return {**found.plain(), "options": declaration.option_values(workflow.options)}
