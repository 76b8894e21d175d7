"""``/metadata-catalog``: which types there are, and what each looks like (documented: ``chapter_1540810168``)."""

from __future__ import annotations

from typing import Any

from landbridge.local.access.errors import PermissionMissing
from landbridge.local.access.model import Level
from landbridge.local.records.transforming import PAIRS
from landbridge.local.records.types import TypeDefinition
from landbridge.local.rest import openapi, parameters, schemas
from landbridge.local.rest.references import RECORD_PATH, self_link
from landbridge.local.rest.resources import Call, definition_of
from landbridge.local.rest.schemas import Schema
from landbridge.local.restservices import errors
from landbridge.local.restservices.gate import Answer
from landbridge.recordtypes import restnames

JSON = "application/json"
JSON_SCHEMA = "application/schema+json"
SWAGGER = "application/swagger+json"
PATH = f"{RECORD_PATH}/metadata-catalog"
DIALECT = "https://json-schema.org/draft-06/hyper-schema#"
SHARED: dict[str, Schema] = {"nsLink": schemas.LINK}
"""Schemas that those of types refer to by address."""


class Inline:
    """Writes inner schemas where they are used: a ``schemas.Hub``."""

    def inner(self, name: str, schema: Schema) -> Schema:
        """Return the schema itself."""
        del name
        return schema

    def shared(self, name: str) -> Schema:
        """Return a reference to a schema of the catalogue."""
        return {"$ref": f"{PATH}/{name}"}


def catalogue(call: Call, rest: list[str]) -> Answer:
    """``GET /metadata-catalog[/<type>]`` in the form that ``Accept`` asks for."""
    parameters.only(call.asked, "select")
    wanted = _media_type(call)
    if len(rest) > 1:
        raise errors.no_such_resource(call.asked.path)
    if not rest:
        chosen = _selected(call)
        return _openapi(call, chosen) if wanted == SWAGGER else Answer(200, _list(call, chosen), JSON)
    if rest[0] in SHARED:
        return Answer(200, {**SHARED[rest[0]], "$schema": DIALECT}, JSON_SCHEMA)
    definition = definition_of(call, rest[0])
    return _openapi(call, [definition]) if wanted == SWAGGER else _schema(call, definition)


def _media_type(call: Call) -> str:
    accepted = [part.partition(";")[0].strip().lower() for part in call.asked.header("accept").split(",")]
    for wanted in (SWAGGER, JSON_SCHEMA, JSON):
        if wanted in accepted:
            return wanted
    if accepted == [""] or any(part in ("*/*", "application/*") for part in accepted):
        return JSON
    raise errors.refused(
        406, f"Provide {SWAGGER}, {JSON_SCHEMA} or {JSON}.", "INVALID_HEADER", header="Accept"
    )


def _selected(call: Call) -> list[TypeDefinition]:
    """Return the types that ``select`` names, all that the role may see without it."""
    chosen = parameters.names(call.asked, "select")
    if chosen:
        return [definition_of(call, name) for name in chosen]
    records = call.account.records
    every = [records.definition(name) for name in records.types.names()]
    return [one for one in sorted(every, key=lambda one: one.name) if _sees(call, one)]


def _sees(call: Call, definition: TypeDefinition) -> bool:
    """The catalogue shows what the role may view (documented: it is personalized)."""
    try:
        call.account.access.require(call.session, definition.permission, Level.VIEW)
    except PermissionMissing:
        return False
    return True


def _list(call: Call, chosen: list[TypeDefinition]) -> dict[str, Any]:
    """Return the types with the addresses of their descriptions (shape observed)."""
    site = call.asked.site
    items = []
    for definition in chosen:
        name = restnames.type_name(definition.name)
        address = f"{site}{PATH}/{name}"
        items.append(
            {
                "name": name,
                "links": [
                    {"rel": "canonical", "href": address},
                    {"rel": "alternate", "href": address, "mediaType": SWAGGER},
                    {"rel": "alternate", "href": address, "mediaType": JSON_SCHEMA},
                    {"rel": "describes", "href": f"{site}{RECORD_PATH}/{name}"},
                ],
            }
        )
    return {"links": self_link(f"{site}{PATH}"), "items": items}


def _schema(call: Call, definition: TypeDefinition) -> Answer:
    face = call.face(definition)
    name = restnames.type_name(definition.name)
    schema = schemas.record(face, name, Inline(), custom=_is_custom(call, definition))
    return Answer(200, {**schema, "$schema": DIALECT}, JSON_SCHEMA)


def _is_custom(call: Call, definition: TypeDefinition) -> bool:
    return call.account.records.custom_record_type(definition.name) is not None


def _openapi(call: Call, chosen: list[TypeDefinition]) -> Answer:
    described = (
        (
            restnames.type_name(one.name),
            one.label,
            call.face(one),
            _is_custom(call, one),
            tuple(restnames.type_name(target) for source, target in sorted(PAIRS) if source == one.name),
        )
        for one in chosen
    )
    base = f"{call.asked.site}{RECORD_PATH}"
    return Answer(200, openapi.document(base, described), SWAGGER)
