"""A record of each of the sixteen types, saved in a way that sends no notice, as a CSV import does."""

from __future__ import annotations

from typing import Any

from landbridge.demo.control import Control
from landbridge.demo.setup import PURCHASE_ORDERS, VENDOR_BILLS

ENTITY = {"custentity_oa_export_to_openair": True}
EVENT = {"custevent_oa_export_to_openair": True}
BODY = {"custbody_oa_export_to_openair": True}
PROJECT, EMPLOYEE, VENDOR, SERVICE, PRODUCT = "4", "5", "3", "10", "12"
"""Of the demo."""

PURCHASES = {PURCHASE_ORDERS: "purchaseOrder", VENDOR_BILLS: "vendorBill"}
WORKFLOWS = (
    "employees",
    "customers",
    "projects",
    "project_tasks",
    "cases",
    "services",
    "products",
    "expense_items",
    "cost_centers",
    "rate_cards",
    "sales_orders",
    "vendor_credits",
    "credit_memos",
    "payments",
    "reimbursements",
)
"""With the two of purchases: sixteen record types, items in two workflows."""


def save_all(control: Control, name: str) -> dict[str, str]:
    """Save a record for each of ``WORKFLOWS``, named after ``name``; return the internal ids by workflow."""
    saved = _people_and_work(control, name) | _lists(control, name)
    return {**saved, **_documents(control, saved["projects"])}


def save_purchase(control: Control, workflow: str) -> str:
    """Save a purchase order or a bill with one marked line."""
    return _save(control, PURCHASES[workflow], entity=VENDOR, itemList=[_bought(PROJECT)], **BODY)


def _save(control: Control, record_type: str, **values: Any) -> str:
    body = {"type": record_type, "values": values, "context": "CSVIMPORT"}
    return str(control.call("POST", "/save", body)["id"])


def _people_and_work(control: Control, name: str) -> dict[str, str]:
    employee = _save(control, "employee", firstName="Ida", lastName=name, email="ida@demo.example", **ENTITY)
    customer = _save(control, "customer", companyName=f"Customer {name}", entityStatus="13", **ENTITY)
    project = _save(control, "job", companyName=f"Project {name}", parent=customer, **ENTITY)
    task = _save(control, "projectTask", title=f"Task {name}", company=project, estimatedWork=8.0, **EVENT)
    case = _save(control, "supportCase", title=f"Case {name}", company=project, **EVENT)
    return {
        "employees": employee,
        "customers": customer,
        "projects": project,
        "project_tasks": task,
        "cases": case,
    }


def _lists(control: Control, name: str) -> dict[str, str]:
    service = {"incomeAccount": "9", "custitem_oa_export_to_openair": True}
    product = {"expenseAccount": "11", "custitem_oa_export_to_openair_product": True}
    return {
        "services": _save(control, "serviceSaleItem", itemId=f"Service {name}", **service),
        "products": _save(control, "nonInventoryPurchaseItem", itemId=f"Product {name}", **product),
        "expense_items": _save(control, "expenseCategory", name=f"Category {name}", expenseAcct="12"),
        "cost_centers": _save(control, "customrecord_oa_cost_center", name=f"Center {name}"),
        "rate_cards": _save(control, "customrecord_oa_project_rate_card", name=f"Rates {name}"),
    }


def _documents(control: Control, project: str) -> dict[str, str]:
    ordered = {"item": SERVICE, "quantity": 2.0, "rate": "180", "job": project}
    sold = {"item": SERVICE, "quantity": 1.0, "rate": "180"}
    number = f"{project}-1"
    invoice = int(
        _save(control, "invoice", entity=PROJECT, itemList=[sold], custbody_oa_invoice_number=number)
    )
    report = int(
        _save(
            control,
            "expenseReport",
            entity=EMPLOYEE,
            accountingApproval=True,
            custbody_oa_expense_report_number=number,
            expenseList=[{"category": "1", "amount": 50.0}],
        )
    )
    half = [{"apply": True, "doc": invoice, "amount": 90.0}]
    return {
        "sales_orders": _save(
            control,
            "salesOrder",
            entity=project,
            itemList=[{**ordered, "custcol_oa_billing_rule_type": "1"}],
        ),
        "vendor_credits": _save(control, "vendorCredit", entity=VENDOR, itemList=[_bought(project)], **BODY),
        "credit_memos": _save(
            control, "creditMemo", entity=PROJECT, itemList=[{**sold, "rate": "90"}], applyList=half
        ),
        "payments": _save(control, "customerPayment", customer="3", payment=90.0, applyList=half),
        "reimbursements": _save(
            control,
            "vendorPayment",
            entity=EMPLOYEE,
            applyList=[{"apply": True, "doc": report, "amount": 50.0}],
        ),
    }


def _bought(project: str) -> dict[str, Any]:
    return {
        "item": PRODUCT,
        "quantity": 1.0,
        "rate": "350",
        "customer": project,
        "custcol_oa_po_rate": 350.0,
        "custcol_oa_export_to_openair": True,
    }
