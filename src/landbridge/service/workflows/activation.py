"""Switching workflows on and off, real time included, and their options. Pages and commands call these functions."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from landbridge.service.connections.models import Connection
from landbridge.service.workflows import administration, catalogue
from landbridge.service.workflows.adding import active_keys, add, added, excluding, known, refuse_needed
from landbridge.service.workflows.catalogue import Declaration, OptionValue
from landbridge.service.workflows.catalogue.custom import CUSTOM_PREFIX
from landbridge.service.workflows.errors import WorkflowRefused
from landbridge.service.workflows.golive import refuse_objected
from landbridge.service.workflows.history.keeping import keep
from landbridge.service.workflows.models import Administration, MappingRow, Workflow
from landbridge.service.workflows.protection import refuse_protected

if TYPE_CHECKING:
    from landbridge.service.projects.models import User


@transaction.atomic
def activate(connection: Connection, key: str, *, by: User | None) -> Workflow:
    """Switch a workflow on; one that was not added yet is added with its default mapping.

    Raises :class:`WorkflowRefused` for a workflow that is unknown (`unknown_workflow`) or not allowed (`not_allowed`), while one that it
    depends on is off (`depends_on`) or one that it excludes is on (`excludes`), and beyond the limit of custom workflows (`custom_limit`).
    """
    page = administration.hold(connection)
    declaration = known(connection, key)
    active = active_keys(connection)
    _refuse_without_needed(declaration, active)
    _refuse_excluded(connection, declaration)
    workflow = add(connection, key, by=by)
    if key.startswith(CUSTOM_PREFIX) and not workflow.active:
        _refuse_beyond_limit(page)
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
    administration.hold(connection)
    workflow = added(connection, key)
    refuse_protected(connection.pk, key)
    refuse_needed(connection, key)
    workflow.active = False
    workflow.changed_by = by
    workflow.save(update_fields=["active", "changed_by", "changed_at"])
    return workflow


@transaction.atomic
def set_real_time(connection: Connection, key: str, live: bool, *, by: User | None) -> Workflow:
    """Make the record type of an active workflow live for real time, or stop it, which works from the next notice on.

    Raises :class:`WorkflowRefused` where it is off, where the trigger sends no notices of its records (`not_real_time`), and where
    NetSuite's side speaks against it (``golive.objections``).
    """
    declaration = known(connection, key)
    workflow = added(connection, key)
    if live and not declaration.real_time:
        raise WorkflowRefused(
            "not_real_time",
            f"{declaration.label} cannot be live: the trigger in NetSuite sends no notices of its records. It is imported by schedule and by hand.",
        )
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

    Raises :class:`WorkflowRefused` for an option that there is not (`unknown_option`) and a value of another kind, or none of the choices
    (`bad_option`). Refused while the workflow is live or an active schedule uses it.
    """
    declaration = known(connection, key)
    unknown = sorted(set(values) - {option.key for option in declaration.options})
    if unknown:
        raise WorkflowRefused("unknown_option", f"{declaration.label} has no option {', '.join(unknown)}.")
    wrong = [
        problem
        for option in declaration.options
        if option.key in values and (problem := option.problem(values[option.key]))
    ]
    if wrong:
        raise WorkflowRefused("bad_option", f"{declaration.label}: {'; '.join(wrong)}.")
    workflow = added(connection, key)
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
    keep(workflow, by=by)
    return workflow


def _refuse_without_needed(declaration: Declaration, active: Collection[str]) -> None:
    missing = catalogue.missing(declaration, active)
    if missing:
        raise WorkflowRefused(
            "depends_on", f"{declaration.label} needs {', '.join(missing)}. Activate that first."
        )


def _refuse_excluded(connection: Connection, declaration: Declaration) -> None:
    barring = excluding(connection, declaration)
    if barring:
        raise WorkflowRefused(
            "excludes",
            f"{declaration.label} and {', '.join(barring)} exclude each other. Switch the latter off first.",
        )


def _refuse_beyond_limit(page: Administration) -> None:
    limit = page.custom_limit
    if administration.active_custom(page.connection_id) >= limit:
        raise WorkflowRefused(
            "custom_limit",
            f"{limit} custom workflows may be active at once. Switch one off, or raise the number on the page Administration.",
        )
