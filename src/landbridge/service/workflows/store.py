"""Workflows as stored: the rows and options of each, loaded ready for use in two queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from landbridge.service.workflows import catalogue
from landbridge.service.workflows.catalogue import (
    Declaration,
    Group,
    OptionValue,
    Row,
    Source,
)
from landbridge.service.workflows.models import MappingRow, Workflow
from landbridge.service.workflows.watching import DEFAULT, watched


@dataclass(frozen=True, slots=True)
class PreparedGroup:
    """A mapping group with its active rows, in order, and the filter that an administrator gave it (empty: none)."""

    group: Group
    rows: tuple[Row, ...]
    filter: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A workflow with its declaration, its groups in order, the main one first, and every option's value.

    ``monitored`` are the fields that are monitored, ``None`` where none are.
    """

    workflow: Workflow
    declaration: Declaration
    groups: tuple[PreparedGroup, ...]
    options: dict[str, OptionValue]
    monitored: tuple[str, ...] | None = None

    @property
    def main(self) -> PreparedGroup:
        """The main group."""
        return self.groups[0]

    @property
    def rows(self) -> tuple[Row, ...]:
        """The active rows of every group."""
        return tuple(row for group in self.groups for row in group.rows)

    @property
    def watched(self) -> tuple[str, ...]:
        """The fields that are monitored where nobody chose them."""
        readings = [(one.group, one.rows, one.filter) for one in self.groups]
        return watched(self.declaration, readings, self.options)


def prepare(workflows: Iterable[Workflow]) -> list[Prepared]:
    """Return ``workflows`` ready for use, in order of dependency, in one query."""
    ordered = sorted(
        (workflow for workflow in workflows if catalogue.find(workflow.key)),
        key=lambda workflow: catalogue.position(workflow.key),
    )
    rows: dict[int, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    if ordered:
        for stored in MappingRow.objects.filter(workflow__in=ordered, active=True).order_by("position"):
            rows[stored.workflow_id][stored.group].append(_row(stored))
    return [prepared_with(workflow, rows[workflow.pk], workflow.filters) for workflow in ordered]


def prepared_with(
    workflow: Workflow, rows: Mapping[str, Sequence[Row]], filters: Mapping[str, object]
) -> Prepared:
    """Return a workflow ready for use with these active rows and filters, by group, instead of what is stored."""
    declaration = catalogue.declaration(workflow.key)
    options = declaration.option_values(workflow.options)
    prepared = Prepared(
        workflow,
        declaration.marked_by(options),
        tuple(
            PreparedGroup(
                group,
                declaration.in_force(group, group.rows if group.fixed else rows.get(group.key, ()), options),
                str(filters.get(group.key, "")),
            )
            for group in declaration.groups
        ),
        options,
    )
    chosen = workflow.monitored
    if chosen is None:
        return prepared
    return replace(prepared, monitored=prepared.watched if chosen == DEFAULT else tuple(chosen))


def active_workflows(connection_id: int, keys: Collection[str] | None = None) -> list[Workflow]:
    """Return the active workflows of a connection in order of dependency; only those in ``keys`` when given."""
    found = Workflow.objects.select_related("changed_by").filter(connection_id=connection_id, active=True)
    if keys is not None:
        found = found.filter(key__in=keys)
    return sorted(
        (workflow for workflow in found if catalogue.find(workflow.key)),
        key=lambda workflow: catalogue.position(workflow.key),
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
