"""Records over REST: created, read, changed, upserted, deleted."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from landbridge.local.account import Account
from tests.component.local_rest.client import BASE, SITE, Client

numbers = itertools.count(1)


def name() -> str:
    return f"Company {next(numbers)}"


@pytest.mark.requirement("rest-01")
def test_a_record_is_created_read_changed_and_deleted(client: Client) -> None:
    called = name()
    body = {"companyName": called, "email": "office@example.com", "entityStatus": {"id": "13"}}
    created = client.create("customer", body)
    document = client.get(f"/customer/{created}")
    assert document["links"] == [{"rel": "self", "href": f"{SITE}{BASE}/customer/{created}"}]
    assert (document["id"], document["companyName"]) == (created, called)
    assert document["entityStatus"]["refName"] == "CUSTOMER-Closed Won"

    changed = client.call("PATCH", f"/customer/{created}", {"email": None, "phone": "555 0100"})
    assert (changed.status, changed.document) == (204, None)
    assert changed.headers["Location"] == f"{SITE}{BASE}/customer/{created}"
    after = client.get(f"/customer/{created}")
    assert "email" not in after
    assert after["phone"] == "555 0100"
    assert after["companyName"] == called

    assert client.call("DELETE", f"/customer/{created}").status == 204
    status, detail = client.refused("GET", f"/customer/{created}")
    assert (status, detail["o:errorCode"]) == (404, "NONEXISTENT_ID")


@pytest.mark.requirement("rest-01")
def test_put_creates_by_external_id_and_then_changes(client: Client) -> None:
    first = client.call("PUT", "/customer/eid:C-77_a", {"companyName": name()})
    assert first.status == 204
    second = client.call("PUT", "/customer/eid:C-77_a", {"phone": "555 0177"})
    assert (second.status, second.headers["Location"]) == (204, first.headers["Location"])
    document = client.get("/customer/eid:C-77_a")
    assert (document["externalId"], document["phone"]) == ("C-77_a", "555 0177")
    assert client.call("PATCH", "/customer/eid:C-77_a", {"externalId": "C-78"}).status == 204
    assert client.refused("GET", "/customer/eid:C-77_a")[0] == 404
    assert client.call("DELETE", "/customer/eid:C-78").status == 204


@pytest.mark.requirement("rest-01")
def test_saves_over_rest_are_told_to_scripts_as_such(client: Client, account: Account) -> None:
    created = client.create("employee", {"firstName": "Rest", "lastName": name()})
    last = account.records.timeline.rows()[-1]
    assert (last.type, last.id, last.event, last.context) == (
        "employee",
        created,
        "create",
        "RESTWEBSERVICES",
    )


@pytest.mark.requirement("rest-01")
def test_types_and_properties_are_known_in_any_case(client: Client) -> None:
    called = name()
    created = client.call("POST", "/CUSTOMER", {"companyname": called, "ISPERSON": False})
    assert created.status == 204
    document = client.get(created.headers["Location"].removeprefix(f"{SITE}{BASE}"))
    assert document["companyName"] == called


@pytest.mark.requirement("rest-01")
def test_what_was_read_can_be_sent_back(client: Client) -> None:
    created = client.create("customer", {"companyName": name(), "comments": "as it was"})
    before = client.get(f"/customer/{created}", expandSubResources="true")
    assert client.call("PATCH", f"/customer/{created}", before).status == 204
    after = client.get(f"/customer/{created}", expandSubResources="true")
    ignored = {"lastModifiedDate"}
    assert {key: value for key, value in after.items() if key not in ignored} == {
        key: value for key, value in before.items() if key not in ignored
    }


@pytest.mark.requirement("rest-03")
def test_every_kind_of_custom_field_has_its_json_type(client: Client) -> None:
    values: dict[str, Any] = {
        "custentity_text": "text",
        "custentity_flag": True,
        "custentity_number": 7,
        "custentity_amount": 2.5,
        "custentity_day": "2026-03-01",
        "custentity_moment": "2026-03-01T10:15:00Z",
    }
    body = {**values, "custentity_unit": {"id": 2}, "custentity_units": {"items": [{"id": "1"}, {"id": "3"}]}}
    created = client.create("job", {"companyName": name(), **body})
    document = client.get(f"/job/{created}")
    assert {key: document[key] for key in values} == values
    assert document["custentity_unit"] == {
        "links": [{"rel": "self", "href": f"{SITE}{BASE}/department/2"}],
        "id": "2",
        "refName": "Sales",
    }
    expanded = client.get(f"/job/{created}", expandSubResources="true")["custentity_units"]
    assert [item["id"] for item in expanded["items"]] == ["1", "3"]
    assert expanded["totalResults"] == 2


@pytest.mark.requirement("rest-03")
def test_enumerations_durations_and_renamed_fields(client: Client) -> None:
    body = {"companyName": name(), "jobBillingType": {"id": "5"}, "estimatedTime": "7:30"}
    created = client.create("job", body)
    document = client.get(f"/job/{created}")
    assert document["jobBillingType"] == {"id": "5", "refName": "Time and Materials"}
    assert document["estimatedTime"] == "7:30"
    plain = client.get(f"/job/{created}", simpleEnumFormat="true")
    assert plain["jobBillingType"] == "5"
    person = client.create("employee", {"firstName": "Lower", "lastName": name(), "issalesrep": True})
    document = client.get(f"/employee/{person}")
    assert document["issalesrep"] is True
    assert "isSalesRep" not in document
    customer = client.create("customer", {"companyName": name()})
    assert client.get(f"/customer/{customer}")["searchStage"] == "CUSTOMER"


@pytest.mark.requirement("rest-03")
def test_only_the_fields_asked_for_are_answered(client: Client) -> None:
    created = client.create("customer", {"companyName": "Only these", "phone": "555 0199"})
    document = client.get(f"/customer/{created}", fields="companyName,phone")
    assert sorted(document) == ["companyName", "links", "phone"]
    status, detail = client.refused("GET", f"/customer/{created}", fields="companyName,nonsense")
    assert (status, detail["o:errorQueryParam"]) == (400, "fields")


@pytest.mark.requirement("rest-03")
def test_references_are_sent_by_either_id(client: Client) -> None:
    parent = client.create("customer", {"companyName": name(), "externalId": "parent-1"})
    by_external_id = {"companyName": name(), "parent": {"externalId": "parent-1"}}
    created = client.create("customer", by_external_id)
    assert client.get(f"/customer/{created}")["parent"]["id"] == parent
    assert client.get(f"/customer/{created}/parent")["id"] == parent
    status, detail = client.refused("POST", "/customer", {"companyName": name(), "parent": {"id": "99999"}})
    assert (status, detail["o:errorCode"], detail["o:errorPath"]) == (400, "INVALID_CONTENT", "parent")
    assert (
        "You have entered an Invalid Field Value 99999 for the following field: parent." in detail["detail"]
    )


@pytest.mark.requirement("rest-01", "rest-03")
def test_custom_records_by_their_script_id(client: Client, account: Account) -> None:
    owner = client.create("employee", {"firstName": "Own", "lastName": name()})
    body = {"name": "North", "custrecord_code": "N1", "custrecord_owner": {"id": owner}}
    created = client.create("customrecord_center", body)
    document = client.get(f"/customrecord_center/{created}")
    assert (document["name"], document["custrecord_code"]) == ("North", "N1")
    assert document["custrecord_owner"]["id"] == owner
    assert client.ids("customrecord_center", 'custrecord_code START_WITH "N"') == {created}
    assert client.call("DELETE", f"/customrecord_center/{created}").status == 204


@pytest.mark.requirement("rest-06")
def test_unknown_names_are_judged_as_the_header_says(client: Client) -> None:
    def sent(strictness: str) -> Any:
        body = {"companyName": name(), "favouriteColour": "green"}
        header = {"X-NetSuite-PropertyNameValidation": strictness} if strictness else {}
        return client.call("POST", "/customer", body, headers=header)

    refused = sent("Error")
    assert refused.status == 400
    detail = refused.document["o:errorDetails"][0]
    assert (detail["o:errorCode"], detail["o:errorPath"]) == ("INVALID_CONTENT", "favouriteColour")
    assert "favouriteColour" in sent("").headers["Warning"]
    assert "favouriteColour" in sent("warning").headers["Warning"]
    assert "Warning" not in sent("Ignore").headers
    assert (
        sent("perhaps").document["o:errorDetails"][0]["o:errorHeader"] == "X-NetSuite-PropertyNameValidation"
    )


@pytest.mark.requirement("rest-06")
def test_impossible_values_are_judged_as_the_header_says(client: Client) -> None:
    body = {"companyName": name(), "creditLimit": "a lot", "entityStatus": {"id": "999"}}
    status, detail = client.refused("POST", "/customer", body)
    assert (status, detail["o:errorPath"]) == (400, "creditLimit")
    header = {"X-NetSuite-PropertyValueValidation": "Ignore"}
    answer = client.call("POST", "/customer", {"companyName": name(), "creditLimit": "a lot"}, headers=header)
    assert answer.status == 204
    document = client.get(answer.headers["Location"].removeprefix(f"{SITE}{BASE}"))
    assert "creditLimit" not in document


@pytest.mark.requirement("rest-06")
@pytest.mark.parametrize(
    ("body", "code", "text"),
    [
        ({}, "USER_ERROR", "Error while accessing a resource. Please enter value(s) for: Company Name."),
        (b"{", "INVALID_CONTENT", "Invalid content in the request body"),
        (b"[]", "INVALID_CONTENT", "Invalid content in the request body"),
        (b'{"companyName": NaN}', "INVALID_CONTENT", "Invalid content in the request body"),
        (b"\xff\xfe\x00", "INVALID_CONTENT", "Invalid content in the request body"),
        (b"[" * 100_000, "INVALID_CONTENT", "Invalid content in the request body"),
        ({"companyName": "a", "externalId": "no good"}, "INVALID_CONTENT", "external ID"),
        ({"companyName": "a", "addressBook": []}, "INVALID_CONTENT", "sublist"),
        ({"companyName": {"id": 3}}, "INVALID_CONTENT", "companyName"),
    ],
)
def test_bodies_that_cannot_be_saved(client: Client, body: Any, code: str, text: str) -> None:
    status, detail = client.refused("POST", "/customer", body)
    assert (status, detail["o:errorCode"]) == (400, code)
    assert text in detail["detail"]


@pytest.mark.requirement("rest-06")
def test_a_name_that_is_taken(client: Client) -> None:
    client.create("customer", {"companyName": "Only once"})
    status, detail = client.refused("POST", "/customer", {"companyName": "Only once"})
    assert (status, detail["o:errorCode"]) == (400, "USER_ERROR")
    assert detail["detail"] == "Error while accessing a resource. This entity already exists."


@pytest.mark.requirement("rest-06")
def test_a_record_that_others_point_to_stays(client: Client) -> None:
    parent = client.create("customer", {"companyName": name()})
    client.create("customer", {"companyName": name(), "parent": {"id": parent}})
    status, detail = client.refused("DELETE", f"/customer/{parent}")
    assert (status, detail["o:errorCode"]) == (400, "USER_ERROR")
    assert client.get(f"/customer/{parent}")["id"] == parent


@pytest.mark.requirement("rest-01")
def test_selected_fields_are_cleared_only_when_named(client: Client) -> None:
    created = client.create("customer", {"companyName": name(), "phone": "555 0101", "fax": "555 0102"})
    answer = client.call(
        "PATCH", f"/customer/{created}", {"comments": "x"}, replace="phone", replaceSelectedFields="true"
    )
    assert answer.status == 204
    document = client.get(f"/customer/{created}")
    assert "phone" not in document
    assert document["fax"] == "555 0102"
    status, detail = client.refused(
        "PATCH", f"/customer/{created}", {"fax": None}, replace="phone", replaceSelectedFields="true"
    )
    assert (status, detail["o:errorPath"]) == (400, "fax")
    assert client.get(f"/customer/{created}")["fax"] == "555 0102"
