"""The rows of a mapping: stored and replaced as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from landbridge.service.connections.models import Connection
from landbridge.service.workflows.catalogue import CATALOGUE, Declaration, Row, Source
from landbridge.service.workflows.errors import WorkflowRefused
from landbridge.service.workflows.models import MappingRow, Workflow
from landbridge.service.workflows.protection import refuse_protected

if TYPE_CHECKING:
    from landbridge.service.projects.models import User


LONGEST_NAME = 80


@transaction.atomic
def replace_rows(
    connection: Connection, key: str, rows: Sequence[tuple[Row, bool]], *, by: User | None
) -> Workflow:
    """Give a workflow that was activated once other rows, each with whether it is active, in this order.

    The next run reads everything again. Raises :class:`WorkflowRefused` for rows that cannot work (:func:`problems`), and while an
    active schedule uses the workflow.
    """
    found = problems(CATALOGUE[key], rows)
    if found:
        raise WorkflowRefused("bad_mapping", " ".join(found))
    workflow = Workflow.objects.select_for_update().get(connection=connection, key=key)
    refuse_protected(connection.pk, key)
    MappingRow.objects.filter(workflow=workflow).delete()
    write_rows(workflow, rows)
    workflow.bookmark = workflow.swept = None
    workflow.rules += 1
    workflow.changed_by = by
    workflow.save(update_fields=["bookmark", "swept", "rules", "changed_by", "changed_at"])
    return workflow


def write_rows(workflow: Workflow, rows: Iterable[tuple[Row, bool]]) -> None:
    """Store rows of a workflow that has none, each with whether it is active, in this order."""
    MappingRow.objects.bulk_create(
        MappingRow(
            workflow=workflow,
            position=position,
            active=active,
            source=row.source.value,
            field=row.field,
            value=row.value,
            target=row.target,
            initial_only=row.initial_only,
            required=row.required,
        )
        for position, (row, active) in enumerate(rows)
    )


def problems(declaration: Declaration, rows: Sequence[tuple[Row, bool]]) -> list[str]:
    """Return in words what keeps the rows from working, nothing where they can.

    A field of the SuiteProjects Pro record is set by one row at most, those that the default mapping demands by one that is active.
    """
    found = [problem for row, _ in rows for problem in _of_row(declaration, row)]
    for target, count in Counter(row.target for row, _ in rows).items():
        if count > 1:
            found.append(f"{target} is set by {count} rows.")
    active = {row.target for row, on in rows if on}
    found += [
        f"{row.target} must be set by an active row."
        for row in declaration.rows
        if row.required and row.target not in active
    ]
    return found


def _of_row(declaration: Declaration, row: Row) -> list[str]:
    known = {target.name for target in declaration.targets}
    if max(len(row.target), len(row.field)) > LONGEST_NAME:
        return [f"{row.target[:40]} and its field have names of {LONGEST_NAME} characters at most."]
    if row.target not in known and not row.target.endswith("__c"):
        return [f"{declaration.label} has no field {row.target!r} in SuiteProjects Pro."]
    if row.source is not Source.CONSTANT and not row.field:
        return [f"{row.target} names no NetSuite field."]
    if row.source is Source.LOOKUP and row.value not in CATALOGUE:
        return [f"{row.target} follows the link of {row.value!r}, which is no workflow."]
    if row.source is Source.VALUES and not isinstance(row.value, dict):
        return [f"{row.target} has no list of values."]
    return []
