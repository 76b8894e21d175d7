"""Payments (Invoice Payments): one payment for each paid invoice that SuiteProjects Pro knows."""

from __future__ import annotations

from collections.abc import Mapping

from landbridge.service.ports import SourceRecord
from landbridge.service.workflows.catalogue.model import MAIN, Declaration, Group, OptionValue, Rule
from landbridge.service.workflows.catalogue.row_kinds import field, line_id, link

APPLIED = "applyList"


def _unapplied(record: SourceRecord, _options: Mapping[str, OptionValue]) -> str | None:
    return None if record.lines.get(APPLIED) else "The payment is not applied to an invoice."


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
    rule=Rule("not_applied", "It is applied to an invoice.", _unapplied, sublists=frozenset({APPLIED})),
    depends_on=("invoices",),
    standard=False,
)
