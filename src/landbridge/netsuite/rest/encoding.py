"""Values of a record as the JSON that REST takes. ``ValueError`` names the field whose value cannot be sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from landbridge.netsuite.records import Ref, SublistLines, Writable
from landbridge.netsuite.rest.layouts import Layout, layout_of
from landbridge.netsuite.rest.scalars import ENCODERS
from landbridge.recordtypes import Field, Kind, restenumerations
from landbridge.recordtypes.restkinds import counts, points

Document = dict[str, Any]


def encode_record(
    type_name: str, values: Mapping[str, Writable], *, external_id: str | None = None
) -> Document:
    """Return the body of a write.

    ``values`` by SOAP name or custom field script id, as a ``Record`` has them: references as :class:`Ref` or internal id, durations
    as hours, sublists as lists of dicts or :class:`SublistLines`. ``None`` clears a field. Names without a description are sent as they are, for NetSuite to
    judge. Read-only values of lines and subrecords are left out, so that lines can be written as they were read; a read-only field of the
    body is a ``ValueError``.
    """
    layout = layout_of(type_name)
    for name in values:
        field = layout.fields.get(name)
        if (field is not None and field.computed) or layout.line(name).computed:
            raise ValueError(f"{type_name}.{name} is computed by NetSuite and cannot be written")
    document = _properties(layout, values)
    if external_id is not None:
        document["externalId"] = external_id
    return document


def replaced_sublists(type_name: str, values: Mapping[str, Writable]) -> list[str]:
    """Return the names of the sublists whose lines are all replaced: a plain list of lines means so, as over SOAP."""
    lines = layout_of(type_name).lines
    return [
        name
        for name, value in values.items()
        if (value.replace_all if isinstance(value, SublistLines) else name in lines and value is not None)
    ]


def _properties(layout: Layout, values: Mapping[str, Any]) -> Document:
    document: Document = {}
    for name, value in values.items():
        field = layout.fields.get(name)
        if field is not None and field.computed and name not in layout.keys:
            continue
        try:
            document[layout.rest_name(name)] = _property(layout, field, name, value)
        except (TypeError, ValueError) as error:
            raise ValueError(f"{layout.where}.{name}: {error}") from None
    return document


def _property(layout: Layout, field: Field | None, name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in layout.lines or isinstance(value, SublistLines):
        return {"items": [_properties(layout.line(name), line) for line in _lines(value)]}
    if name in layout.parts:
        return _properties(layout.parts[name], _mapping(value))
    if field is None:
        return _by_looks(value)
    return encode_value(layout.where, field, value)


def encode_value(where: str, field: Field, value: Any) -> Any:
    """Return one value of a described field that is neither sublist nor subrecord. Raises ``TypeError`` or ``ValueError``."""
    if points(field):
        return _reference(str(value) if isinstance(value, int) and not isinstance(value, bool) else value)
    if restenumerations.has_status(where, field):
        return {"id": restenumerations.status_id(where, ENCODERS[Kind.STRING](value))}
    if field.kind is Kind.ENUM:
        return _enumeration(where, field, ENCODERS[Kind.STRING](value))
    if field.kind is Kind.REF_LIST:
        return {"items": [_reference(one) for one in _sequence(value)]}
    if counts(field):
        return _number_or_text(ENCODERS[Kind.STRING](value))
    encode = ENCODERS.get(field.kind)
    return _by_looks(value) if encode is None else encode(value)


def enumeration_id(where: str, field: Field, value: str) -> str:
    """Return REST's id of SOAP's value; ``ValueError`` lists the values of a closed list."""
    ids = restenumerations.ids_of(where, field)
    if value not in ids and field.values:
        raise ValueError(f"is one of {', '.join(field.values[:12])}, not {value[:60]!r}")
    return ids.get(value, value)


def _enumeration(where: str, field: Field, value: str) -> Any:
    found = enumeration_id(where, field, value)
    return found if restenumerations.is_text(where, field) else {"id": found}


def _reference(value: Any) -> Document:
    ref = Ref(value) if isinstance(value, str) else value
    if not isinstance(ref, Ref):
        raise TypeError("needs a reference or an internal id")
    if ref.internal_id:
        return {"id": ref.internal_id}
    if ref.external_id:
        return {"externalId": ref.external_id}
    raise ValueError("the reference is empty")


def _number_or_text(value: str) -> float | str:
    """A rate is a number in REST, unless it is a percentage."""
    try:
        return float(ENCODERS[Kind.DOUBLE](float(value)))
    except ValueError:
        return value


def _by_looks(value: Any) -> Any:
    """Write a value whose field has no description by its Python type."""
    if isinstance(value, Ref):
        return _reference(value)
    if isinstance(value, Mapping):
        return {str(name): None if one is None else _by_looks(one) for name, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return {"items": [_by_looks(one) for one in value]}
    for kind, python in _BY_TYPE:
        if isinstance(value, python):
            return ENCODERS[kind](value)
    raise TypeError(f"a field cannot hold a {type(value).__name__}")


_BY_TYPE: tuple[tuple[Kind, type], ...] = (
    (Kind.BOOLEAN, bool),
    (Kind.INTEGER, int),
    (Kind.DOUBLE, float),
    (Kind.DATETIME, datetime),
    (Kind.DATE, date),
    (Kind.STRING, str),
)


def _lines(value: Any) -> list[Mapping[str, Any]]:
    return [_mapping(line) for line in _sequence(value.lines if isinstance(value, SublistLines) else value)]


def _sequence(value: Any) -> Sequence[Any]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise TypeError("needs a list")
    return value


def _mapping(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise TypeError("needs values by name")
    return value
