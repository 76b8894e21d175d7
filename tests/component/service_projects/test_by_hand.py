"""Records that a person makes or changes, and what the next import does with them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from django.test import Client

from landbridge.service.ports import FieldChange, Outcome
from landbridge.service.projects import accounts
from landbridge.service.projects.models import AuditEntry, SppRecord, User
from landbridge.service.projects.record_types import SPP_TYPES
from landbridge.service.projects.roles import Role
from tests.component.service_projects.conftest import Write, change

Create = Callable[..., str]


@pytest.fixture(autouse=True)
def one_account(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "_sources", [lambda: ["spp-1"]])


@pytest.fixture
def browser(django_client: Client, ada: User) -> Client:
    django_client.force_login(ada)
    return django_client


def form(browser: Client, address: str) -> dict[str, str]:
    """What the edit form holds of the record's version."""
    version = re.search(r'name="seen" value="([^"]+)"', browser.get(address).text)
    assert version
    return {"seen": version[1]}


@pytest.mark.requirement("hard-05")
def test_what_a_person_changed_is_set_right_by_the_next_import(
    browser: Client, create: Create, write: Write, ada: User
) -> None:
    acme = create("customer", name="Acme", phone="1", active=True, notes="old")
    address = f"/records/customer/{acme}/edit/"
    sent = {
        **form(browser, address),
        "field.name": "Acme",
        "field.phone": "2",
        "field.active": "false",
        "field.notes": "",
    }
    assert browser.post(address, sent).status_code == 302
    record = SppRecord.objects.get(pk=acme)
    assert record.fields == {"name": "Acme", "phone": "2", "active": False}
    entry = AuditEntry.objects.get(record=record, field="phone", after="2")
    assert (entry.author, entry.via, entry.run_id, entry.source_modified) == (ada, "", None, None)
    (answer,) = write("customer", change("1", acme, name="Acme", phone="1", active=True))
    assert answer.outcome is Outcome.UPDATED
    assert set(answer.changes) == {
        FieldChange(field="phone", before="2", after="1"),
        FieldChange(field="active", before=False, after=True),
    }


@pytest.mark.requirement("hard-05")
def test_a_change_by_hand_does_not_pass_for_a_version_of_netsuites(
    browser: Client, create: Create, write: Write
) -> None:
    acme = create("customer", name="Acme")
    before = SppRecord.objects.get(pk=acme).source_modified
    browser.patch(f"/api/records/{acme}", {"fields": {"phone": "2"}}, content_type="application/json")
    assert SppRecord.objects.get(pk=acme).source_modified == before


def test_who_looked_before_somebody_else_saved_looks_again(
    browser: Client, create: Create, write: Write
) -> None:
    acme = create("customer", name="Acme", phone="1")
    address = f"/records/customer/{acme}/edit/"
    seen = {"seen": "2026-11-21T11:00:00+00:00"}
    answer = browser.post(address, {**seen, "field.phone": "2"})
    assert answer.status_code == 422
    assert "changed meanwhile" in answer.text
    assert SppRecord.objects.get(pk=acme).fields["phone"] == "1"


def test_the_accounts_words_stand_above_what_was_entered(browser: Client, create: Create) -> None:
    acme = create("customer", name="Acme")
    address = f"/records/customer/{acme}/edit/"
    answer = browser.post(address, {**form(browser, address), "field.rate": "much", "field.currency": "EUR"})
    assert answer.status_code == 422
    assert "Rate (rate) must be a number" in answer.text
    assert 'value="much"' in answer.text
    assert SppRecord.objects.get(pk=acme).fields == {"name": "Acme"}


@pytest.mark.requirement("option-03")
def test_an_administrator_makes_what_is_made_in_suiteprojects_pro(browser: Client, create: Create) -> None:
    shown = browser.get("/records/project_stage/new/").text
    assert 'name="field.name"' in shown
    made = browser.post(
        "/records/project_stage/new/", {"account": "spp-1", "field.name": "Won", "field.position": "3"}
    )
    record = SppRecord.objects.get(type="project_stage")
    assert made.headers["Location"] == f"/records/project_stage/{record.pk}/"
    assert (record.account, record.fields) == ("spp-1", {"name": "Won", "position": 3})
    empty = browser.post("/records/project_stage/new/", {"account": "spp-1", "field.name": ""})
    assert (empty.status_code, "is required and empty" in empty.text) == (422, True)
    assert browser.get("/records/payment/new/").status_code == 404


def test_records_are_made_and_changed_by_the_api(browser: Client, create: Create) -> None:
    def send(method: str, address: str, **body: object) -> tuple[int, dict[str, object]]:
        answer = browser.generic(
            method, f"/api/records{address}", json.dumps(body), content_type="application/json"
        )
        return answer.status_code, answer.json()

    status, made = send(
        "POST", "", account="spp-1", type="job_code", fields={"name": "Engineer", "active": True}
    )
    assert (status, made["fields"]) == (201, {"name": "Engineer", "active": True})
    status, changed = send("PATCH", f"/{made['spp_id']}", fields={"active": None, "code": "E"})
    assert (status, changed["fields"]) == (200, {"name": "Engineer", "code": "E"})
    for body, told in (
        ({"account": "spp-9", "type": "job_code"}, "spp-9"),
        ({"account": "spp-1", "type": "starship"}, "starship"),
        ({"account": "spp-1", "type": "job_code"}, "Name (name) is required"),
    ):
        status, refused = send("POST", "", **body, fields={})
        assert (status, refused["code"]) == (409, "record_refused")
        assert told in str(refused["message"])


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.VIEWER])
def test_who_may_only_look_changes_nothing(django_client: Client, create: Create, role: Role) -> None:
    acme = create("customer", name="Acme")
    django_client.force_login(User.objects.create_user("bob@example.com", "Bob", role, None))
    page = django_client.get(f"/records/customer/{acme}/")
    assert (page.status_code, "/edit/" in page.text) == (200, False)
    assert django_client.post(f"/records/customer/{acme}/edit/", {"field.name": "Mine"}).status_code == 403
    answer = django_client.patch(
        f"/api/records/{acme}", {"fields": {"name": "Mine"}}, content_type="application/json"
    )
    assert answer.status_code == 403
    assert SppRecord.objects.get(pk=acme).name == "Acme"


def test_pages_of_every_type_are_shown(browser: Client, db: None) -> None:
    listed = browser.get("/records/user/").text
    for table, kind in SPP_TYPES.items():
        assert f'href="/records/{table}/"' in listed
        assert f"<h1>{kind.plural}</h1>" in browser.get(f"/records/{table}/").text


def test_a_record_leads_to_what_it_refers_to_and_what_belongs_to_it(browser: Client, create: Create) -> None:
    vendor = create("vendor", name="Cloud Hosting")
    order = create("purchaseorder", vendorid=vendor, name="PO 12", netsuite_vendorbill_id__c="31")
    item = create(
        "purchase_item",
        purchaseorderid=order,
        name="Licences",
        netsuite_vendorbill_purchase_item_id__c="31-1",
    )
    page = browser.get(f"/records/purchaseorder/{order}/").text
    assert f'<a href="/records/vendor/{vendor}/">Cloud Hosting</a>' in page
    assert f'<a href="/records/purchase_item/{item}/">Licences</a>' in page
    assert "31-1" in page
    assert (
        f'<a href="/records/purchaseorder/{order}/">PO 12</a>'
        in browser.get(f"/records/vendor/{vendor}/").text
    )
