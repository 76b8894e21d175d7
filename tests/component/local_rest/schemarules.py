"""What the OpenAPI 3.0 specification demands of a document and of the schemas in it, written from the specification."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

ROOT = frozenset({"openapi", "info", "servers", "paths", "components", "security", "tags", "externalDocs"})
VERBS = frozenset({"get", "put", "post", "delete", "options", "head", "patch", "trace"})
OPERATION = frozenset(
    {
        "tags", "summary", "description", "externalDocs", "operationId", "parameters", "requestBody", "responses", "callbacks",
        "deprecated", "security", "servers",
    }
)  # fmt: skip
PARAMETER = frozenset(
    {
        "name", "in", "description", "required", "deprecated", "allowEmptyValue", "style", "explode", "allowReserved", "schema",
        "example", "examples", "content",
    }
)  # fmt: skip
KEYWORDS = frozenset(
    {
        "title", "multipleOf", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum", "maxLength", "minLength", "pattern",
        "maxItems", "minItems", "uniqueItems", "maxProperties", "minProperties", "required", "enum", "type", "allOf", "oneOf",
        "anyOf", "not", "items", "properties", "additionalProperties", "description", "format", "default", "nullable",
        "discriminator", "readOnly", "writeOnly", "xml", "externalDocs", "example", "deprecated",
    }
)  # fmt: skip
"""Keywords of a Schema Object; those of JSON Schema that NetSuite's catalogue uses are among them, but ``$schema``."""

TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str, "boolean": bool, "integer": int, "number": (int, float), "object": dict, "array": list,
}  # fmt: skip
COMPONENT = re.compile(r"[a-zA-Z0-9._-]+")
STATUS = re.compile(r"[1-5](\d\d|XX)|default")


def unknown(given: Any, known: frozenset[str]) -> set[str]:
    """Return members that are neither known nor extensions."""
    return {name for name in given if name not in known and not name.startswith("x-")}


def schema_faults(schema: Any, path: str) -> Iterator[str]:
    """Iterate over what is wrong with a Schema Object and those in it."""
    if not isinstance(schema, dict):
        yield f"{path} is no object"
        return
    if "$ref" in schema:
        if schema.keys() != {"$ref"}:
            yield f"{path} has members beside $ref, which nobody heeds"
        return
    for name in unknown(schema, KEYWORDS):
        yield f"{path} has the unknown keyword {name}"
    kind = schema.get("type")
    if kind not in TYPES:
        yield f"{path} has the type {kind!r}"
        return
    yield from _values(schema, TYPES[kind], path)
    if kind == "array":
        yield from schema_faults(schema.get("items"), f"{path}[]")
    for name, inner in schema.get("properties", {}).items():
        yield from schema_faults(inner, f"{path}.{name}")


def _values(schema: dict[str, Any], kind: type | tuple[type, ...], path: str) -> Iterator[str]:
    listed = schema.get("enum", ["" if kind is str else None])
    if not listed or len(set(map(repr, listed))) != len(listed):
        yield f"{path} has an empty enumeration or one with repetitions"
    if "enum" in schema and not all(isinstance(one, kind) for one in listed):
        yield f"{path} lists values of another type"
    if "default" in schema and not isinstance(schema["default"], kind):
        yield f"{path} has a default of another type"
    for flag in ("readOnly", "writeOnly", "nullable", "deprecated"):
        if not isinstance(schema.get(flag, False), bool):
            yield f"{path}.{flag} is no boolean"


def document_faults(document: dict[str, Any]) -> Iterator[str]:
    """Iterate over what is wrong with an OpenAPI document."""
    for name in unknown(document, ROOT) | ({"openapi", "info", "paths"} - document.keys()):
        yield f"{name} is missing or unknown at the root"
    if not {"title", "version"} <= document["info"].keys():
        yield "info has no title or no version"
    for name, schema in document["components"]["schemas"].items():
        if not COMPONENT.fullmatch(name):
            yield f"{name} is no name of a component"
        yield from schema_faults(schema, name)
    for requirement in document.get("security", []):
        for name in requirement.keys() - document["components"]["securitySchemes"].keys():
            yield f"security names {name}, which is no scheme"
    for path, item in document["paths"].items():
        yield from _path_faults(path, item)


def _path_faults(path: str, item: dict[str, Any]) -> Iterator[str]:
    if not path.startswith("/"):
        yield f"{path} does not begin with a slash"
    for name in unknown(item, VERBS | {"parameters", "summary", "description", "servers"}):
        yield f"{path} has the unknown member {name}"
    for verb in VERBS & item.keys():
        yield from operation_faults(item[verb], item.get("parameters", []), path, f"{verb} {path}")


def operation_faults(
    operation: dict[str, Any], shared: list[dict[str, Any]], path: str, where: str
) -> Iterator[str]:
    """Iterate over what is wrong with one operation."""
    for name in unknown(operation, OPERATION):
        yield f"{where} has the unknown member {name}"
    parameters = [*shared, *operation.get("parameters", [])]
    named = [(one["name"], one["in"]) for one in parameters]
    if len(set(named)) != len(named):
        yield f"{where} declares a parameter twice"
    for one in parameters:
        yield from _parameter(one, where)
    if {name for name, place in named if place == "path"} != set(re.findall(r"\{(\w+)\}", path)):
        yield f"{where} declares other parameters in its path than it has"
    if "requestBody" in operation:
        yield from _content(operation["requestBody"], f"{where} body", needed=True)
    if not operation.get("responses"):
        yield f"{where} has no responses"
    for status, response in operation.get("responses", {}).items():
        if not STATUS.fullmatch(status) or not response.get("description"):
            yield f"{where} has the response {status!r} without a description"
        yield from _content(response, f"{where} {status}", needed=status == "200")


def _parameter(one: dict[str, Any], where: str) -> Iterator[str]:
    name = one["name"]
    for member in unknown(one, PARAMETER):
        yield f"{where} {name} has the unknown member {member}"
    if one["in"] not in {"path", "query", "header", "cookie"}:
        yield f"{where} {name} is in {one['in']}"
    if one["in"] == "path" and one.get("required") is not True:
        yield f"{where} {name} is in the path and not required"
    yield from schema_faults(one.get("schema"), f"{where} {name}")


def _content(holder: dict[str, Any], where: str, *, needed: bool) -> Iterator[str]:
    content = holder.get("content", {})
    if needed and not content:
        yield f"{where} has no content"
    for media_type, one in content.items():
        if "/" not in media_type:
            yield f"{where} has the media type {media_type}"
        yield from schema_faults(one.get("schema"), f"{where} {media_type}")
