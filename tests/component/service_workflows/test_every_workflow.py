"""Every workflow over a local NetSuite account that really runs: its demo records and some more, and what arrives.

By SOAP, and in the long run by REST and queries.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction

from landbridge.local.scripting import suiteapp_folder
from landbridge.local.testing import RunningAccount, running_account
from landbridge.netsuite.protocols import Protocol
from landbridge.service.projects.models import SppRecord
from landbridge.service.runs import queueing
from landbridge.service.runs.models import Run, RunItem

from .arrivals import Arrivals, arrivals

MARK = {"custentity_oa_export_to_openair": True}
PROJECT, CUSTOMER, EMPLOYEE, VENDOR = "4", "3", "5", "3"
"""Of the demo's records those that are marked and hang together."""


@dataclass
class Arrived:
    """What arrived in a run of everything, and then of vendor bills in place of purchase orders."""

    netsuite: RunningAccount
    there: Arrivals
    run: Run
    bills: Run
    more: dict[str, str]

    def outcome(self, key: str, internal_id: str) -> tuple[str, str, str]:
        return self.there.item(self.bills if key == "vendor_bills" else self.run, key, internal_id)


def add_records(netsuite: RunningAccount) -> dict[str, str]:
    """Save what the demo lacks; return internal ids by a name."""
    account = netsuite.account

    def save(record_type: str, **values: Any) -> str:
        return account.records.save(account.access.system_session(), record_type, values).record.id

    user = save("vendor", companyName="Free Lancer", isPerson=False, custentity_oa_user_or_vendor="1", **MARK)
    bill = save(
        "vendorBill", entity=user, tranId="FL-1", custbody_oa_expense_report_number="2003",
        expenseList=[{"account": "15", "amount": 80.0}],
    )  # fmt: skip
    paid = save("vendorPayment", entity=user, applyList=[{"apply": True, "doc": int(bill), "amount": 80.0}])
    foreign = save(
        "creditMemo", entity="1", itemList=[{"item": "1", "quantity": 1.0, "rate": "150.0"}],
        applyList=[{"apply": True, "doc": 4, "amount": 90.0}],
    )  # fmt: skip
    idle = save("expenseCategory", name="Fax", expenseAcct="12", isInactive=True)
    customer = save("customer", companyName="Loner", isPerson=False, entityStatus="13", **MARK)
    case = save(
        "supportCase", title="Of a customer", company=customer, status="1", priority="1",
        custevent_oa_export_to_openair=True,
    )  # fmt: skip
    return {"user": user, "bill": bill, "paid": paid, "foreign": foreign, "idle": idle, "case": case}


@pytest.fixture(scope="module", params=[Protocol.SOAP, pytest.param(Protocol.REST, marks=pytest.mark.full)])
def arrived(request: pytest.FixtureRequest, postgres: str) -> Iterator[Arrived]:
    with running_account(suiteapp=suiteapp_folder()) as netsuite, transaction.atomic():
        more = add_records(netsuite)
        with arrivals(netsuite, request.param) as there:
            there.activate_all(but="vendor_bills")
            run = there.run()
            there.change_over(off="purchase_orders", on="vendor_bills")
            yield Arrived(netsuite, there, run, there.run("vendor_bills"), more)
        transaction.set_rollback(True)


@pytest.mark.requirement("import-01", "import-02", "import-08", "import-09")
def test_nothing_waits_and_nothing_fails_but_what_should(arrived: Arrived) -> None:
    items = RunItem.objects.filter(run__in=(arrived.run, arrived.bills))
    stopped = items.filter(outcome__in=("waiting", "failed"))
    assert [(one.workflow.key, one.internal_id) for one in stopped.select_related("workflow")] == [
        ("credit_memos", arrived.more["foreign"])
    ]
    made = set(items.filter(outcome="created").values_list("workflow__key", flat=True))
    assert made == set(arrived.run.workflows) | {"vendor_bills"}


@pytest.mark.requirement("import-01")
def test_people_customers_projects_tasks_and_cases(arrived: Arrived) -> None:
    there = arrived.there
    user, customer, project = (
        there.of(*one) for one in (("user", EMPLOYEE), ("customer", CUSTOMER), ("project", PROJECT))
    )
    assert (user["nickname"], user["email"], user["type"]) == (
        "EMP5",
        "carla@demo.example",
        "Consultant",
    )
    assert (customer["type"], project["name"], project["customerid"]) == (
        "C",
        "Robot commissioning",
        customer["id"],
    )
    task = there.of("project_task", "3")
    assert (task["name"], task["projectid"], task["customerid"], task["planned_hours"]) == (
        "Commissioning",
        project["id"],
        customer["id"],
        24,
    )
    case = there.of("project_task", "3", "netsuite_case_id__c")
    assert (case["name"], case["projectid"], case["closed"]) == ("Robot stops at start", project["id"], False)
    assert case["id"] != task["id"], "a case and a task may have the same NetSuite id"
    assert arrived.outcome("cases", arrived.more["case"])[:2] == ("skipped", "parent_not_exported")


