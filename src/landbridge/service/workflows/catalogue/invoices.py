"""Invoices (Invoices): an invoice that came from SuiteProjects Pro, as the record that payments and credits refer to.

It is found by its number; where the account has it, only the NetSuite id is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from landbridge.service.ports import SourceRecord
from landbridge.service.workflows.catalogue.model import MAIN, Declaration, Group, OptionValue, Rule
from landbridge.service.workflows.catalogue.row_kinds import constant, field, netsuite_id
from landbridge.service.workflows.catalogue.sales_parties import CUSTOMER

NUMBER = "custbody_oa_invoice_number"


def _foreign(record: SourceRecord, _options: Mapping[str, OptionValue]) -> str | None:
    return None if record.values.get(NUMBER) else "The invoice did not come from SuiteProjects Pro."


INVOICES = Declaration(
    key="invoices",
    label="Invoices (Invoices)",
    netsuite_type="invoice",
    groups=(
        Group(
            key=MAIN,
            label="Invoice",
            spp_type="invoice",
            integration_point="NS_INVOICE_TO_OA_INVOICE",
            netsuite_id_field="netsuite_invoice_id__c",
            name_field="number",
            rows=(
                netsuite_id("netsuite_invoice_id__c"),
                field("number", NUMBER, required=True, initial_only=True),
                replace(CUSTOMER, initial_only=True),
                field("date", "tranDate", initial_only=True),
                field("total", "total", initial_only=True),
                field("tax", "taxTotal", initial_only=True),
                field("terms", "terms", initial_only=True),
                field("currency", "currency", initial_only=True),
                constant("approval_status", "A", initial_only=True),
                field("notes", "memo", initial_only=True),
            ),
        ),
    ),
    rule=Rule(
        "not_from_spp", "It has an invoice number of SuiteProjects Pro.", _foreign, fields=frozenset({NUMBER})
    ),
    depends_on=("customers", "projects"),
    real_time=False,
)
