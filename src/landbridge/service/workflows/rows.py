"""The rows of a mapping: stored and replaced as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from landbridge.service.connections.models import Connection
from landbridge.service.projects.record_types import SPP_TYPES
from landbridge.service.workflows.catalogue import CATALOGUE, Declaration, Group, Row, Source
from landbridge.service.workflows.errors import WorkflowRefused
from landbridge.service.workflows.models import MappingRow, Workflow
from landbridge.service.workflows.protection import refuse_protected

if TYPE_CHECKING:
    from landbridge.service.projects.models import User


LONGEST_NAME = 80
_OF_A_FIELD = frozenset({Source.FIELD, Source.LOOKUP, Source.VALUES})

Switched = tuple[Row, bool]
"""A row and whether it is active."""


@transaction.atomic
def replace_rows(
    connection: Connection,
    key: str,
    rows: Mapping[str, Sequence[Switched]],
    *,
    filters: Mapping[str, str] | None = None,
    by: User | None,
) -> Workflow:
    """Give a workflow that was activated once other rows, by mapping group, in this order; groups that are not named keep theirs.

    ``filters`` by group, where they change too. The next run reads everything again. Raises :class:`WorkflowRefused` for rows that cannot
    work (:func:`problems`), and while an active schedule uses the workflow.
    """
    found = problems(CATALOGUE[key], rows)
    if found:
        raise WorkflowRefused("bad_mapping", " ".join(found))
    workflow = Workflow.objects.select_for_update().get(connection=connection, key=key)
    refuse_protected(connection.pk, key)
    MappingRow.objects.filter(workflow=workflow, group__in=rows).delete()
    write_rows(workflow, rows)
    workflow.filters = {**workflow.filters, **(filters or {})}
    workflow.bookmark = workflow.swept = None
    workflow.rules += 1
    workflow.changed_by = by
    workflow.save(update_fields=["filters", "bookmark", "swept", "rules", "changed_by", "changed_at"])
    return workflow


def default_rows(declaration: Declaration) -> dict[str, list[Switched]]:
    """Return the default rows of the groups that an administrator may change, all of them active."""
    return {group.key: [(row, True) for row in group.rows] for group in declaration.groups if not group.fixed}


def write_rows(workflow: Workflow, rows: Mapping[str, Iterable[Switched]]) -> None:
    """Store rows of groups that have none, each with whether it is active, in this order."""
    MappingRow.objects.bulk_create(
        MappingRow(
            workflow=workflow,
            group=group,
            position=position,
            active=active,
            source=row.source.value,
            field=row.field,
            value=row.value,
            target=row.target,
            initial_only=row.initial_only,
            required=row.required,
        )
        for group, of_group in rows.items()
        for position, (row, active) in enumerate(of_group)
    )


def problems(declaration: Declaration, rows: Mapping[str, Sequence[Switched]]) -> list[str]:
    """Return in words what keeps the rows, by group, from working, nothing where they can.

    A field of the SuiteProjects Pro record is set by one row of its group at most, those that the default mapping demands by one that is
    active.
    """
    changeable = {group.key: group for group in declaration.groups if not group.fixed}
    found = [
        f"{declaration.label} has no mapping group {key!r} to change."
        for key in rows
        if key not in changeable
    ]
    for key, of_group in rows.items():
        if key in changeable:
            found += _of_group(changeable[key], of_group)
    return found


def _of_group(group: Group, rows: Sequence[Switched]) -> list[str]:
    found = [problem for row, _ in rows for problem in _of_row(group, row)]
    for target, count in Counter(row.target for row, _ in rows).items():
        if count > 1:
            found.append(f"{target} is set by {count} rows.")
    active = {row.target for row, on in rows if on}
    found += [
        f"{row.target} must be set by an active row."
        for row in group.rows
        if row.required and row.target not in active
    ]
    return found


def _of_row(group: Group, row: Row) -> list[str]:
    if max(len(row.target), len(row.field)) > LONGEST_NAME:
        return [f"{row.target[:40]} and its field have names of {LONGEST_NAME} characters at most."]
    if SPP_TYPES[group.spp_type].field(row.target) is None and not row.target.endswith("__c"):
        return [f"{group.label} has no field {row.target!r} in SuiteProjects Pro."]
    if row.source in _OF_A_FIELD and not row.field:
        return [f"{row.target} names no NetSuite field."]
    if row.source is Source.LOOKUP and isinstance(row.value, str) and row.value not in CATALOGUE:
        return [f"{row.target} follows the link of {row.value!r}, which is no workflow."]
    if row.source is Source.VALUES and not isinstance(row.value, dict):
        return [f"{row.target} has no list of values."]
    return []
