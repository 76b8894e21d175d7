"""The metadata catalogue as OpenAPI 3.0 (documented: ``section_1545126526``)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from landbridge.local.rest import schemas
from landbridge.local.rest.faces import Face
from landbridge.local.rest.schemas import Schema
from landbridge.local.rest.validation import NAME_HEADER, VALUE_HEADER
from landbridge.local.restservices.gate import COLLECTION, ERROR, SINGULAR

VERSION = "3.0.1"
HERE = "#/components/schemas/"

ERROR_SCHEMA: Schema = {
    "type": "object",
    "properties": {
        "type": {"title": "Type", "type": "string", "format": "URI", "readOnly": True},
        "title": {"title": "Title", "type": "string", "readOnly": True},
        "status": {"title": "Status", "type": "integer", "format": "int32", "readOnly": True},
        "o:errorDetails": {
            "type": "array",
            "readOnly": True,
            "items": {
                "type": "object",
                "properties": {
                    "detail": {"title": "Detail", "type": "string", "readOnly": True},
                    "o:errorCode": {"title": "Error Code", "type": "string", "readOnly": True},
                    "o:errorHeader": {"title": "Error Header", "type": "string", "readOnly": True},
                    "o:errorPath": {"title": "Error Path", "type": "string", "readOnly": True},
                    "o:errorQueryParam": {
                        "title": "Error Query Parameter",
                        "type": "string",
                        "readOnly": True,
                    },
                    "o:errorUrl": {"title": "Error URL", "type": "string", "readOnly": True},
                },
            },
        },
    },
}


class Components:
    """Keeps inner schemas by name: a ``schemas.Hub``."""

    def __init__(self) -> None:
        self.schemas: dict[str, Schema] = {"nsLink": schemas.LINK, "nsError": ERROR_SCHEMA}

    def inner(self, name: str, schema: Schema) -> Schema:
        """Keep a schema and return a reference to it."""
        self.schemas[name] = schema
        return self.shared(name)

    def shared(self, name: str) -> Schema:
        """Return a reference."""
        return {"$ref": f"{HERE}{name}"}


def document(base: str, types: Iterable[tuple[str, str, Face, bool, tuple[str, ...]]]) -> dict[str, Any]:
    """Return the document of types: REST's name, label, face, whether custom, targets of ``!transform``."""
    components = Components()
    paths: dict[str, Any] = {}
    for name, label, face, custom, targets in types:
        components.inner(name, schemas.record(face, name, components, custom=custom))
        components.inner(f"{name}Collection", schemas.page(components, components.shared(name)))
        paths |= _paths(components, name, label, targets)
    return {
        "openapi": VERSION,
        "info": {"title": "NetSuite REST API", "version": "v1"},
        "servers": [{"url": base}],
        "paths": paths,
        "components": {
            "schemas": components.schemas,
            "securitySchemes": {"oauth2": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"oauth2": []}],
    }


def _paths(hub: Components, name: str, label: str, targets: tuple[str, ...]) -> dict[str, Any]:
    paths: dict[str, Any] = {
        f"/{name}": {"get": _listing(hub, name), "post": _insertion(hub, name)},
        f"/{name}/{{id}}": {
            "parameters": [_id()],
            "get": _reading(hub, name),
            "patch": _change(hub, name, "Update record.", "Updated record."),
            "put": _change(hub, name, "Insert or update record.", "Upserted record."),
            "delete": _operation(name, "Remove record.", _done(hub, f"Removed {label}.")),
        },
    }
    for target in targets:
        paths[f"/{name}/{{id}}/!transform/{target}"] = {
            "parameters": [_id()],
            "post": _operation(name, f"Transform to {target}.", _done(hub, "Transformed record.")),
        }
    return paths


def _operation(name: str, summary: str, responses: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"tags": [name], "summary": summary, **more, "responses": responses}


def _listing(hub: Components, name: str) -> dict[str, Any]:
    return _operation(
        name,
        "Get list of records.",
        _found(hub, f"{name}Collection", COLLECTION),
        parameters=_collection_parameters(),
    )


def _insertion(hub: Components, name: str) -> dict[str, Any]:
    return _operation(
        name,
        "Insert record.",
        _done(hub, "Inserted record."),
        parameters=[_replace(), *_strict()],
        requestBody=_body(hub, name),
    )


def _reading(hub: Components, name: str) -> dict[str, Any]:
    return _operation(name, "Get record.", _found(hub, name, SINGULAR), parameters=_shown())


def _change(hub: Components, name: str, summary: str, done: str) -> dict[str, Any]:
    selected = _switch("replaceSelectedFields", "Clear the fields that replace names.")
    return _operation(
        name,
        summary,
        _done(hub, done),
        parameters=[_replace(), selected, *_strict()],
        requestBody=_body(hub, name),
    )


def _body(hub: Components, name: str) -> dict[str, Any]:
    return {"required": True, "content": {SINGULAR: {"schema": hub.shared(name)}}}


def _id() -> dict[str, Any]:
    return _parameter(
        "id", "path", {"type": "string"}, "Internal identifier, or eid: and an external identifier."
    )


def _shown() -> list[dict[str, Any]]:
    return [
        _switch("expandSubResources", "Expand sublists and subrecords."),
        _switch("simpleEnumFormat", "Enumerations as ids only."),
        _parameter("fields", "query", {"type": "string"}, "Names of the fields to return."),
    ]


def _replace() -> dict[str, Any]:
    return _parameter("replace", "query", {"type": "string"}, "Names of sublists to replace.")


def _strict() -> list[dict[str, Any]]:
    return [_strictness(NAME_HEADER, "Warning"), _strictness(VALUE_HEADER, "Error")]


def _switch(name: str, description: str) -> dict[str, Any]:
    return _parameter(name, "query", {"type": "boolean", "default": False}, description)


def _collection_parameters() -> list[dict[str, Any]]:
    whole = {"type": "integer", "format": "int32"}
    return [
        _parameter("q", "query", {"type": "string"}, "Search query used to filter results."),
        _parameter(
            "limit", "query", {**whole, "default": 1000}, "The limit used to specify the number of results."
        ),
        _parameter("offset", "query", {**whole, "default": 0}, "The offset used for selecting a page."),
        _parameter("expandRecords", "query", {"type": "boolean"}, "Return the records of ids whole."),
        _parameter("ids", "query", {"type": "string"}, "Identifiers of records."),
    ]


def _parameter(name: str, where: str, schema: Schema, description: str) -> dict[str, Any]:
    required = {"required": True} if where == "path" else {}
    return {"name": name, "in": where, **required, "description": description, "schema": schema}


def _strictness(header: str, default: str) -> dict[str, Any]:
    schema = {"type": "string", "enum": ["Error", "Warning", "Ignore"], "default": default}
    return _parameter(header, "header", schema, "Sets the strictness of property validation.")


def _found(hub: Components, name: str, media_type: str) -> dict[str, Any]:
    content = {media_type: {"schema": hub.shared(name)}}
    return {"200": {"description": "OK", "content": content}, "default": _error(hub)}


def _done(hub: Components, description: str) -> dict[str, Any]:
    return {"204": {"description": description}, "default": _error(hub)}


def _error(hub: Components) -> dict[str, Any]:
    return {"description": "Error response.", "content": {ERROR: {"schema": hub.shared("nsError")}}}
