"""Reimbursements (Expense Report Reimbursements): one reimbursement for each expense report of SuiteProjects Pro that a bill payment pays.

The expense report is an expense report in NetSuite too, or a vendor bill there where those are imported.
"""

from __future__ import annotations

from landbridge.service.workflows.catalogue.applying import APPLIED, NO_JOURNAL, applied_to
from landbridge.service.workflows.catalogue.model import MAIN, Declaration, Group
from landbridge.service.workflows.catalogue.row_kinds import field, line_id, link

REIMBURSEMENTS = Declaration(
    key="reimbursements",
    label="Reimbursements (Expense Report Reimbursements)",
    netsuite_type="vendorPayment",
    groups=(
        Group(
            key=MAIN,
            label="Reimbursement",
            spp_type="reimbursement",
            integration_point="BILLPAYMENT_TO_REIMBURSEMENT",
            netsuite_id_field="netsuite_reimbursement_id__c",
            each=APPLIED,
            key_fields=("doc",),
            adds=("amount",),  # each instalment of a document is a line
            condition=NO_JOURNAL,
            leaves_out_orphans=True,
            rows=(
                line_id("netsuite_reimbursement_id__c"),
                link("envelopeid", "doc", "expense_reports", "expense_bills", required=True),
                field("date", "record.tranDate", required=True),
                field("total", "amount"),
                field("currency", "record.currency"),
                field("notes", "record.memo"),
            ),
            withdrawn={"total": 0},
        ),
    ),
    rule=applied_to("an expense report or a bill"),
    depends_on=("expense_reports",),
    standard=False,
)
