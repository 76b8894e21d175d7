"""What the account says a record type is: its fields with their types, custom ones included (help chapter_1540810168).

NetSuite shows each role the types and fields that it may see, as JSON schema with extensions of its own (``x-ns-*``: observed).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from landbridge.netsuite.records import is_custom_field
from landbridge.netsuite.rest.layouts import Layout, layout_of
from landbridge.recordtypes import Kind

_NOT_FIELDS = frozenset({"id", "externalId", "refName", "links"})
"""Properties of every record that :class:`~landbridge.netsuite.records.Record` has outside its values."""

_FORMATS = {"date": Kind.DATE, "date-time": Kind.DATETIME}
_TYPES = {"boolean": Kind.BOOLEAN, "integer": Kind.INTEGER, "number": Kind.DOUBLE, "string": Kind.STRING}
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class FieldMetadata:
    """One field.

    ``name`` is what :class:`~landbridge.netsuite.records.Record` calls it (SOAP's name, or a custom field's script id), ``rest`` what REST
    does. ``kind`` is that of its value in a ``Record``: a field that SOAP has as text stays ``STRING`` where REST has a number.
    ``operators`` are those that ``q`` takes, empty where the field cannot be filtered by. ``refers_to`` names the record type or list
    behind a reference where the library knows it: NetSuite's schema does not say. ``ids`` are an enumeration's ids in REST.
    """

    name: str
    rest: str
    kind: Kind
    label: str = ""
    nullable: bool = False
    read_only: bool = False
    operators: tuple[str, ...] = ()
    refers_to: str = ""
    ids: tuple[str, ...] = ()

    @property
    def custom(self) -> bool:
        """Whether the account added the field."""
        return is_custom_field(self.name)


@dataclass(frozen=True, slots=True)
class PartMetadata:
    """The fields of a subrecord or of a sublist's lines; ``keys`` tell lines apart, empty for a subrecord or where nothing does."""

    name: str
    rest: str
    fields: Mapping[str, FieldMetadata]
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordMetadata:
    """One record type. ``fields``, ``sublists`` and ``parts`` (subrecords) by the names that a ``Record`` has."""

    type: str
    rest: str
    fields: Mapping[str, FieldMetadata]
    sublists: Mapping[str, PartMetadata] = field(default_factory=dict)
    parts: Mapping[str, PartMetadata] = field(default_factory=dict)

    @property
    def custom_fields(self) -> dict[str, FieldMetadata]:
        """The fields of the body that the account added, by script id."""
        return {name: one for name, one in self.fields.items() if one.custom}


def record_metadata(type_name: str, schema: Mapping[str, Any]) -> RecordMetadata:
    """Read a type's JSON schema; ``ValueError`` for what is none."""
    layout = layout_of(type_name)
    try:
        fields, parts, sublists = _properties(layout, schema, _DEEPEST)
    except (TypeError, AttributeError) as error:  # a part of the schema that is not what its place asks for
        raise ValueError(f"a schema of another shape: {error}") from error
    return RecordMetadata(type_name, layout.rest, fields, sublists, parts)


_Split = tuple[dict[str, FieldMetadata], dict[str, PartMetadata], dict[str, PartMetadata]]


def _properties(layout: Layout, schema: Mapping[str, Any], depth: int) -> _Split:
    properties = schema.get("properties")
    if not isinstance(properties, Mapping):
        raise ValueError("a schema without properties")
    fields: dict[str, FieldMetadata] = {}
    parts: dict[str, PartMetadata] = {}
    sublists: dict[str, PartMetadata] = {}
    for rest_name, one in properties.items():
        if rest_name in _NOT_FIELDS or not isinstance(one, Mapping):
            continue
        name = layout.name_of(rest_name)
        line = _line_of(one)
        if line is not None and depth:
            sublists[name] = _part(layout.line(name), name, rest_name, line, depth)
        elif _is_part(one) and depth:
            parts[name] = _part(layout.part(name), name, rest_name, one, depth)
        else:
            fields[name] = _field(layout, name, rest_name, one)
    return fields, parts, sublists


def _part(layout: Layout, name: str, rest_name: str, schema: Mapping[str, Any], depth: int) -> PartMetadata:
    fields, _, _ = _properties(layout, schema, depth - 1)
    known = schema.get("x-ns-sublistkey")
    existing = known.get("value", {}).get("existing", ()) if isinstance(known, Mapping) else ()
    return PartMetadata(name, rest_name, fields, tuple(layout.name_of(str(key)) for key in existing))


def _field(layout: Layout, name: str, rest_name: str, schema: Mapping[str, Any]) -> FieldMetadata:
    known = layout.fields.get(name)
    inner = schema.get("properties")
    identifier = inner.get("id", {}) if isinstance(inner, Mapping) else {}
    return FieldMetadata(
        name=name,
        rest=rest_name,
        kind=known.kind if known is not None else _kind(schema),
        label=str(schema.get("title", "")),
        nullable=bool(schema.get("nullable", False)),
        read_only=bool(schema.get("readOnly", False)) or (known is not None and known.computed),
        operators=tuple(str(one) for one in schema.get("x-ns-filterable", ())),
        refers_to=known.refers_to if known is not None else "",
        ids=tuple(str(one) for one in identifier.get("enum", ())),
    )


def _kind(schema: Mapping[str, Any]) -> Kind:
    """The kind of a field without a description of ours: by type and form, an object by what it holds."""
    inner = schema.get("properties")
    if isinstance(inner, Mapping):
        if "items" in inner:
            return Kind.REF_LIST
        return Kind.REF if "id" in inner else Kind.OBJECT
    return _FORMATS.get(str(schema.get("format"))) or _TYPES.get(str(schema.get("type")), Kind.OBJECT)


def _line_of(schema: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The schema of a sublist's lines, ``None`` for what is no sublist: items that are references are a list of references."""
    inner = schema.get("properties")
    items = inner.get("items", {}).get("items") if isinstance(inner, Mapping) and "items" in inner else None
    if not isinstance(items, Mapping) or not isinstance(items.get("properties"), Mapping):
        return None
    is_line = "x-ns-sublistkey" in items or not _is_reference(items)
    return items if is_line else None


def _is_part(schema: Mapping[str, Any]) -> bool:
    inner = schema.get("properties")
    return isinstance(inner, Mapping) and "items" not in inner and not _is_reference(schema)


def _is_reference(schema: Mapping[str, Any]) -> bool:
    return "id" in schema["properties"] and set(schema["properties"]) <= _NOT_FIELDS
