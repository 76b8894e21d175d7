"""Records and audit trail as JSON."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from landbridge.service.projects.models import User
from tests.component.service_projects.conftest import Write, change

Create = Callable[..., str]


@pytest.fixture
def signed_in(django_client: Client, ada: User) -> Client:
    django_client.force_login(ada)
    return django_client


def test_without_sign_in_nothing_is_answered(django_client: Client, db: None) -> None:
    answer = django_client.get("/api/records")
    assert (answer.status_code, answer.json()["code"]) == (401, "sign_in")


def test_records_are_listed_and_filtered(signed_in: Client, create: Create) -> None:
    acme = create("customer", name="Acme", netsuite_customer_id__c="4711")
    create("user", nickname="ada")
    assert signed_in.get("/api/records").json()["count"] == 2
    for query in ("type=customer", "text=acm", "text=4711", f"text={acme}"):
        found = signed_in.get(f"/api/records?{query}").json()["items"]
        assert [one["spp_id"] for one in found] == [acme], query


@pytest.mark.requirement("spp-01")
def test_a_record_with_its_audit_trail(signed_in: Client, create: Create, write: Write) -> None:
    acme = create("customer", name="Acme")
    write("customer", change("1", acme, minutes=1, phone="2"))
    assert signed_in.get(f"/api/records/{acme}").json()["fields"] == {"name": "Acme", "phone": "2"}
    newest = signed_in.get(f"/api/records/{acme}/audit").json()["items"][0]
    assert {key: newest[key] for key in ("record", "field", "before", "after", "author", "via", "run")} == {
        "record": acme,
        "field": "phone",
        "before": None,
        "after": "2",
        "author": "Ada",
        "via": "NetSuite integration",
        "run": 7,
    }


def test_what_is_not_there_and_what_is_wrong_is_said_in_json(signed_in: Client) -> None:
    missing, wrong = signed_in.get("/api/records/999999"), signed_in.get("/api/records?limit=many")
    assert (missing.status_code, missing.json()["code"]) == (404, "not_found")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "invalid")
    assert "limit" in wrong.json()["message"]


def test_the_openapi_document_names_every_call(signed_in: Client) -> None:
    paths = signed_in.get("/api/openapi.json").json()["paths"]
    assert {"/api/records", "/api/records/{spp_id}/audit", "/api/connections"} <= set(paths)