@pytest.mark.requirement("import-02")
def test_services_products_and_expense_items(arrived: Arrived) -> None:
    there = arrived.there
    assert there.of("category", "10")["rate"] == 180
    assert (there.of("product", "12")["standard_cost"], there.of("product", "12")["name"]) == (350, "Gripper")
    assert there.of("item", "1")["type"] == "R"
    assert arrived.outcome("products", "10")[1] == "not_marked"


@pytest.mark.requirement("import-08")
def test_cost_centers_rate_cards_and_expense_categories_need_no_mark(arrived: Arrived) -> None:
    there = arrived.there
    assert there.of("cost_center", "1")["code"] == "0100"
    assert there.of("rate_card", "2")["notes"] == "Ten percent below standard."
    active = SppRecord.objects.filter(type="item").values_list("name", flat=True)
    assert sorted(active) == ["Airfare", "Hotel", "Meals"]
    assert arrived.outcome("expense_items", arrived.more["idle"])[1] == "inactive"


@pytest.mark.requirement("import-03")
def test_a_sales_order_with_its_rules(arrived: Arrived) -> None:
    there = arrived.there
    order, project = there.of("customerpo", "13"), there.of("project", PROJECT)
    assert (order["number"], order["customerid"]) == ("PO-4711", project["customerid"])
    link = there.of("customerpo_to_project", f"13-{PROJECT}")
    assert (link["customerpoid"], link["projectid"], link["active"]) == (order["id"], project["id"], True)
    lines = [f"13-{line}" for line in (1, 2, 3)]
    billing = [there.of("project_billing_rule", line) for line in lines]
    assert [(one["type"], one.get("amount")) for one in billing] == [("T", None), ("F", 5000), ("F", 2500)]
    recognition = [there.of("revenue_recognition_rule", line) for line in lines]
    assert [(one["type"], one["amount"]) for one in recognition] == [("T", 7200), ("C", 5000), ("F", 2500)]
    assert {one["customerpoid"] for one in billing} == {one["customerpo_id"] for one in recognition}
    assert SppRecord.objects.filter(type="project_billing_rule").count() == 3
    assert arrived.outcome("sales_orders", "1")[1] == "no_billing_rule"


@pytest.mark.requirement("import-04")
def test_a_credit_memo_is_a_negative_invoice(arrived: Arrived) -> None:
    there = arrived.there
    credit = there.of("invoice", "15", "netsuite_credit_memo_invoice_id__c")
    slip = there.of("slip", "15-1", "netsuite_credit_memo_slip_id__c")
    assert (credit["total"], slip["total"], slip["rate"], slip["quantity"]) == (-360, -360, -180, 2)
    assert (credit["original_invoiceid"], slip["invoiceid"]) == (
        there.of("invoice", "14")["id"],
        credit["id"],
    )
    assert slip["projectid"] == there.of("project", PROJECT)["id"]


@pytest.mark.requirement("import-04")
def test_a_credit_of_an_invoice_that_is_not_known_fails(arrived: Arrived) -> None:
    outcome, code, reason = arrived.outcome("credit_memos", arrived.more["foreign"])
    assert (outcome, code) == ("failed", "parent_not_exported")
    assert "(NetSuite id 4) is not imported: The invoice did not come from SuiteProjects Pro." in reason


@pytest.mark.requirement("import-05")
def test_payments_and_reimbursements(arrived: Arrived) -> None:
    there = arrived.there
    payment = there.of("payment", "16-14")
    assert (payment["total"], payment["invoiceid"]) == (500, there.of("invoice", "14")["id"])
    assert arrived.outcome("payments", "6")[:2] == ("skipped", "parent_not_exported")
    of_report = there.of("reimbursement", "24-22")
    assert (of_report["total"], of_report["envelopeid"]) == (448.5, there.of("envelope", "22")["id"])
    of_bill = there.of("reimbursement", f"{arrived.more['paid']}-{arrived.more['bill']}")
    assert (of_bill["total"], of_bill["envelopeid"]) == (80, there.of("envelope", arrived.more["bill"])["id"])
    assert arrived.outcome("reimbursements", "23")[:2] == ("skipped", "parent_not_exported")


