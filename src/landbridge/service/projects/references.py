"""What a batch refers to: each record must be there, and be as the field demands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from landbridge.service.ports import JsonValue
from landbridge.service.projects import statements
from landbridge.service.projects.batch import Planned
from landbridge.service.projects.record_types import SppField, SppKind, SppType
from landbridge.service.projects.validation import TWO_NODES, Complaint

NODES = "hierarchy_node"
HIERARCHY = "hierarchyid"

Found = Mapping[statements.Wanted, str]


@dataclass(frozen=True, slots=True)
class _Pointing:
    """One changed field of one record that refers to others."""

    planned: Planned
    field: SppField
    wanted: Sequence[statements.Wanted]


def check_references(account: str, kind: SppType, planned: Sequence[Planned]) -> None:
    """Refuse what points at a record that is not there or not as the field demands. One query, none where nothing points."""
    pointing = list(_pointing(kind, planned))
    found = statements.existing(account, {one for pointer in pointing for one in pointer.wanted})
    for pointer in pointing:
        complaint = _missing(pointer, found) or _unfit(pointer, found) or _two_of_one(pointer, found)
        if complaint and pointer.planned.answer is None:
            pointer.planned.refuse(complaint)


def referred_ids(field: SppField, value: JsonValue) -> list[str]:
    """Return the internal ids in a value that was accepted."""
    if field.kind is not SppKind.REFERENCE or not isinstance(value, str) or not value:
        return []
    return value.split(",") if field.many else [value]


def _pointing(kind: SppType, planned: Sequence[Planned]) -> Iterator[_Pointing]:
    for one in planned:
        for difference in one.differences:
            field = kind.field(difference.field)
            ids = referred_ids(field, difference.after) if field else []
            if field and ids:
                yield _Pointing(one, field, [(field.refers_to, int(id_), _asked(field)) for id_ in ids])


def _asked(field: SppField) -> str:
    """Return the field of the other record that must be looked at."""
    if field.refers_to == NODES and field.many:
        return HIERARCHY
    return field.demand.field if field.demand else ""


def _missing(pointer: _Pointing, found: Found) -> Complaint | None:
    field = pointer.field
    for one in pointer.wanted:
        if one not in found:
            reason = f"{field.label} ({field.name}): no {field.refers_to} {one[1]}"
            return Complaint(field.missing_code, field.name, reason)
    return None


def _unfit(pointer: _Pointing, found: Found) -> Complaint | None:
    field, demand = pointer.field, pointer.field.demand
    if demand is None or found[pointer.wanted[0]] == demand.value:
        return None
    reason = f"{field.label} ({field.name}) must be one that is {demand.words}, not {pointer.wanted[0][1]}"
    return Complaint(demand.code, field.name, reason)


def _two_of_one(pointer: _Pointing, found: Found) -> Complaint | None:
    """Refuse two nodes of one hierarchy."""
    field = pointer.field
    if _asked(field) != HIERARCHY:
        return None
    hierarchies = [found[one] for one in pointer.wanted]
    if len(set(hierarchies)) == len(hierarchies):
        return None
    ids = ", ".join(str(one[1]) for one in pointer.wanted)
    reason = f"{field.label} ({field.name}) must be of different hierarchies, not {ids}"
    return Complaint(TWO_NODES, field.name, reason)
