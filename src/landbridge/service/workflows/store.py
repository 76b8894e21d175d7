"""Workflows as stored: the rows and options of each, loaded ready for use in two queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from landbridge.service.workflows.catalogue import CATALOGUE, POSITIONS, Declaration, Row, Source
from landbridge.service.workflows.models import MappingRow, Workflow


@dataclass(frozen=True, slots=True)
class Prepared:
    """A workflow with its declaration, its active mapping rows and every option's value."""

    workflow: Workflow
    declaration: Declaration
    rows: tuple[Row, ...]
    options: dict[str, bool]


def prepare(workflows: Iterable[Workflow]) -> list[Prepared]:
    """Return ``workflows`` ready for use, in order of dependency."""
    ordered = sorted(
        (workflow for workflow in workflows if workflow.key in CATALOGUE),
        key=lambda workflow: POSITIONS[workflow.key],
    )
    rows: dict[int, list[Row]] = defaultdict(list)
    if ordered:
        for stored in MappingRow.objects.filter(workflow__in=ordered, active=True).order_by("position"):
            rows[stored.workflow_id].append(_row(stored))
    return [
        Prepared(
            workflow,
            CATALOGUE[workflow.key],
            tuple(rows[workflow.pk]),
            CATALOGUE[workflow.key].option_values(workflow.options),
        )
        for workflow in ordered
    ]


def active_workflows(connection_id: int, keys: Collection[str] | None = None) -> list[Workflow]:
    """Return the active workflows of a connection in order of dependency; only those in ``keys`` when given."""
    found = Workflow.objects.select_related("changed_by").filter(connection_id=connection_id, active=True)
    if keys is not None:
        found = found.filter(key__in=keys)
    return sorted(
        (workflow for workflow in found if workflow.key in CATALOGUE),
        key=lambda workflow: POSITIONS[workflow.key],
    )


def _row(stored: MappingRow) -> Row:
    return Row(
        stored.target,
        Source(stored.source),
        stored.field,
        stored.value,
        required=stored.required,
        initial_only=stored.initial_only,
    )
