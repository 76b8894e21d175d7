"""Credits (Applied Credit Memos): a credit memo that is applied to invoices to negative invoice, its lines to negative slips.

Every invoice must be one that SuiteProjects Pro knows, else the credit memo fails (``article_162342538255``); the credit names the first.
"""

from __future__ import annotations

from dataclasses import replace

from landbridge.service.workflows.catalogue.applying import APPLIED, applied_to
from landbridge.service.workflows.catalogue.model import MAIN, Declaration, Group
from landbridge.service.workflows.catalogue.row_kinds import (
    constant,
    field,
    joined,
    line_id,
    link,
    negative,
    netsuite_id,
    part,
    where,
)
from landbridge.service.workflows.catalogue.sales_parties import CUSTOMER, CUSTOMER_OF_LINE

LINES = "itemList"


CREDIT_MEMOS = Declaration(
    key="credit_memos",
    label="Credits (Applied Credit Memos)",
    netsuite_type="creditMemo",
    groups=(
        Group(
            key=MAIN,
            label="Credit",
            spp_type="invoice",
            integration_point="CREDIT_MEMO_TO_CREDIT",
            netsuite_id_field="netsuite_credit_memo_invoice_id__c",
            refuses_orphans=True,
            rows=(
                netsuite_id("netsuite_credit_memo_invoice_id__c"),
                joined("number", "CM", "{tranId}", initial_only=True),
                link("original_invoiceid", f"{APPLIED}.doc", "invoices", required=True),
                replace(CUSTOMER, initial_only=True),
                field("date", "tranDate", initial_only=True),
                constant("status", "1", initial_only=True),
                constant("credit_rebill_status", "C"),
                constant("approval_status", "A", initial_only=True),
                negative("total", "total"),
                negative("tax", "taxTotal"),
                field("currency", "currency"),
                field("credit_reason", "memo"),
            ),
        ),
        Group(
            key="slips",
            label="Negative slips",
            spp_type="slip",
            integration_point="CREDIT_MEMO_TO_SLIP",
            netsuite_id_field="netsuite_credit_memo_slip_id__c",
            each=LINES,
            rows=(
                line_id("netsuite_credit_memo_slip_id__c"),
                part("invoiceid", MAIN),
                CUSTOMER_OF_LINE,
                link("projectid", "job", "projects"),
                where(
                    "type", "(custcol_oa_time_entry_id <> '')", constant("type", "T"), constant("type", "O")
                ),
                link("categoryid", "item", "services"),
                field("date", "record.tranDate"),
                field("description", "description"),
                field("quantity", "quantity"),
                where("rate", "(quantity <> '')", negative("rate", "rate")),
                negative("total", "amount"),
                negative("total_tax", "tax1Amt"),
                field("currency", "record.currency"),
            ),
            withdrawn={"quantity": 0, "total": 0, "total_tax": 0},
        ),
    ),
    rule=applied_to("an invoice"),
    depends_on=("customers", "projects", "services", "invoices"),
    standard=False,
)
