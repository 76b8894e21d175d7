"""Which fields of a workflow hold sensitive values: those named so, and what a mapping row fills from them or writes them from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Protocol

from landbridge.service.projects.sensitivity import is_sensitive
from landbridge.service.workflows.catalogue import CATALOGUE
from landbridge.service.workflows.models import MappingRow


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
    """Return both ends of every row of which one end is sensitive: a wage stays a wage in whichever field it is kept."""
    return frozenset(
        name
        for row in rows
        if is_sensitive(row.field) or is_sensitive(row.target)
        for name in (row.field, row.target)
        if name
    )


def hidden_by_workflow() -> dict[int, frozenset[str]]:
    """Return the hidden fields of every workflow, by its key in the database, in one query. Rows switched off count too."""
    rows: dict[int, list[MappingRow]] = defaultdict(list)
    for row in MappingRow.objects.only("workflow_id", "field", "target"):
        rows[row.workflow_id].append(row)
    return {workflow_id: hidden_fields(found) for workflow_id, found in rows.items()}


def hidden_by_spp_type() -> Mapping[str, set[str]]:
    """Return the fields of SuiteProjects Pro records that some workflow fills from a sensitive field, in one query."""
    hidden: dict[str, set[str]] = defaultdict(set)
    for key, field, target in MappingRow.objects.values_list("workflow__key", "field", "target"):
        if key in CATALOGUE and is_sensitive(field):
            hidden[CATALOGUE[key].spp_type].add(target)
    return hidden
