"""Which fields of a workflow hold sensitive values: those named so, and what a mapping row fills from them or writes them from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Protocol

from landbridge.service.projects.sensitivity import is_sensitive
from landbridge.service.workflows import catalogue
from landbridge.service.workflows.asking import fields_of, spp_fields_of
from landbridge.service.workflows.catalogue import Declaration, Row
from landbridge.service.workflows.models import OnceMapped, Workflow


class Pair(Protocol):
    """A mapping row, stored or declared: the NetSuite field and the SuiteProjects Pro field."""

    @property
    def field(self) -> str:
        """The NetSuite field, empty for a constant."""
        ...

    @property
    def target(self) -> str:
        """The SuiteProjects Pro field."""
        ...


def hidden_fields(rows: Iterable[Pair]) -> frozenset[str]:
    """Return both ends of every row of which one end is sensitive: a wage stays a wage in whichever field it is kept.

    Of a mapping row all that it reads is one end: what it joins, what its conditions compare, what a lookup returns.
    """
    return frozenset(
        name
        for row in rows
        for ends in [_ends(row)]
        if any(is_sensitive(name) for name in ends)
        for name in ends
    )


def remember_pairs(workflow: Workflow, rows: Iterable[Row]) -> None:
    """Write down what rows read beside their own field, and where it goes: the trigger on the rows knows that field alone."""
    pairs = {(name, row.target) for row in rows for name in _ends(row) - {row.target, row.field}}
    OnceMapped.objects.bulk_create(
        (OnceMapped(workflow=workflow, field=field[:80], target=target) for field, target in sorted(pairs)),
        ignore_conflicts=True,
    )


def _ends(row: Pair) -> frozenset[str]:
    read = fields_of(row) | spp_fields_of(row) if isinstance(row, Row) else {row.field}
    return frozenset(name for name in (*read, row.target) if name)


def hidden_by_workflow() -> dict[int, frozenset[str]]:
    """Return the hidden fields of every workflow, by its key in the database, in one query. Rows switched off, changed or gone count too."""
    rows: dict[int, list[OnceMapped]] = defaultdict(list)
    for row in OnceMapped.objects.only("workflow_id", "field", "target"):
        rows[row.workflow_id].append(row)
    return {workflow_id: hidden_fields(found) for workflow_id, found in rows.items()}


def hiding_names(hidden: Mapping[int, frozenset[str]]) -> frozenset[int]:
    """Return the workflows, by key in the database, whose records' names in SuiteProjects Pro are sensitive, in one query.

    ``hidden`` is what :func:`hidden_by_workflow` answered.
    """
    return frozenset(
        workflow_id
        for workflow_id, key in Workflow.objects.values_list("pk", "key")
        if hides_name(catalogue.declaration(key), hidden.get(workflow_id, frozenset()))
    )


def hides_name(declaration: Declaration, hidden: frozenset[str]) -> bool:
    """Whether the name of the records that a workflow writes is sensitive. ``hidden`` are its hidden fields."""
    return is_sensitive(declaration.main.name_field) or declaration.main.name_field in hidden


def hidden_by_spp_type() -> Mapping[str, set[str]]:
    """Return the fields of SuiteProjects Pro records that some workflow fills, or filled once, from a sensitive field, in one query.

    What is written down does not say which group the row stood in: the field is hidden in every table that the workflow writes.
    """
    hidden: dict[str, set[str]] = defaultdict(set)
    for key, field, target in OnceMapped.objects.values_list("workflow__key", "field", "target"):
        if is_sensitive(field):
            for group in catalogue.declaration(key).groups:
                hidden[group.spp_type].add(target)
    return hidden
