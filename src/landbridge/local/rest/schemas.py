"""Types as JSON schemas, the way NetSuite's metadata writes them (documented: ``section_1545129726``; extensions observed in public clients).

A reference is an object with ``id``, ``refName``, ``externalId`` and ``links``, an enumeration one with the ids it takes, a sublist one with
``items``. ``x-ns-filterable`` names on a type what ``q`` may ask for, and on a property the operators; ``x-ns-sublistkey`` says what tells lines
apart; ``x-ns-custom-field`` marks what the account added.
"""

from __future__ import annotations

from typing import Any, Protocol

from landbridge.local.rest.criteria import (
    EXTERNAL_ID_OPERATORS,
    ID_OPERATORS,
    INSTANT_OPERATORS,
    operators_of,
    words_of,
)
from landbridge.local.rest.faces import Face
from landbridge.local.rest.writing import MODIFIED, WITHOUT_INSTANT
from landbridge.recordtypes import Field, Kind, restenumerations
from landbridge.recordtypes.restkinds import counts, points

Schema = dict[str, Any]

_TYPES: dict[Kind, Schema] = {
    Kind.STRING: {"type": "string"},
    Kind.BOOLEAN: {"type": "boolean"},
    Kind.INTEGER: {"type": "integer", "format": "int64"},
    Kind.DOUBLE: {"type": "number", "format": "double"},
    Kind.DATE: {"type": "string", "format": "date"},
    Kind.DATETIME: {"type": "string", "format": "date-time"},
    Kind.DURATION: {"type": "string"},
    Kind.ENUM: {"type": "string"},
}
NULLABLE = {"nullable": True}


class Hub(Protocol):
    """Where inner schemas go: written where they are used, or kept apart and referred to."""

    def inner(self, name: str, schema: Schema) -> Schema:
        """Return what stands in place of an inner schema."""
        ...

    def shared(self, name: str) -> Schema:
        """Return a reference to a schema that all types share (``nsLink``)."""
        ...


LINK: Schema = {
    "type": "object",
    "properties": {
        "rel": {"title": "Relationship", "type": "string", "readOnly": True},
        "href": {"title": "Hypertext Reference", "type": "string", "readOnly": True},
    },
}


def links(hub: Hub) -> Schema:
    """Return the schema of ``links``."""
    return {"title": "Links", "type": "array", "readOnly": True, "items": hub.shared("nsLink")}


def reference(hub: Hub) -> Schema:
    """Return the schema of a reference."""
    return {
        "type": "object",
        "properties": {
            "id": {"title": "Internal identifier", "type": "string"},
            "externalId": {"title": "External identifier", "type": "string", **NULLABLE},
            "refName": {"title": "Reference Name", "type": "string", **NULLABLE},
            "links": links(hub),
        },
    }


def enumeration(ids: list[str]) -> Schema:
    """Return the schema of an enumeration; ``ids`` may be empty where they are account data."""
    identifier = {"title": "Internal identifier", "type": "string"} | ({"enum": ids} if ids else {})
    return {
        "type": "object",
        "properties": {
            "id": identifier,
            "refName": {"title": "Reference Name", "type": "string", **NULLABLE},
        },
    }


def page(hub: Hub, items: Schema) -> Schema:
    """Return the schema of a collection."""
    whole = {"type": "integer", "format": "int64", "readOnly": True}
    return {
        "type": "object",
        "properties": {
            "links": links(hub),
            "count": {"title": "Count", **whole},
            "hasMore": {"title": "Has More Results", "type": "boolean", "readOnly": True},
            "items": {"type": "array", "items": items},
            "offset": {"title": "Query Offset", **whole},
            "totalResults": {"title": "Total Results", **whole},
        },
    }


def record(face: Face, name: str, hub: Hub, *, custom: bool) -> Schema:
    """Return the schema of a type. ``name`` is REST's; ``custom``: it is a custom record type."""
    properties = {
        "id": _filterable({"title": "Internal ID", "type": "string"}, words_of(ID_OPERATORS)),
        "externalId": _filterable(
            {"title": "External ID", "type": "string", **NULLABLE}, words_of(EXTERNAL_ID_OPERATORS)
        ),
        "refName": {"title": "Reference Name", "type": "string", **NULLABLE},
        "links": links(hub),
        **_properties(face, name, hub, filterable=True),
    }
    if face.where in WITHOUT_INSTANT:
        instant = {"title": "Last Modified", **_TYPES[Kind.DATETIME], **NULLABLE}
        properties.setdefault(MODIFIED, _filterable(instant, words_of(INSTANT_OPERATORS)))
    named = sorted(one for one, schema in properties.items() if "x-ns-filterable" in schema)
    return {
        "type": "object",
        "properties": dict(sorted(properties.items())),
        "x-ns-filterable": named,
        **({"x-ns-custom-record": True} if custom else {}),
    }


def _properties(face: Face, name: str, hub: Hub, *, filterable: bool = False) -> dict[str, Schema]:
    found: dict[str, Schema] = {}
    for rest_name, field in face.fields():
        schema = {"title": field.label, **_value(face.where, field, hub)}
        if field.name.lower() == field.script and field.name.startswith("cust"):
            schema["x-ns-custom-field"] = True
        if filterable:
            schema = _filterable(schema, words_of(operators_of(face.where, field)))
        found[rest_name] = schema
    for soap, inner in face.parts.items():
        found[face.names[soap]] = _part(inner, f"{name}-{face.names[soap]}", hub)
    for soap, inner in face.lines.items():
        found[face.names[soap]] = _sublist(inner, f"{name}-{face.names[soap]}", hub)
    return found


def _filterable(schema: Schema, operators: list[str]) -> Schema:
    return {**schema, "x-ns-filterable": operators}


def _value(where: str, field: Field, hub: Hub) -> Schema:
    if field.kind is Kind.REF_LIST:
        return page(hub, reference(hub))
    if points(field):
        return enumeration([]) if restenumerations.is_listed(where, field) else reference(hub)
    if restenumerations.has_status(where, field):
        return enumeration([])
    if field.kind is Kind.ENUM and not restenumerations.is_text(where, field):
        return enumeration(list(restenumerations.ids_of(where, field).values()))
    return {**_TYPES[Kind.DOUBLE if counts(field) else field.kind], **NULLABLE}


def _part(face: Face, name: str, hub: Hub) -> Schema:
    properties = {"links": links(hub), **_properties(face, name, hub)}
    return hub.inner(name, {"type": "object", "properties": dict(sorted(properties.items()))})


def _sublist(face: Face, name: str, hub: Hub) -> Schema:
    properties = {"links": links(hub), **_properties(face, name, hub)}
    keys = [face.names[key] for key in face.keys]
    known: Schema = {"present": bool(keys)}
    if keys:
        known["value"] = {"new": keys, "existing": keys}
    element = hub.inner(
        f"{name}Element",
        {
            "type": "object",
            "properties": dict(sorted(properties.items())),
            "x-ns-filterable": [],
            "x-ns-sublistkey": known,
        },
    )
    return hub.inner(f"{name}Collection", page(hub, element))
