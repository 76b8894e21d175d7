"""Who may not see sensitive fields sees a mask, wherever a value is shown or sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import override_settings
from django.urls import reverse

from landbridge.service.projects.models import SppRecord
from landbridge.service.projects.sensitivity import MASK
from landbridge.service.runs.models import Attention, Run, RunItem
from landbridge.service.runs.starts.on_demand import ask_for_record
from landbridge.service.workflows.catalogue import CATALOGUE, Row, Source
from landbridge.service.workflows.models import MappingRow, Workflow
from landbridge.service.workflows.rows import default_rows, replace_rows
from tests.component.service_runs.conftest import Stand
from tests.component.service_runs.purchases import line, make_purchases

SECRET = "+49 151 5550199"
Sign = Callable[[str], Any]


def everything_shown(client: Any, run: Run) -> dict[str, str]:
    """What each way in shows of the run's records, and of the record that came of it."""
    record = SppRecord.objects.filter(type="customer").first()
    addresses = {
        "page of the run": reverse("run", kwargs={"pk": run.pk}),
        "page of all records": reverse("run-records"),
        "page of errors": reverse("errors"),
        "page of their records": reverse("error-records"),
        "overview": reverse("overview"),
        "API of the run": f"/api/runs/{run.pk}/items",
        "API of all records": "/api/items",
        "API of attention": "/api/attention",
        "API of causes": "/api/causes",
        "CSV": "/api/export/items?format=csv",
        "JSON": "/api/export/items?format=json",
    }
    if record is not None:
        addresses |= {
            "page of the record": reverse("record", kwargs={"table": "customer", "pk": record.pk}),
            "API of records": "/api/records",
            "API of the record": f"/api/records/{record.pk}",
            "API of its audit trail": f"/api/records/{record.pk}/audit",
        }
    return {name: text_of(client.get(address)) for name, address in addresses.items()}


def text_of(answer: Any) -> str:
    assert answer.status_code == 200
    body = answer.getvalue() if answer.streaming else answer.content
    return str(body.decode("unicode-escape" if "json" in answer.headers["Content-Type"] else "utf-8"))


@pytest.mark.requirement("log-03")
def test_a_value_that_was_written_is_masked_everywhere(stand: Stand, viewer: Any, admin: Any) -> None:
    stand.customer("20", "Acme", phone="030 1")
    stand.run()
    stand.clock.advance(60)
    stand.customer("20", "Acme", phone=SECRET)
    run = stand.run()
    for place, text in everything_shown(viewer, run).items():
        assert SECRET not in text, place
        assert "030 1" not in text, place
    seen = everything_shown(admin, run)
    holding = (
        "page of the run",
        "API of all records",
        "CSV",
        "JSON",
        "page of the record",
        "API of its audit trail",
    )
    assert [place for place in holding if SECRET not in seen[place]] == []
    page = viewer.get(reverse("run", kwargs={"pk": run.pk})).text
    assert MASK in page
    assert "Acme" in page


@pytest.mark.requirement("log-03")
def test_a_value_that_was_refused_is_masked_in_reason_and_value(
    stand: Stand, viewer: Any, admin: Any
) -> None:
    stand.customer("20", email=f"none, call {SECRET}")
    stand.employee("30", mobilePhone="x" * 300)
    employees = MappingRow.objects.filter(workflow__key="employees", target="phone")
    employees.update(source="values", field="mobilePhone", value={"a": "b"})
    run = stand.run()
    assert stand.item(run, "20").outcome == stand.item(run, "30").outcome == "failed"
    for place, text in everything_shown(viewer, run).items():
        assert SECRET not in text, place
        assert "xxxx" not in text, place
    assert "xxxx" in admin.get(f"/api/runs/{run.pk}/items").text
    assert all(SECRET not in row.reason and "xxx" not in row.reason for row in Attention.objects.all())


