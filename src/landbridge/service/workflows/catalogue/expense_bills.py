"""Expense Reports (Vendor Bills): a vendor bill that came from an expense report of SuiteProjects Pro, whose user is a vendor in NetSuite."""

from __future__ import annotations

from landbridge.service.workflows.catalogue.expense_reports import FROM_SPP, envelope
from landbridge.service.workflows.catalogue.model import Declaration
from landbridge.service.workflows.catalogue.row_kinds import field, link

EXPENSE_BILLS = Declaration(
    key="expense_bills",
    label="Expense Reports (Vendor Bills)",
    netsuite_type="vendorBill",
    groups=(
        envelope(
            "VENDORBILL_TO_ENVELOPE",
            link("userid", "entity", "vendor_users", required=True, initial_only=True),
            field("total", "userTotal", initial_only=True),
            field("currency", "currency", initial_only=True),
        ),
    ),
    rule=FROM_SPP,
    depends_on=("vendor_users",),
    standard=False,
    real_time=False,
)
