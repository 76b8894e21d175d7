"""Elements that public clients name, mostly empty, and that no feature of the account keeps: read-only, so that a value is refused.

Queries have no columns of them. A client such as netsuitesdk builds a record from all names that it knows; without the names it could not send the record at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from landbridge.recordtypes.enumerations import COST_ESTIMATE_TYPES
from landbridge.recordtypes.fields import choice, day, flag, number, part, ref, refs, text, whole
from landbridge.recordtypes.model import Field, Structure


def _ref(name: str, label: str) -> Field:
    return ref(name, label, "", computed=True, suiteql="")


def _refs(name: str, label: str) -> Field:
    return refs(name, label, "", computed=True, suiteql="")


CUSTOM_FIELD_LIST = "CustomFieldList"

_STRUCTURES: dict[str, Structure] = {
    "inventoryDetail": Structure("InventoryDetail", "common", "platform", "platformCommon", ()),
    "landedCost": Structure("LandedCost", "common", "platform", "platformCommon", ()),
    "options": Structure(CUSTOM_FIELD_LIST, "core", "platform", "platformCore", ()),
}
"""Complex types without content: what they would hold is never sent or read."""

_ENUMERATIONS: dict[str, tuple[str, tuple[str, ...]]] = {
    "revenueStatus": ("RevenueStatus", ("_pending", "_inProgress", "_completed", "_onRevCommitment")),
    "costEstimateType": ("ItemCostEstimateType", COST_ESTIMATE_TYPES),
    "billVarianceStatus": (
        "TransactionBillVarianceStatus",
        ("_journalNotPosted", "_journalPosted", "_noVariances"),
    ),
}


def _part(name: str, label: str) -> Field:
    return part(name, label, _STRUCTURES[name], computed=True, suiteql="")


def _choice(name: str, label: str) -> Field:
    return choice(name, label, *_ENUMERATIONS[name], computed=True, suiteql="")


_MAKERS: dict[str, Callable[[str, str], Field]] = {
    "text": lambda name, label: text(name, label, computed=True, suiteql=""),
    "flag": lambda name, label: flag(name, label, computed=True, suiteql=""),
    "number": lambda name, label: number(name, label, computed=True, suiteql=""),
    "whole": lambda name, label: whole(name, label, computed=True, suiteql=""),
    "day": lambda name, label: day(name, label, computed=True, suiteql=""),
    "ref": _ref,
    "refs": _refs,
    "part": _part,
    "choice": _choice,
}


def with_not_kept(fields: tuple[Field, ...], places: Mapping[str, str]) -> tuple[Field, ...]:
    """Return fields with those that are not kept among them.

    ``places``: name of the field that follows in the schema (empty: none does) -> ``kind:name`` of those that stand before it.
    """
    result: list[Field] = []
    for field in fields:
        result += _made(places.get(field.name, ""))
        result.append(field)
    return (*result, *_made(places.get("", "")))


def _made(listed: str) -> list[Field]:
    pairs = [one.partition(":") for one in listed.split()]
    return [_MAKERS[kind](name, name[0].upper() + name[1:]) for kind, _, name in pairs]
