"""JSON of REST as :class:`~landbridge.netsuite.records.Record`: SOAP's names and kinds, so that callers see one shape.

A subrecord, list of references or sublist that was not expanded (``{"links": [...]}``) was not read, and is absent; so is an empty one,
as in SOAP.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from landbridge.netsuite.records import Record, Ref, Value, is_custom_field
from landbridge.netsuite.rest.layouts import Layout, layout_of
from landbridge.netsuite.rest.metadata import FieldMetadata, RecordMetadata
from landbridge.netsuite.rest.scalars import DECODERS, decode_rate
from landbridge.recordtypes import Field, Kind, restenumerations
from landbridge.recordtypes.commonkinds import COMMON_KINDS
from landbridge.recordtypes.restkinds import counts, points
from landbridge.recordtypes.transactions import STATES

_OUTSIDE = frozenset({"id", "externalId", "refName", "links"})
"""Properties that a ``Record`` has beside its values, or not at all."""

_REFERENCE = frozenset({"id", "externalId", "refName", "links"})
_DEEPEST = 16


class _Absent(Exception):  # noqa: N818 - named for what it is
    """The answer has but a link to what a property could hold, or that it holds nothing."""


def needs_metadata(document: Any) -> bool:
    """Say whether a record holds custom fields whose kind JSON alone does not tell: a text may be a date, a number whole or not."""
    if not isinstance(document, dict):
        return False
    sublists = (value.get("items") for value in document.values() if isinstance(value, dict))
    lines = (line for items in sublists if isinstance(items, list) for line in items)
    return any(_is_unclear(part) for part in (document, *lines) if isinstance(part, dict))


def _is_unclear(properties: Mapping[str, Any]) -> bool:
    return any(
        is_custom_field(name.lower()) and isinstance(value, str | int | float) and not isinstance(value, bool)
        for name, value in properties.items()
    )


def decode_record(type_name: str, document: Any, metadata: RecordMetadata | None = None) -> Record:
    """Decode one record; ``metadata`` tells the kinds of custom fields. ``ValueError`` names the field whose content is not of its kind."""
    if not isinstance(document, dict) or not isinstance(document.get("id"), str | int):
        raise ValueError("a record without an id")
    custom = metadata.fields if metadata is not None else {}
    lines = {name: one.fields for name, one in metadata.sublists.items()} if metadata is not None else {}
    external_id = document.get("externalId")
    return Record(
        type_name,
        str(document["id"]),
        str(external_id) if external_id is not None else None,
        _values(layout_of(type_name), document, custom, lines, top=True),
    )


_Fields = Mapping[str, FieldMetadata]


def _values(
    layout: Layout,
    document: Mapping[str, Any],
    custom: _Fields,
    lines: Mapping[str, _Fields],
    *,
    top: bool = False,
) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for rest_name, value in document.items():
        if value is None or rest_name == "links" or (top and rest_name in _OUTSIDE):
            continue
        name = layout.name_of(rest_name)
        try:
            if name in layout.lines:
                values[name] = [
                    _values(layout.lines[name], item, lines.get(name, {}), {}) for item in _items(value)
                ]
            elif name in layout.parts:
                values[name] = _part(layout.parts[name], value)
            else:
                values[name] = _value(layout.where, layout.fields.get(name), name, value, custom)
        except _Absent:
            continue
        except ValueError as error:
            raise ValueError(f"{layout.where}.{name}: {error}") from None
    return values


def _items(value: Any) -> list[dict[str, Any]]:
    if not isinstance(value, dict):
        raise ValueError("is no sublist")
    items = value.get("items")
    if not items:
        raise _Absent
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise ValueError("is no sublist")
    return items


def _part(layout: Layout, value: Any) -> dict[str, Value]:
    if not isinstance(value, dict):
        raise ValueError("is no subrecord")
    if value.keys() <= {"links"}:
        raise _Absent
    return _values(layout, value, {}, {})


def _value(where: str, field: Field | None, name: str, value: Any, custom: _Fields) -> Value:
    if field is None:
        known = custom.get(name)
        kind = known.kind if known is not None else COMMON_KINDS.get(name)
        return _as_it_comes(value) if kind is None else _of_kind(kind, value)
    if points(field):
        ref = _reference(value)
        return int(ref.internal_id) if field.kind is Kind.INTEGER else ref
    if restenumerations.has_status(where, field):
        return _status(where, value)
    if field.kind is Kind.ENUM:
        return _enumeration(where, field, value)
    return decode_rate(value) if counts(field) else _of_kind(field.kind, value)


def _of_kind(kind: Kind, value: Any) -> Value:
    read: Callable[[Any], Value] = _BY_KIND.get(kind, _as_it_comes)
    return read(value)


def _reference(value: Any) -> Ref:
    """Read ``{id, refName}``; an id may stand alone (``simpleEnumFormat``)."""
    found = value if isinstance(value, dict) else {"id": value}
    internal_id = found.get("id")
    if isinstance(internal_id, bool) or not isinstance(internal_id, str | int):
        raise ValueError("is no reference")
    external_id = found.get("externalId")
    return Ref(str(internal_id), str(found.get("refName") or ""), str(external_id) if external_id else None)


def _references(value: Any) -> list[Value]:
    items = value if isinstance(value, list) else _items(value)
    return [_reference(item) for item in items]


def _enumeration(where: str, field: Field, value: Any) -> str:
    """Return SOAP's value; one that the tables do not know stays as it came."""
    found = value.get("id") if isinstance(value, dict) else value
    if isinstance(found, bool) or not isinstance(found, str | int):
        raise ValueError("is no enumeration")
    return restenumerations.values_of(where, field).get(str(found), str(found))


def _status(where: str, value: Any) -> str:
    """Return the text of a transaction's status, which is what SOAP has."""
    text = value.get("refName") if isinstance(value, dict) else None
    if isinstance(text, str):
        return text
    found = _reference(value).internal_id
    return next((state.text for state in STATES[where] if state.letter == found), found)


def _as_it_comes(value: Any, depth: int = 0) -> Value:
    """Decode what has no description: references, lists and parts by their form, anything else as JSON has it."""
    if depth > _DEEPEST:
        raise ValueError("nested too deeply")
    if isinstance(value, list):
        return [_as_it_comes(item, depth + 1) for item in value if item is not None]
    if not isinstance(value, dict):
        return value  # type: ignore[no-any-return]  # JSON's own: text, number, boolean
    if "items" in value:
        return [_as_it_comes(item, depth + 1) for item in _items(value)]
    if value.keys() <= {"links"}:
        raise _Absent
    if "id" in value and value.keys() <= _REFERENCE:
        return _reference(value)
    inner: dict[str, Value] = {}
    for name, one in value.items():
        if name != "links" and one is not None:
            try:
                inner[name] = _as_it_comes(one, depth + 1)
            except _Absent:
                continue
    return inner


_BY_KIND: dict[Kind, Callable[[Any], Value]] = {
    **DECODERS,
    Kind.ENUM: _as_it_comes,
    Kind.REF: _reference,
    Kind.REF_LIST: _references,
}
