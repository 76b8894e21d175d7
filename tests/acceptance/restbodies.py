"""Samples of every record type as bodies of the REST record service; the records are those of the matrix of SOAP."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from landbridge.recordtypes import RECORD_TYPES, Field, Kind, RecordType
from tests.component.local_soap.messages import NAMES, renamed
from tests.component.local_soap.test_matrix import sample

MORE: dict[str, dict[str, Any]] = {
    "account": {"acctType": {"id": "Bank"}},
    "customerStatus": {"stage": {"id": "LEAD"}},
    "supportCaseStatus": {"stage": {"id": "OPEN"}},
}
"""Enumerations, whose ids in REST are not SOAP's values."""

OTHER_NAMES = {("projectTask", "company"): "project", ("expenseCategory", "expenseAcct"): "expenseacct"}
"""Fields that REST calls otherwise."""


def bodies() -> dict[str, dict[str, Any]]:
    """Return for each type, by its name in REST: what is created, the text that is changed and how it is called."""
    return {
        kind.rest: {"create": body(kind, renamed(sample(kind), "rest")), "text": text_field(kind)}
        for kind in RECORD_TYPES.values()
    }


def body(kind: RecordType, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record as JSON."""
    found = _members(kind.fields, values)
    for sublist in kind.sublists:
        if values.get(sublist.name):
            lines = [_members(sublist.line.fields, line) for line in values[sublist.name]]
            found[sublist.rest or sublist.name.removesuffix("List")] = {"items": lines}
    for (name, soap), rest in OTHER_NAMES.items():
        if name == kind.name and soap in found:
            found[rest] = found.pop(soap)
    return found | MORE.get(kind.name, {})


def text_field(kind: RecordType) -> str:
    """Return the name of a field that takes any text."""
    return next(name for name in ("memo", *NAMES) if name in {field.name for field in kind.fields})


def _members(fields: Iterable[Field], values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        field.name: _value(field, values[field.name])
        for field in fields
        if field.name in values and not field.computed and field.kind is not Kind.ENUM
    }


def _value(field: Field, value: Any) -> Any:
    if field.kind is Kind.REF or field.name == "doc":
        return {"id": str(value)}
    if field.kind is Kind.REF_LIST:
        return {"items": [{"id": one} for one in value]}
    return value.isoformat() if hasattr(value, "isoformat") else value
