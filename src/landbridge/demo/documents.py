"""The documents of the demo: what is ordered, bought, credited and paid for a project."""

from __future__ import annotations

from landbridge.demo.masterdata import Saved
from landbridge.demo.person import Person

MARKED = {"custbody_oa_export_to_openair": "T"}
VENDOR, SERVICE, FIXED, PRODUCT = "3", "10", "11", "12"
"""Of the demo: a vendor and items that are marked."""

INVOICE, INVOICE_TO_CREDIT, EXPENSE_REPORT = "14", "25", "26"
"""Of the demo: what came from SuiteProjects Pro and is not settled."""

TIME, FIXED_FEE = "1", "3"


async def save(person: Person, project: str) -> list[Saved]:
    """Save a document of each type but a vendor bill; return them in order. Raises ``PageError``."""
    bought = _bought(project)
    return [
        Saved("salesOrder", await person.create("salesOrder", _ordered(project)), "sales_orders"),
        Saved("purchaseOrder", await person.create("purchaseOrder", bought), "purchase_orders"),
        Saved("vendorCredit", await person.create("vendorCredit", bought), "vendor_credits"),
        Saved("creditMemo", await person.make("invoice", INVOICE_TO_CREDIT, "creditMemo"), "credit_memos"),
        Saved("customerPayment", await person.make("invoice", INVOICE, "customerPayment"), "payments"),
        Saved(
            "vendorPayment",
            await person.make("expenseReport", EXPENSE_REPORT, "vendorPayment"),
            "reimbursements",
        ),
    ]


async def bill(person: Person, project: str) -> Saved:
    """Save a vendor bill. Raises ``PageError``."""
    return Saved("vendorBill", await person.create("vendorBill", _bought(project)), "vendor_bills")


def _ordered(project: str) -> dict[str, str]:
    return {
        "entity": project,
        **_line(1, item=SERVICE, quantity="40", rate="180", job=project, custcol_oa_billing_rule_type=TIME),
        **_line(2, item=FIXED, rate="5000", job=project, custcol_oa_billing_rule_type=FIXED_FEE),
    }


def _bought(project: str) -> dict[str, str]:
    marked = {"custcol_oa_export_to_openair": "T", "custcol_oa_po_rate": "350"}
    return {
        "entity": VENDOR,
        **MARKED,
        **_line(1, item=PRODUCT, quantity="2", rate="350", customer=project, **marked),
        **_line(2, item=PRODUCT, quantity="1", rate="350"),
    }


def _line(number: int, **columns: str) -> dict[str, str]:
    return {f"item.{number}.{name}": value for name, value in columns.items()}
