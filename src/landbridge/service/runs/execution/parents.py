"""What became of a parent that has no link: it may still come, or it is not imported at all."""

from __future__ import annotations

from collections.abc import Collection

from landbridge.service.ports import SourceRecord
from landbridge.service.runs.execution.outcomes import Done, Entry, Need
from landbridge.service.runs.models import RunItem
from landbridge.service.workflows.catalogue import of_type
from landbridge.service.workflows.mapping import ParentKey, ParentMissing

Fates = dict[ParentKey, tuple[str, str]]
"""Last outcome of a parent and its reason."""


def fates(connection_id: int, parents: Collection[ParentKey]) -> Fates:
    """Return what the log says last of each parent, in one query a record type; unknown ones are absent."""
    known: Fates = {}
    for netsuite_type in {parent[0] for parent in parents}:
        ids = [parent[1] for parent in parents if parent[0] == netsuite_type]
        rows = (
            RunItem.objects.filter(
                workflow__connection_id=connection_id,
                workflow__key__in=[declaration.key for declaration in of_type(netsuite_type)],
                internal_id__in=ids,
            )
            .order_by("internal_id", "-id")
            .distinct("internal_id")
            .values_list("internal_id", "outcome", "reason")
        )
        for internal_id, outcome, reason in rows:
            known[netsuite_type, internal_id] = (outcome, reason)
    return known


def without_parent(record: SourceRecord, digest: str, problem: ParentMissing, known: Fates) -> Entry:
    """Return the entry: ``skipped`` when the parent is not exported, else ``waiting``. Either way it follows the parent."""
    netsuite_type, internal_id = problem.parent
    label = f"{netsuite_type.capitalize()} {problem.name or internal_id} (NetSuite id {internal_id})"
    outcome, reason = known.get(problem.parent, ("", ""))
    if outcome == Done.SKIPPED:
        result, code, text = Done.SKIPPED, "parent_not_exported", f"{label} is not imported: {reason}"
    elif outcome == Done.FAILED:
        result, code, text = Done.WAITING, "parent_failed", f"{label} could not be imported: {reason}"
    else:
        result, code, text = Done.WAITING, "parent_missing", f"{label} has not been imported yet."
    return Entry(
        record.internal_id,
        result,
        record,
        digest,
        "map",
        code,
        text,
        field=problem.field,
        value=problem.name,
        need=Need.PARENT,
        parent=problem.parent,
    )
