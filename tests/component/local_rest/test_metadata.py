"""The metadata catalogue: what it says of each type holds for the records that are answered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from landbridge.local.opening import opened_account
from landbridge.local.settings import AccountSettings
from landbridge.recordtypes import RECORD_TYPES
from tests.component.local_rest.client import BASE, SITE, Client, client_of
from tests.component.local_rest.jsonschema import faults

JSON_SCHEMA = {"Accept": "application/schema+json"}
SWAGGER = {"Accept": "application/swagger+json"}


@pytest.fixture(scope="module")
def demo() -> Iterator[Client]:
    """A client of an account with records of every type."""
    with opened_account(AccountSettings(), seed="demo") as account:
        yield client_of(account, "administrator", "metadata@example.com")


def schema_of(client: Client, name: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"/metadata-catalog/{name}", headers=JSON_SCHEMA)
    return found


@pytest.mark.requirement("rest-04")
@pytest.mark.parametrize("name", sorted(kind.rest for kind in RECORD_TYPES.values()))
def test_every_record_answered_fits_its_schema(demo: Client, name: str) -> None:
    schema = schema_of(demo, name)
    known = {f"{BASE}/metadata-catalog/nsLink": schema_of(demo, "nsLink")}
    ids = sorted(demo.ids(name), key=int)[:5]
    found = [
        fault
        for one in ids
        for expanded in ("true", "false")
        for fault in faults(
            schema, demo.get(f"/{name}/{one}", expandSubResources=expanded), known.__getitem__
        )
    ]
    assert found == []
    assert schema["$schema"].startswith("https://json-schema.org/")


@pytest.mark.requirement("rest-04")
def test_what_is_said_to_be_filterable_is(demo: Client) -> None:
    schema = schema_of(demo, "customer")
    assert {"companyName", "lastModifiedDate", "entityStatus", "id"} <= set(schema["x-ns-filterable"])
    assert "addressBook" not in schema["x-ns-filterable"]
    for name in schema["x-ns-filterable"]:
        operators = schema["properties"][name]["x-ns-filterable"]
        if "EMPTY" in operators:
            assert demo.ids("customer", f"{name} EMPTY OR {name} EMPTY_NOT") == demo.ids("customer")
    assert "EQUAL_NOT" in schema["properties"]["creditLimit"]["x-ns-filterable"]
    assert "END_WITH" in schema["properties"]["companyName"]["x-ns-filterable"]


@pytest.mark.requirement("rest-04")
def test_custom_fields_and_custom_records_are_described(client: Client) -> None:
    schema = schema_of(client, "customer")
    assert schema["properties"]["custentity_amount"] == {
        "title": "Amount",
        "type": "number",
        "format": "double",
        "nullable": True,
        "x-ns-custom-field": True,
        "x-ns-filterable": schema["properties"]["creditLimit"]["x-ns-filterable"],
    }
    center = schema_of(client, "customrecord_center")
    assert center["x-ns-custom-record"] is True
    assert {"custrecord_code", "custrecord_owner", "name"} <= center["properties"].keys()


@pytest.mark.requirement("rest-04")
def test_sublists_say_what_tells_their_lines_apart(client: Client) -> None:
    book = schema_of(client, "customer")["properties"]["addressBook"]["properties"]["items"]["items"]
    assert book["x-ns-sublistkey"]["present"] is True
    assert (
        book["properties"]["addressBookAddress"]["properties"]["country"]["properties"]["id"]["enum"].count(
            "US"
        )
        == 1
    )


def references(document: Any) -> Iterator[str]:
    if isinstance(document, dict):
        for name, value in document.items():
            if name == "$ref":
                yield value
            else:
                yield from references(value)
    elif isinstance(document, list):
        for value in document:
            yield from references(value)


@pytest.mark.requirement("rest-04")
def test_the_openapi_document_is_whole(demo: Client) -> None:
    document = demo.get("/metadata-catalog", headers=SWAGGER)
    assert document["openapi"].startswith("3.0.")
    assert document["servers"] == [{"url": f"{SITE}{BASE}"}]
    schemas = document["components"]["schemas"]
    missing = {
        ref for ref in references(document) if ref.removeprefix("#/components/schemas/") not in schemas
    }
    assert missing == set()
    for kind in RECORD_TYPES.values():
        assert {kind.rest, f"{kind.rest}Collection"} <= schemas.keys()
        assert document["paths"][f"/{kind.rest}"].keys() == {"get", "post"}
        assert {"get", "patch", "put", "delete"} <= document["paths"][f"/{kind.rest}/{{id}}"].keys()
    for path, item in document["paths"].items():
        declared = {one["name"] for one in item.get("parameters", []) if one["in"] == "path"}
        assert declared == {part[1:-1] for part in path.split("/") if part.startswith("{")}, path
        for operation in (item[verb] for verb in item.keys() - {"parameters"}):
            assert operation["responses"].keys() & {"200", "204"}
            assert "default" in operation["responses"]


@pytest.mark.requirement("rest-04")
def test_one_type_or_some_are_selected(client: Client) -> None:
    some = client.get("/metadata-catalog", headers=SWAGGER, select="customer,salesorder")
    assert {"/customer", "/salesOrder"} <= some["paths"].keys()
    assert "/employee" not in some["paths"]
    one = client.get("/metadata-catalog/job", headers=SWAGGER)
    assert {"/job", "/job/{id}"} <= one["paths"].keys()
    assert "companyName" in one["components"]["schemas"]["job"]["x-ns-filterable"]
    assert client.refused("GET", "/metadata-catalog", headers=SWAGGER, select="nonsense")[0] == 404
    assert client.refused("GET", "/metadata-catalog/job", headers={"Accept": "text/html"})[0] == 406


@pytest.mark.requirement("rest-04")
def test_the_list_of_types_leads_to_their_descriptions(client: Client) -> None:
    items = {item["name"]: item["links"] for item in client.get("/metadata-catalog")["items"]}
    assert {kind.rest for kind in RECORD_TYPES.values()} | {"customrecord_center"} <= items.keys()
    links = {(link["rel"], link.get("mediaType", "")): link["href"] for link in items["customer"]}
    assert links["describes", ""] == f"{SITE}{BASE}/customer"
    assert links["alternate", "application/schema+json"] == f"{SITE}{BASE}/metadata-catalog/customer"


@pytest.mark.requirement("rest-04")
def test_ids_of_enumerations_are_told_apart(demo: Client) -> None:
    """No two values of a field have one id, or a body could not say which one it means."""
    for kind in RECORD_TYPES.values():
        for name, schema in schema_of(demo, kind.rest)["properties"].items():
            ids = schema.get("properties", {}).get("id", {}).get("enum", [])
            assert len(ids) == len(set(ids)), f"{kind.rest}.{name}"
