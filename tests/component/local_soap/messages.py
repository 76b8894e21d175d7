"""Requests made from the record types, written independently of the code under test: values of records as XML of the schema."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from xml.sax.saxutils import escape

from landbridge.recordtypes import RECORD_TYPES, Field, Kind, RecordType, Structure, Sublist
from landbridge.recordtypes.model import in_order

VERSION = "2025_2"
NAMES = ("companyName", "lastName", "itemId", "name", "acctName", "periodName", "title", "description")
"""Fields that tell one record of a type from another, the first that a record has."""


def namespace(name: str, group: str) -> str:
    """Return a namespace of the tests' version."""
    return f"urn:{name}_{VERSION}.{group}.webservices.netsuite.com"


def record(kind: RecordType, values: Mapping[str, Any], attributes: str = "", tag: str = "m:record") -> str:
    """Return a record element of values as the account keeps them."""
    declared = f'xmlns:r="{namespace(kind.namespace, kind.group)}"'
    inner = "".join(
        _member("r", one, values[one.name])
        for one in kind.layout()
        if not one.computed and values.get(one.name) is not None
    )
    return f'<{tag} {declared} xsi:type="r:{kind.soap_class}" {attributes}>{inner}</{tag}>'


def renamed(values: Mapping[str, Any], suffix: str) -> dict[str, Any]:
    """Return values of another record of the same type."""
    changed = dict(values)
    for name in NAMES:
        if changed.get(name):
            changed[name] = f"{changed[name]} {suffix}"
            break
    if "acctNumber" in changed:
        changed["acctNumber"] = f"{changed['acctNumber']}{suffix}"
    return changed


def _member(prefix: str, one: Field | Sublist, value: Any) -> str:
    if isinstance(one, Sublist):
        line = one.line
        declared = f'xmlns:l="{namespace(line.namespace, line.group)}"'
        lines = "".join(f"<l:{one.element}>{_inside('l', line, each)}</l:{one.element}>" for each in value)
        return f"<{prefix}:{one.name} {declared}>{lines}</{prefix}:{one.name}>"
    if one.structure is not None:
        declared = f'xmlns:o="{namespace(one.structure.namespace, one.structure.group)}"'
        return f"<{prefix}:{one.name} {declared}>{_inside('o', one.structure, value)}</{prefix}:{one.name}>"
    if one.kind is Kind.REF:
        return f'<{prefix}:{one.name} internalId="{value}"/>'
    return f"<{prefix}:{one.name}>{_content(one.kind, value)}</{prefix}:{one.name}>"


def _inside(prefix: str, structure: Structure, values: Mapping[str, Any]) -> str:
    return "".join(
        _member(prefix, one, values[one.name])
        for one in in_order(structure.fields, structure.sublists)
        if not one.computed and values.get(one.name) is not None
    )


def _content(kind: Kind, value: Any) -> str:
    if kind is Kind.REF_LIST:
        return "".join(f'<c:recordRef internalId="{one}"/>' for one in value)
    if kind is Kind.BOOLEAN:
        return "true" if value else "false"
    if kind is Kind.DURATION:
        return f"<c:timeSpan>{value}</c:timeSpan><c:unit>hour</c:unit>"
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, date):
        return f"{value.isoformat()}T12:00:00.000-08:00"
    return escape(str(value))


EVERY_KIND: dict[Kind, Any] = {
    Kind.STRING: "Text & <more>",
    Kind.BOOLEAN: True,
    Kind.INTEGER: 3,
    Kind.DOUBLE: 2.5,
    Kind.DATE: date(2026, 3, 5),
    Kind.DATETIME: datetime.fromisoformat("2026-03-05T10:20:30.400+00:00"),
    Kind.DURATION: 4.0,
    Kind.REF: "1",
    Kind.REF_LIST: ["1", "2"],
}


def full(kind: RecordType) -> dict[str, Any]:
    """Return a value for every field and one line for every sublist, whether or not they make sense together."""
    return _filled(kind.fields, kind.sublists)


def _filled(fields: tuple[Field, ...], sublists: tuple[Sublist, ...]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for field in fields:
        if field.structure is not None:
            values[field.name] = _filled(field.structure.fields, field.structure.sublists)
        elif field.kind is Kind.ENUM:
            values[field.name] = field.values[0] if field.values else None
        else:
            values[field.name] = EVERY_KIND[field.kind]
    for sublist in sublists:
        values[sublist.name] = [_filled(sublist.line.fields, sublist.line.sublists)]
    return values


def kinds(*names: str) -> list[RecordType]:
    """Return record types by name."""
    return [RECORD_TYPES[name] for name in names]
