"""Payments (Invoice Payments): one payment for each paid invoice that SuiteProjects Pro knows."""

from __future__ import annotations

from landbridge.service.workflows.catalogue.applying import APPLIED, NO_JOURNAL, applied_to
from landbridge.service.workflows.catalogue.model import MAIN, Declaration, Group
from landbridge.service.workflows.catalogue.row_kinds import field, line_id, link

PAYMENTS = Declaration(
    key="payments",
    label="Payments (Invoice Payments)",
    netsuite_type="customerPayment",
    groups=(
        Group(
            key=MAIN,
            label="Payment",
            spp_type="payment",
            integration_point="PAYMENT_TO_PAYMENT",
            netsuite_id_field="netsuite_payment_id__c",
            each=APPLIED,
            key_fields=("doc",),
            adds=("amount",),  # each instalment of a document is a line
            condition=NO_JOURNAL,
            leaves_out_orphans=True,
            rows=(
                line_id("netsuite_payment_id__c"),
                link("invoiceid", "doc", "invoices", required=True),
                field("date", "record.tranDate", required=True),
                field("total", "amount"),
                field("currency", "record.currency"),
                field("notes", "record.memo"),
            ),
            withdrawn={"total": 0},
        ),
    ),
    rule=applied_to("an invoice"),
    depends_on=("invoices",),
    standard=False,
)
