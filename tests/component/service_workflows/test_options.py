"""Options of the workflows: what they let in, what they change, and that a changed one is read again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from landbridge.service.ports import Reference
from landbridge.service.projects.models import SppRecord
from landbridge.service.runs.models import Run
from landbridge.service.workflows import administration
from landbridge.service.workflows.activation import activate, set_options, set_real_time
from landbridge.service.workflows.catalogue import CATALOGUE
from tests.component.service_runs.conftest import Stand, make_stand

ROBOTICS, ROBOTS = Reference("20", "Customer 20"), Reference("30", "Project 30")


@pytest.fixture
def stand(db: None) -> Stand:
    """Employees, customers and projects are active; a customer with a project."""
    stand = make_stand()
    for key in ("employees", "customers", "projects"):
        set_real_time(stand.connection, key, live=False, by=None)
    stand.customer("20")
    stand.project("30", "20")
    return stand


def add(stand: Stand, *keys: str) -> None:
    barred = [key for key in keys if not CATALOGUE[key].standard]
    administration.allow(stand.connection, barred, by=stand.admin)
    for key in keys:
        activate(stand.connection, key, by=stand.admin)


def choose(stand: Stand, key: str, **values: bool) -> None:
    set_options(stand.connection, key, values, by=stand.admin)


def outcome(stand: Stand, run: Run, internal_id: str) -> tuple[str, str]:
    item = stand.item(run, internal_id)
    return item.outcome, item.code


def fields(table: str, **those: str) -> dict[str, Any]:
    found: dict[str, Any] = SppRecord.objects.get(type=table, fields__contains=those).fields
    return found


@pytest.mark.requirement("option-01")
def test_a_changed_option_reads_again_what_it_lets_in(stand: Stand) -> None:
    stand.customer("21", stage="_lead")
    stand.customer("22", stage="_prospect")
    stand.customer("23", custentity_oa_export_to_openair=False)
    stand.employee("5", isInactive=True)
    choose(stand, "customers", include_leads=False, include_prospects=False)
    run = stand.run()
    assert [outcome(stand, run, one)[1] for one in ("21", "22", "23", "5")] == [
        *("stage_excluded", "stage_excluded"),
        *("not_marked", "inactive"),
    ]
    choose(stand, "customers", include_leads=True, include_prospects=True, import_unmarked=True)
    choose(stand, "employees", include_inactive=True)
    stand.clock.advance(3600)
    run = stand.run()
    assert [outcome(stand, run, one)[0] for one in ("21", "22", "23", "5")] == ["created"] * 4
    assert fields("customer", netsuite_customer_id__c="21")["type"] == "P"
    assert fields("user", netsuite_user_id__c="5")["active"] is False


@pytest.mark.requirement("option-03")
def test_stage_template_and_workspace_of_a_project(stand: Stand) -> None:
    SppRecord.objects.bulk_create(
        SppRecord(
            account=stand.connection.spp_database_id, type=table, name=name, fields={"name": name, **more},
            created=stand.clock(), updated=stand.clock(),
        )
        for table, name, more in (
            ("project_stage", "In progress", {}),
            ("project", "Roll-out", {"template": True, "active": True, "customerid": "1"}),
        )
    )  # fmt: skip
    template = SppRecord.objects.get(name="Roll-out")
    stage = SppRecord.objects.get(name="In progress")
    SppRecord.objects.create(
        account=template.account, type="project_task", name="Plan", created=stand.clock(), updated=stand.clock(),
        fields={"name": "Plan", "projectid": str(template.pk)},
    )  # fmt: skip
    choose(stand, "projects", map_stage=True, use_template=True, create_workspace=True)
    stand.project(
        "31",
        "20",
        custentity_oa_project_stage=Reference("2", "In progress"),
        custentity_oa_project_template=Reference("1", "Roll-out"),
        custentity_oa_create_project_workspace=True,
    )
    stand.project("32", "20", custentity_oa_project_stage=Reference("9", "Dreaming"))
    stand.project("33", "20", custentity_oa_project_template=Reference("9", "Moonshot"))
    run = stand.run()
    assert outcome(stand, run, "31") == ("created", ""), stand.item(run, "31").reason
    made = fields("project", netsuite_project_id__c="31")
    assert (made["project_stageid"], made["template_project_id"]) == (str(stage.pk), str(template.pk))
    assert made["create_workspace"] is True
    tasks = SppRecord.objects.filter(type="project_task").values_list("name", "fields__projectid")
    new = SppRecord.objects.get(type="project", fields__contains={"netsuite_project_id__c": "31"})
    assert set(tasks) == {("Plan", str(template.pk)), ("Plan", str(new.pk))}
    item = stand.item(run, "32")
    assert (item.outcome, item.field, item.value) == ("failed", "custentity_oa_project_stage", "Dreaming")
    assert outcome(stand, run, "33")[0] == "created"
    assert "template_project_id" not in fields("project", netsuite_project_id__c="33")


@pytest.mark.requirement("option-03")
def test_without_its_stage_a_project_keeps_the_one_that_it_has(stand: Stand) -> None:
    SppRecord.objects.create(
        account=stand.connection.spp_database_id, type="project_stage", name="Done", fields={"name": "Done"},
        created=stand.clock(), updated=stand.clock(),
    )  # fmt: skip
    choose(stand, "projects", map_stage=True)
    stand.project("31", "20", custentity_oa_project_stage=Reference("3", "Done"))
    stand.run()
    stage = fields("project", netsuite_project_id__c="31")["project_stageid"]
    stand.clock.advance(3600)
    stand.project("31", "20", custentity_oa_project_stage=None, comments="Later")
    stand.run()
    kept = fields("project", netsuite_project_id__c="31")
    assert (kept["project_stageid"], kept["notes"]) == (stage, "Later")


@pytest.mark.requirement("option-04")
def test_a_sales_orders_total_is_its_net_total_by_option(stand: Stand) -> None:
    add(stand, "sales_orders")
    line = {"line": 1, "job": ROBOTS, "amount": 100.0, "custcol_oa_billing_rule_type": Reference("1")}
    given = {
        "tranId": "SO1",
        "entity": ROBOTICS,
        "tranDate": date(2026, 3, 1),
        "total": 119.0,
        "subTotal": 100.0,
    }
    stand.netsuite.save("salesOrder", "40", lines={"itemList": [line]}, **given)
    stand.run()
    assert fields("customerpo", netsuite_customerpo_id__c="40")["total"] == 119
    choose(stand, "sales_orders", net_total=True)
    stand.clock.advance(3600)
    stand.run()
    assert fields("customerpo", netsuite_customerpo_id__c="40")["total"] == 100


@pytest.mark.requirement("option-04")
def test_a_purchase_orders_number_is_netsuites_by_option(stand: Stand) -> None:
    add(stand, "vendors", "products", "purchase_orders")
    stand.netsuite.save("vendor", "50", entityId="Grip", custentity_oa_export_to_openair=True)
    stand.netsuite.save(
        "item", "60", itemId="Gripper", subtype="Purchase", custitem_oa_export_to_openair_product=True
    )
    line = {
        "line": 1, "item": Reference("60", "Gripper"), "customer": ROBOTS, "quantity": 1.0, "rate": 5.0, "amount": 5.0,
        "custcol_oa_export_to_openair": True,
    }  # fmt: skip
    given = {"tranId": "PO77", "entity": Reference("50", "Grip"), "custbody_oa_export_to_openair": True}
    stand.netsuite.save("purchaseOrder", "41", lines={"itemList": [line]}, **given)
    stand.run()
    assert "number" not in fields("purchaseorder", netsuite_purchaseorder_id__c="41")
    choose(stand, "purchase_orders", transaction_number=True)
    stand.clock.advance(3600)
    stand.run()
    assert fields("purchaseorder", netsuite_purchaseorder_id__c="41")["number"] == "PO77"
    assert fields("purchase_item", netsuite_purchase_item_id__c="41-1")["order_reference_number"] == "PO77"


@pytest.mark.requirement("option-05")
def test_contacts_come_with_marked_customers_and_by_option_with_projects(stand: Stand) -> None:
    add(stand, "vendors", "contacts")
    stand.customer("24", custentity_oa_export_to_openair=False)
    stand.netsuite.save("vendor", "50", entityId="Grip", custentity_oa_export_to_openair=True)
    for internal_id, company in (("70", "20"), ("71", "24"), ("72", "30"), ("73", "50")):
        stand.netsuite.save("contact", internal_id, entityId=f"C{internal_id}", company=Reference(company))
    run = stand.run()
    ids = ("70", "71", "72", "73")
    assert [outcome(stand, run, one)[0] for one in ids] == ["created", "skipped", "skipped", "skipped"]
    choose(stand, "contacts", contacts_of_projects=True)
    stand.clock.advance(3600)
    stand.run()
    customer = SppRecord.objects.get(type="customer", fields__contains={"netsuite_customer_id__c": "20"})
    assert fields("contact", netsuite_contact_id__c="72")["customerid"] == str(customer.pk)
    assert SppRecord.objects.filter(type="contact").count() == 2
    choose(stand, "contacts", contacts_of_projects=False, contacts_of_customers=False)
    stand.clock.advance(3600)
    assert outcome(stand, stand.run(), "70")[1] == "contacts_off"