@pytest.mark.requirement("log-03")
def test_a_value_that_suiteprojects_pro_refused_is_named_but_not_quoted_to_everybody(
    stand: Stand, viewer: Any, admin: Any
) -> None:
    rows = MappingRow.objects.filter(workflow__key="employees", target="phone")
    rows.update(field="laborCost", target="te_approver")
    stand.employee("30", laborCost="98750")
    run = stand.run(keys=["employees"])
    item = stand.item(run, "30")
    assert (item.code, item.field, item.value) == ("spp_825", "te_approver", "98750")
    for place, text in everything_shown(viewer, run).items():
        assert "9875" not in text, place
    assert "98750" in admin.get(reverse("run", kwargs={"pk": run.pk})).text
    assert MASK in item.reason


@pytest.mark.requirement("log-03")
def test_a_sensitive_field_stays_so_in_whatever_it_is_mapped_to(stand: Stand, viewer: Any) -> None:
    MappingRow.objects.filter(workflow__key="customers", target="company").update(field="homePhone")
    stand.customer("20", homePhone=SECRET)
    for place, text in everything_shown(viewer, stand.run()).items():
        assert SECRET not in text, place


@pytest.mark.requirement("log-03")
def test_a_custom_field_is_sensitive_when_the_setting_names_it(stand: Stand, viewer: Any) -> None:
    MappingRow.objects.filter(workflow__key="customers", target="company").update(
        field="custentity_badge", target="badge__c"
    )
    stand.customer("20", custentity_badge="B-4711")
    run = stand.run()
    assert "B-4711" in everything_shown(viewer, run)["page of the run"]
    with override_settings(SENSITIVE_FIELDS=frozenset({"custentity_badge"})):
        for place, text in everything_shown(viewer, run).items():
            assert "B-4711" not in text, place


@pytest.mark.requirement("log-03")
@pytest.mark.parametrize(
    ("role", "sees"),
    [("administrator", True), ("integration_manager", True), ("operator", False), ("viewer", False)],
)
def test_the_role_decides(stand: Stand, client_of: Sign, role: str, sees: bool) -> None:
    stand.customer("20", phone=SECRET)
    run = stand.run()
    items = client_of(role).get(f"/api/runs/{run.pk}/items").json()["items"]
    phone = next(change for change in items[0]["changes"] if change["field"] == "phone")
    assert phone == {"field": "phone", "before": None, "after": SECRET if sees else MASK}
    assert RunItem.objects.get().changes != items[0]["changes"] or sees


@pytest.mark.requirement("log-03")
def test_searching_finds_no_value_that_is_masked(stand: Stand, viewer: Any) -> None:
    stand.employee("30", mobilePhone=SECRET)
    rows = MappingRow.objects.filter(workflow__key="employees", target="phone")
    rows.update(source="values", field="mobilePhone", value={"a": "b"})
    stand.run()
    assert viewer.get("/api/items", {"text": "no entry"}).json()["items"] != []
    assert viewer.get("/api/items", {"text": SECRET}).json()["items"] == []


@pytest.mark.requirement("log-03")
def test_what_was_imported_stays_masked_when_the_mapping_changes(stand: Stand, viewer: Any) -> None:
    rows = MappingRow.objects.filter(workflow__key="customers", target="company")
    rows.update(field="homePhone")
    stand.customer("20", homePhone=SECRET)
    run = stand.run()
    rows.update(field="companyName")
    for place, text in everything_shown(viewer, run).items():
        assert SECRET not in text, place
    rows.delete()
    for place, text in everything_shown(viewer, run).items():
        assert SECRET not in text, place


@pytest.mark.requirement("log-03")
def test_reasons_are_masked_where_the_setting_names_the_field_later(
    stand: Stand, viewer: Any, admin: Any
) -> None:
    MappingRow.objects.filter(workflow__key="customers", target="company").update(
        source="values", field="custentity_badge", value={"a": "b"}
    )
    stand.customer("20", custentity_badge="B-4711")
    stand.project("40", "20")
    run = stand.run()
    assert stand.item(run, "40").code == "parent_failed"
    assert "B-4711" in everything_shown(viewer, run)["page of errors"]
    assert len(viewer.get("/api/items", {"text": "B-4711"}).json()["items"]) == 1
    with override_settings(SENSITIVE_FIELDS=frozenset({"custentity_badge"})):
        for place, text in everything_shown(viewer, run).items():
            assert "B-4711" not in text, place
        assert viewer.get("/api/items", {"text": "B-47"}).json()["items"] == []
        assert "Customer 20" not in viewer.get(reverse("run-records"), {"text": "B-47"}).text
        assert "Customer 20" not in text_of(viewer.get("/api/export/items", {"text": "B-47"}))
        assert viewer.get("/api/items", {"text": "Customer 20"}).json()["items"] != []
        assert len(admin.get("/api/items", {"text": "B-47"}).json()["items"]) == 2


