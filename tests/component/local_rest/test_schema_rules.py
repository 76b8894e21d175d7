"""The metadata catalogue keeps the rules of OpenAPI 3.0 and of JSON Schema; the checker itself finds what breaks them."""

from __future__ import annotations

import copy
import re
from typing import Any

import pytest

from landbridge.recordtypes import RECORD_TYPES
from tests.component.local_rest.client import BASE, Client
from tests.component.local_rest.schemarules import document_faults, schema_faults
from tests.component.local_rest.test_metadata import JSON_SCHEMA, SWAGGER, references

DRAFT = re.compile(r"https?://json-schema\.org/(draft-0[4-7]|draft/20\d\d-\d\d)/(hyper-)?schema#?")


@pytest.mark.requirement("rest-04")
def test_the_openapi_document_keeps_the_rules(client: Client) -> None:
    document = client.get("/metadata-catalog", headers=SWAGGER)
    assert list(document_faults(document)) == []
    ids = [
        operation["operationId"]
        for item in document["paths"].values()
        for operation in item.values()
        if isinstance(operation, dict) and "operationId" in operation
    ]
    assert len(ids) == len(set(ids))
    for reference in references(document):
        found: Any = document
        for part in reference.removeprefix("#/").split("/"):
            found = found[part]
        assert isinstance(found, dict), reference


@pytest.mark.requirement("rest-04")
def test_every_json_schema_keeps_the_rules(client: Client) -> None:
    """A reference names a schema that the catalogue answers."""
    answered = set()
    for name in (*sorted(kind.rest for kind in RECORD_TYPES.values()), "customrecord_center"):
        schema = client.get(f"/metadata-catalog/{name}", headers=JSON_SCHEMA)
        assert DRAFT.fullmatch(schema.pop("$schema")), name
        assert list(schema_faults(schema, name)) == []
        answered |= set(references(schema))
    assert answered
    for reference in answered:
        assert reference.startswith(f"{BASE}/metadata-catalog/")
        assert client.get(reference.removeprefix(BASE), headers=JSON_SCHEMA)["type"] == "object"


@pytest.mark.requirement("rest-04")
@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        (("components", "schemas", "customer", "properties", "id", "type"), "text", "has the type 'text'"),
        (("components", "schemas", "customer", "colour"), "red", "the unknown keyword colour"),
        (("paths", "/customer/{id}", "parameters"), [], "other parameters in its path"),
        (("paths", "/customer", "get", "responses"), {}, "has no responses"),
        (("paths", "/customer", "post", "requestBody", "content"), {}, "has no content"),
        (("info",), {"title": "x"}, "no version"),
    ],
)
def test_the_checker_finds_what_breaks_a_rule(
    client: Client, path: tuple[str, ...], value: Any, told: str
) -> None:
    document = copy.deepcopy(client.get("/metadata-catalog", headers=SWAGGER, select="customer"))
    part = document
    for name in path[:-1]:
        part = part[name]
    part[path[-1]] = value
    assert any(told in fault for fault in document_faults(document))
