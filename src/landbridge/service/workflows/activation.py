"""Switching workflows on and off, real time included, and their options. Pages and commands call these functions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from landbridge.service.connections.models import Connection
from landbridge.service.workflows.catalogue import CATALOGUE, Declaration, OptionValue
from landbridge.service.workflows.errors import WorkflowRefused
from landbridge.service.workflows.golive import refuse_objected
from landbridge.service.workflows.models import MappingRow, Workflow
from landbridge.service.workflows.protection import refuse_protected
from landbridge.service.workflows.rows import default_rows, write_rows

if TYPE_CHECKING:
    from landbridge.service.projects.models import User


def workflows_of(connection: Connection) -> list[tuple[Declaration, Workflow | None]]:
    """Return every workflow of the catalogue in order, with its stored state where it was ever switched on."""
    stored = {workflow.key: workflow for workflow in Workflow.objects.filter(connection=connection)}
    return [(declaration, stored.get(key)) for key, declaration in CATALOGUE.items()]


@transaction.atomic
def activate(connection: Connection, key: str, *, by: User | None) -> Workflow:
    """Switch a workflow on; the first time its default mapping is written.

    Raises :class:`WorkflowRefused` for an unknown key or while a workflow that it depends on is off.
    """
    declaration = _declaration(key)
    active = _active_keys(connection)
    missing = [CATALOGUE[needed].label for needed in declaration.depends_on if needed not in active]
    if missing:
        raise WorkflowRefused(
            "depends_on", f"{declaration.label} needs {', '.join(missing)}. Activate that first."
        )
    workflow, made = Workflow.objects.select_for_update().get_or_create(connection=connection, key=key)
    if made:
        write_rows(workflow, default_rows(declaration))
    workflow.active = True
    workflow.changed_by = by
    workflow.save(update_fields=["active", "changed_by", "changed_at"])
    return workflow


@transaction.atomic
def deactivate(connection: Connection, key: str, *, by: User | None) -> Workflow:
    """Switch a workflow off.

    Refused while it is live for real time or an active schedule uses it (as in the original: stop that first), or while an active
    one depends on it.
    """
    declaration = _declaration(key)
    workflow = _stored(connection, key)
    if workflow.real_time:
        raise WorkflowRefused(
            "live", f"{declaration.label} is live for real time. Switch real time off for it first."
        )
    refuse_protected(connection.pk, key)
    children = [
        CATALOGUE[other].label
        for other in _active_keys(connection)
        if other in CATALOGUE and key in CATALOGUE[other].depends_on
    ]
    if children:
        raise WorkflowRefused(
            "needed", f"{', '.join(children)} needs {declaration.label}. Switch that off first."
        )
    workflow.active = False
    workflow.changed_by = by
    workflow.save(update_fields=["active", "changed_by", "changed_at"])
    return workflow


@transaction.atomic
def set_real_time(connection: Connection, key: str, live: bool, *, by: User | None) -> Workflow:
    """Make the record type of an active workflow live for real time, or stop it, which works from the next notice on.

    Raises :class:`WorkflowRefused` where it is off, and where NetSuite's side speaks against it (``golive.objections``).
    """
    declaration = _declaration(key)
    workflow = _stored(connection, key)
    if live and not workflow.active:
        raise WorkflowRefused("inactive", f"{declaration.label} is not active. Activate it first.")
    if live and not workflow.real_time:
        refuse_objected(connection.pk, key)
    if not live:
        workflow.real_time_since = None
    elif not workflow.real_time:
        workflow.real_time_since = timezone.now()
    workflow.real_time = live
    workflow.changed_by = by
    workflow.save(update_fields=["real_time", "real_time_since", "changed_by", "changed_at"])
    return workflow


@transaction.atomic
def set_options(
    connection: Connection, key: str, values: Mapping[str, OptionValue], *, by: User | None
) -> Workflow:
    """Set options. The next run reads everything again, since records that were left out may now belong.

    Refused while an active schedule uses the workflow.
    """
    declaration = _declaration(key)
    unknown = sorted(set(values) - {option.key for option in declaration.options})
    if unknown:
        raise WorkflowRefused("unknown_option", f"{declaration.label} has no option {', '.join(unknown)}.")
    workflow = _stored(connection, key)
    refuse_protected(connection.pk, key)
    workflow.options = {**workflow.options, **values}
    workflow.bookmark = workflow.swept = None
    workflow.rules += 1
    workflow.changed_by = by
    workflow.save()
    for option in declaration.options:
        if option.follows:
            MappingRow.objects.filter(workflow=workflow, target__in=option.follows).update(
                initial_only=not declaration.option_values(workflow.options)[option.key]
            )
    return workflow


def _declaration(key: str) -> Declaration:
    declaration = CATALOGUE.get(key)
    if declaration is None:
        raise WorkflowRefused(
            "unknown_workflow", f"There is no workflow {key!r}. There are: {', '.join(CATALOGUE)}."
        )
    return declaration


def _stored(connection: Connection, key: str) -> Workflow:
    workflow = Workflow.objects.select_for_update().filter(connection=connection, key=key).first()
    if workflow is None:
        raise WorkflowRefused("inactive", f"{CATALOGUE[key].label} was never activated. Activate it first.")
    return workflow


def _active_keys(connection: Connection) -> set[str]:
    return set(Workflow.objects.filter(connection=connection, active=True).values_list("key", flat=True))