@pytest.mark.requirement("log-03")
def test_the_length_of_a_hidden_value_is_not_told(stand: Stand, viewer: Any) -> None:
    stand.customer("20", phone="9" * 301)
    run = stand.run()
    assert stand.item(run, "20").code == "unmappable"
    for place, text in everything_shown(viewer, run).items():
        assert "301" not in text, place


@pytest.mark.requirement("log-03")
def test_a_name_that_is_filled_from_a_hidden_field_is_hidden_too(
    stand: Stand, viewer: Any, admin: Any
) -> None:
    MappingRow.objects.filter(workflow__key="customers", target="name").update(field="homePhone")
    stand.customer("20", homePhone=SECRET)
    stand.run()
    stand.clock.advance(60)
    stand.customer("21", homePhone=SECRET)
    run = stand.run()
    assert stand.item(run, "21").code == "name_taken"
    assert SECRET not in Attention.objects.get().reason
    for place, text in everything_shown(viewer, run).items():
        assert SECRET not in text, place
    page = reverse("records-of-type", kwargs={"table": "customer"})
    pk = str(SppRecord.objects.get(type="customer").pk)
    assert SECRET not in viewer.get(page).text
    for text, seen, found in (("0199", viewer, False), (pk, viewer, True), ("0199", admin, True)):
        assert bool(seen.get("/api/records", {"text": text}).json()["items"]) is found
    address = reverse("record", kwargs={"table": "customer", "pk": pk})
    assert address not in viewer.get(page, {"q": "0199"}).text
    assert address in admin.get(page, {"q": "0199"}).text


@pytest.mark.requirement("log-03")
def test_the_answer_to_a_request_for_one_record_is_masked_too(stand: Stand, viewer: Any, admin: Any) -> None:
    stand.customer("20", custentity_badge="B-4711")
    MappingRow.objects.filter(workflow__key="customers", target="company").update(
        source="values", field="custentity_badge", value={"a": "b"}
    )
    asked = ask_for_record(stand.connection, "customers", "20", by=stand.admin, now=stand.clock())
    stand.real_time()
    addresses = (f"/api/runs/record/{asked.pk}", reverse("record-asked", kwargs={"pk": asked.pk}))
    with override_settings(SENSITIVE_FIELDS=frozenset({"custentity_badge"})):
        for address in addresses:
            assert "B-4711" not in viewer.get(address).text
            assert "B-4711" in admin.get(address).text


@pytest.mark.requirement("log-03")
def test_a_field_filled_in_another_group_is_hidden_in_the_table_of_that_group(
    stand: Stand, admin: Any, viewer: Any
) -> None:
    purchases = make_purchases(stand)
    Workflow.objects.update(real_time=False)
    rows = default_rows(CATALOGUE["purchase_orders"])["purchase_item"]
    rows.append((Row("markup__c", Source.FIELD, "billingRate"), True))
    replace_rows(stand.connection, "purchase_orders", {"purchase_item": rows}, by=stand.admin)
    purchases.order("5", [line(1, billingRate=95.25)])
    stand.run()
    (record,) = SppRecord.objects.filter(type="purchase_item")
    assert record.fields["markup__c"] == "95.25"
    for address in (f"/api/records/{record.pk}", f"/api/records/{record.pk}/audit", "/api/records"):
        assert "95.25" in text_of(admin.get(address)), address
        assert "95.25" not in text_of(viewer.get(address)), address
