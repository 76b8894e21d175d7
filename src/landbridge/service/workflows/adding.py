"""The second switch: what stands on the page Workflows. Added with its default mapping, and deleted again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db import transaction

from landbridge.service.connections.models import Connection
from landbridge.service.workflows import administration, catalogue
from landbridge.service.workflows.catalogue import Declaration
from landbridge.service.workflows.errors import WorkflowRefused
from landbridge.service.workflows.history.keeping import keep
from landbridge.service.workflows.models import MappingRow, Workflow
from landbridge.service.workflows.protection import refuse_protected
from landbridge.service.workflows.rows import default_rows, write_rows

if TYPE_CHECKING:
    from landbridge.service.projects.models import User

Forget = Callable[[Workflow], None]
"""Removes what is only of use while the workflow stands on the page."""

_forgetting: list[Forget] = []


def workflows_of(connection: Connection) -> list[tuple[Declaration, Workflow | None]]:
    """Return every workflow that a connection can have, in order, with its stored state where it was added, in two queries."""
    stored = {one.key: one for one in Workflow.objects.filter(connection=connection, added=True)}
    return [(kind, stored.get(kind.key)) for kind in catalogue.declarations(connection.pk)]


@transaction.atomic
def add(connection: Connection, key: str, *, by: User | None) -> Workflow:
    """Put a workflow on the page, inactive, with its default mapping; one that stands there already is left as it is.

    Raises :class:`WorkflowRefused` for one that is unknown (`unknown_workflow`) or not allowed (`not_allowed`).
    """
    administration.hold(connection)
    declaration = known(connection, key)
    workflow, made = Workflow.objects.select_for_update().get_or_create(connection=connection, key=key)
    if workflow.added and not made:
        return workflow
    administration.refuse_not_allowed(connection, key)
    workflow.added = True
    workflow.changed_by = by
    workflow.save(update_fields=["added", "changed_by", "changed_at"])
    write_rows(workflow, default_rows(declaration))
    keep(workflow, by=by, origin="the default mapping")
    return workflow


@transaction.atomic
def delete(connection: Connection, key: str, *, by: User | None) -> Workflow:
    """Take a workflow off the page, with its mapping, options and bookmark. Its log stays, and so does what was imported with its links.

    Raises :class:`WorkflowRefused` while it is live, in an active schedule, or another one that is active depends on it.
    """
    administration.hold(connection)
    workflow = added(connection, key)
    refuse_protected(connection.pk, key)
    refuse_needed(connection, key)
    MappingRow.objects.filter(workflow=workflow).delete()
    workflow.drafts.all().delete()
    workflow.added = workflow.active = False
    workflow.stopped_because = ""
    workflow.options, workflow.filters, workflow.monitored = {}, {}, None
    workflow.bookmark = workflow.swept = None
    workflow.rules += 1
    workflow.changed_by = by
    workflow.save()
    for forget in _forgetting:
        forget(workflow)
    return workflow


def on_delete(forget: Forget) -> None:
    """Call ``forget`` in the transaction that deletes a workflow. Apps above this one say so when Django makes them ready."""
    if forget not in _forgetting:
        _forgetting.append(forget)


def known(connection: Connection, key: str) -> Declaration:
    """Return the workflow ``key`` of a connection. Raises :class:`WorkflowRefused` (`unknown_workflow`)."""
    found = {kind.key: kind for kind in catalogue.declarations(connection.pk)}
    if key not in found:
        raise WorkflowRefused(
            "unknown_workflow", f"There is no workflow {key!r}. There are: {', '.join(found)}."
        )
    return found[key]


def added(connection: Connection, key: str) -> Workflow:
    """Return a workflow that stands on the page, locked. Raises :class:`WorkflowRefused` (`unknown_workflow`, `inactive`)."""
    declaration = known(connection, key)
    workflow = Workflow.objects.select_for_update().filter(connection=connection, key=key, added=True).first()
    if workflow is None:
        raise WorkflowRefused("inactive", f"{declaration.label} was never activated. Activate it first.")
    return workflow


def active_keys(connection: Connection) -> set[str]:
    """Return the active workflows of a connection."""
    return set(Workflow.objects.filter(connection=connection, active=True).values_list("key", flat=True))


def excluding(connection: Connection, declaration: Declaration) -> list[str]:
    """Return the labels of the active workflows that a workflow excludes, or that exclude it."""
    others = [catalogue.declaration(key) for key in catalogue.ordered(active_keys(connection))]
    return [
        other.label
        for other in others
        if other.key in declaration.excludes or declaration.key in other.excludes
    ]


def refuse_needed(connection: Connection, key: str) -> None:
    """Raise :class:`WorkflowRefused` (`needed`) while an active workflow depends on this one."""
    active = [catalogue.declaration(other) for other in catalogue.ordered(active_keys(connection))]
    children = [other.label for other in active if key in other.depends_on]
    if children:
        raise WorkflowRefused(
            "needed",
            f"{', '.join(children)} {'needs' if len(children) == 1 else 'need'} {catalogue.label(key)}. Switch that off first.",
        )
