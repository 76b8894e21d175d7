"""What became of a parent that has no link: it may still come, or it is not imported at all."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet

from landbridge.recordtypes import RECORD_TYPES
from landbridge.service.ports import SourceRecord
from landbridge.service.runs.execution.outcomes import Done, Entry, Need, of_part, record_name
from landbridge.service.runs.execution.retelling import MISSING, NOT_READ
from landbridge.service.runs.history.circles import IN_A_CIRCLE, Waiting, circles, waiting_from
from landbridge.service.runs.models import RunItem
from landbridge.service.workflows import catalogue
from landbridge.service.workflows.catalogue import Declaration
from landbridge.service.workflows.keys import ParentKey
from landbridge.service.workflows.models import Workflow
from landbridge.service.workflows.results import ParentMissing
from landbridge.service.workflows.store import Prepared


class Fate(NamedTuple):
    """Last outcome of a parent and its reason; of one that is not in the log no outcome, and by what and up to when it would have been read."""

    outcome: str
    reason: str
    reader: str = ""
    read_until: datetime | None = None


Fates = dict[ParentKey, Fate]


def fates(connection_id: int, parents: Collection[ParentKey]) -> Fates:
    """Return what the log says last of each parent, in one query a record type and table; unknown ones are absent.

    One of which the log says nothing is not exported while no workflow that imports it is active, else it may have been looked for.
    """
    known: Fates = {}
    readers = catalogue.declarations(connection_id)
    for netsuite_type, spp_type in sorted({(parent.netsuite_type, parent.spp_type) for parent in parents}):
        keys = [one.key for one in readers if (one.netsuite_type, one.spp_type) == (netsuite_type, spp_type)]
        ids = {
            parent.internal_id
            for parent in parents
            if (parent.netsuite_type, parent.spp_type) == (netsuite_type, spp_type)
        }
        for internal_id, outcome, reason, _ in _last(connection_id, keys, ids):
            known[ParentKey(netsuite_type, internal_id, spp_type)] = Fate(outcome, reason)
    known |= _of_another_type(connection_id, readers, [one for one in parents if one not in known])
    return known | _not_in_the_log(connection_id, readers, [one for one in parents if one not in known])


def _not_in_the_log(
    connection_id: int, readers: Sequence[Declaration], unknown: Sequence[ParentKey]
) -> Fates:
    """Return the fates of parents by the workflows that would import them: none is active, or all that are have read up to some instant.

    The log keeps the last row about each record, so what it does not name was never read.
    """
    active = {
        key: None if stopped else bookmark
        for key, bookmark, stopped in Workflow.objects.filter(
            connection_id=connection_id, active=True
        ).values_list("key", "bookmark", "stopped_because")
    }
    found: Fates = {}
    for parent in unknown:
        importing = [
            one
            for one in readers
            if (one.netsuite_type, one.spp_type) == (parent.netsuite_type, parent.spp_type)
        ]
        reading = [one for one in importing if one.key in active]
        marks = [mark for one in reading if (mark := active[one.key]) is not None]
        if importing and not reading:
            found[parent] = Fate(str(Done.SKIPPED), f"{importing[0].label} is not active.")
        elif reading and len(marks) == len(reading):
            found[parent] = Fate("", "", " and ".join(one.label for one in reading), min(marks))
    return found


def _last(
    connection_id: int, keys: Collection[str], internal_ids: Collection[str]
) -> QuerySet[RunItem, tuple[str, str, str, str]]:
    """Return what the log says last of records in some workflows: internal id, outcome, reason and workflow."""
    return (
        RunItem.objects.filter(
            workflow__connection_id=connection_id, workflow__key__in=keys, internal_id__in=internal_ids
        )
        .order_by("internal_id", "-id")
        .distinct("internal_id")
        .values_list("internal_id", "outcome", "reason", "workflow__key")
    )


def _of_another_type(
    connection_id: int, readers: Sequence[Declaration], unknown: Sequence[ParentKey]
) -> Fates:
    """Return the fates of parents that are records of another type, a query a family.

    Entities share their ids, so a line's customer may be no project; so do transactions, and what is paid may be no expense report.
    """
    found: Fates = {}
    for family in _FAMILIES:
        types = {one.key: one.netsuite_type for one in readers if _family(one.netsuite_type) == family}
        asked = [parent for parent in unknown if _family(parent.netsuite_type) == family]
        rows = _last(connection_id, list(types), {parent.internal_id for parent in asked}) if asked else ()
        known = {internal_id: types[key] for internal_id, _, _, key in rows}
        found |= {
            parent: Fate(
                str(Done.SKIPPED), f"It is no {parent.netsuite_type} but a {known[parent.internal_id]}."
            )
            for parent in asked
            if known.get(parent.internal_id, parent.netsuite_type) != parent.netsuite_type
        }
    return found


_UNKNOWN = Fate("", "")

_FAMILIES = ("entity", "transaction")
"""Of which the members share their ids."""


def _family(netsuite_type: str) -> str:
    kind = RECORD_TYPES.get(netsuite_type)
    return kind.id_family if kind else ""


def likeliest(problem: ParentMissing, known: Fates) -> ParentMissing:
    """Return the one of the places where the parent may be that is not known to have been left out, else the first."""
    places = problem.places()
    return next((one for one in places if known.get(one.parent, _UNKNOWN).outcome != Done.SKIPPED), places[0])


def in_a_circle(prepared: Prepared, orphans: Sequence[tuple[SourceRecord, ParentMissing]]) -> dict[str, str]:
    """Return in words the circle of parents in which each record stands, by internal id; those that stand in none are absent.

    ``orphans`` want for a parent now; what those of other batches want for is read.
    """
    kind = prepared.declaration
    own = {
        record.internal_id: Waiting(record_name(record), problem.parent.internal_id)
        for record, problem in orphans
        if (problem.parent.netsuite_type, problem.parent.spp_type) == (kind.netsuite_type, kind.spp_type)
    }
    if not own:
        return {}
    elsewhere = {one.parent_id for one in own.values()} - own.keys()
    workflow = prepared.workflow
    known = (
        waiting_from(workflow.connection_id, workflow.pk, kind.netsuite_type, kind.spp_type, elsewhere)
        if elsewhere
        else {}
    )
    waiting = known | own
    return {
        internal_id: " > ".join(f"{waiting[one].name} ({one})" for one in circle)
        for internal_id, circle in circles(waiting).items()
        if internal_id in own
    }


def circular(record: SourceRecord, digest: str, problem: ParentMissing, circle: str) -> Entry:
    """Return the entry of a record that can never be imported as it is. It is tried again when its parent comes all the same."""
    return Entry(
        record.internal_id,
        Done.FAILED,
        record,
        digest,
        "map",
        IN_A_CIRCLE,
        f"The parents go in a circle: {circle}. NetSuite ids are in parentheses.",
        field=problem.field,
        value=problem.name,
        need=Need.RECORD,
        parent=problem.parent,
    )


def without_parent(
    record: SourceRecord,
    digest: str,
    problem: ParentMissing,
    known: Fates,
    part: str = "",
    *,
    refused: bool = False,
) -> Entry:
    """Return the entry: ``skipped`` (``failed`` where that is ``refused``) when the parent is not exported, else ``waiting``.

    Either way it follows the parent. One that refers to what was looked for in vain since its last save waits, and says so.
    """
    netsuite_type, internal_id, _ = problem.parent
    label = f"{netsuite_type.capitalize()} {problem.name or internal_id} (NetSuite id {internal_id})"
    outcome, reason, reader, read_until = known.get(problem.parent, _UNKNOWN)
    if outcome == Done.SKIPPED:
        result = Done.FAILED if refused else Done.SKIPPED
        code, text = "parent_not_exported", f"{label} is not imported: {reason}"
    elif outcome == Done.FAILED:
        result, code, text = Done.WAITING, "parent_failed", f"{label} could not be imported: {reason}"
    elif read_until is not None and (record.modified < read_until or not record.dated):
        result, code = Done.WAITING, NOT_READ
        text = (
            f"{label} has not been imported: {reader} has read all changes up to the save of this record and not come across it. "
            "It is of a kind that is not imported, or the integration role does not see it, unless it was saved just now."
        )
    else:
        result, code, text = Done.WAITING, MISSING, f"{label} has not been imported yet."
    return Entry(
        record.internal_id,
        result,
        record,
        digest,
        "map",
        code,
        of_part(part, text),
        field=problem.field,
        value=problem.name,
        need=Need.PARENT,
        parent=problem.parent,
    )