@pytest.mark.requirement("import-06")
@pytest.mark.parametrize(
    ("document", "prefix", "sign"),
    [("17", "netsuite_", 1), ("19", "netsuite_vendorbill_", 1), ("21", "netsuite_vendor_credit_", -1)],
    ids=["purchase order", "bill", "credit"],
)
def test_a_purchase_document_gives_five_records(
    arrived: Arrived, document: str, prefix: str, sign: int
) -> None:
    there = arrived.there
    header = "netsuite_purchaseorder_id__c" if sign > 0 and document == "17" else f"{prefix}id__c"
    order = there.of("purchaseorder", document, header)
    item, request, of_request, fulfillment = (
        there.of(table, f"{document}-1", f"{prefix}{table}_id__c")
        for table in ("purchase_item", "purchaserequest", "request_item", "fulfillment")
    )
    assert order["vendorid"] == there.of("vendor", VENDOR)["id"]
    assert (item["cost"], item["total"]) == (sign * 350, sign * 350 * item["quantity"])
    assert item["projectid"] == request["projectid"] == there.of("project", PROJECT)["id"]
    assert item["productid"] == there.of("product", "12")["id"]
    assert (item["purchaseorderid"], of_request["purchaserequestid"]) == (order["id"], request["id"])
    assert (of_request["purchase_itemid"], fulfillment["purchase_item_id"]) == (item["id"], item["id"])
    assert fulfillment["quantity"] == item["quantity"]
    others = SppRecord.objects.filter(
        type="purchase_item", fields__contains={f"{prefix}purchase_item_id__c": f"{document}-2"}
    )
    assert not others.exists(), "a line without the mark"


@pytest.mark.requirement("import-06")
def test_an_unapproved_bill_stays_out(arrived: Arrived) -> None:
    outcome, code, reason = arrived.outcome("vendor_bills", "20")
    assert (outcome, code) == ("skipped", "bill_not_ready")
    assert "Pending Approval" in reason
    assert arrived.outcome("vendor_bills", "18")[0] == "created"


@pytest.mark.requirement("import-09")
def test_what_other_records_refer_to(arrived: Arrived) -> None:
    there = arrived.there
    assert there.of("vendor", VENDOR)["terms"]
    contact = there.of("contact", "2")
    assert (contact["email"], contact["customerid"]) == (
        "jun@cedar.example",
        there.of("customer", CUSTOMER)["id"],
    )
    assert there.of("invoice", "14")["number"] == "1001"
    report = there.of("envelope", "22")
    assert (report["number"], report["userid"]) == ("2001", there.of("user", EMPLOYEE)["id"])
    freelancer = there.of("user", arrived.more["user"], "netsuite_vendor_id__c")
    assert there.of("envelope", arrived.more["bill"])["userid"] == freelancer["id"]
    assert arrived.outcome("vendors", arrived.more["user"])[1] == "vendor_is_user"


@pytest.mark.requirement("prove-03")
def test_importing_once_more_changes_nothing(arrived: Arrived) -> None:
    before = SppRecord.objects.order_by("pk").values_list("pk", "fields")
    held = list(before)
    again = arrived.there.run()
    assert not RunItem.objects.filter(run=again, outcome__in=("created", "updated")).exists()
    assert list(before.all()) == held


CHANGED = {
    "employees": ("employee", EMPLOYEE, "title"),
    "customers": ("customer", CUSTOMER, "comments"),
    "projects": ("job", PROJECT, "comments"),
    "project_tasks": ("projectTask", "3", "message"),
    "cases": ("supportCase", "3", "title"),
    "services": ("serviceSaleItem", "10", "salesDescription"),
    "products": ("nonInventoryPurchaseItem", "12", "purchaseDescription"),
    "expense_items": ("expenseCategory", "1", "description"),
    "sales_orders": ("salesOrder", "13", "memo"),
    "credit_memos": ("creditMemo", "15", "memo"),
    "payments": ("customerPayment", "16", "memo"),
    "vendor_bills": ("vendorBill", "18", "memo"),
    "vendor_credits": ("vendorCredit", "21", "memo"),
    "reimbursements": ("vendorPayment", "24", "memo"),
    "cost_centers": ("customrecord_oa_cost_center", "1", "custrecord_oa_cost_center_notes"),
    "rate_cards": ("customrecord_oa_project_rate_card", "1", "custrecord_oa_project_rate_card_notes"),
}
"""One record of each type that arrives in real time, purchase orders being off, and a field of it."""


@pytest.mark.requirement("import-01", "import-02", "import-08")
@pytest.mark.parametrize("kind", [queueing.REAL_TIME, queueing.SCHEDULED])
def test_a_save_arrives_in_real_time_and_by_schedule(arrived: Arrived, kind: str) -> None:
    account = arrived.netsuite.account
    for record_type, internal_id, field in CHANGED.values():
        account.records.save(
            account.access.system_session(), record_type, {field: f"Changed for {kind}"}, id=internal_id
        )
    if kind == queueing.REAL_TIME:
        run = arrived.there.real_time({key: internal_id for key, (_, internal_id, _) in CHANGED.items()})
    else:
        run = arrived.there.run(*CHANGED, kind=kind)
    updated = RunItem.objects.filter(run=run, outcome="updated").values_list("workflow__key", "internal_id")
    assert {key: internal_id for key, (_, internal_id, _) in CHANGED.items()}.items() <= set(updated)
