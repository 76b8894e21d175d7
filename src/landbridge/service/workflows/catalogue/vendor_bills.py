"""POs (Vendor Bills): a marked bill that is open or paid in full to purchase order, its marked lines to the records of a purchase."""

from __future__ import annotations

from collections.abc import Mapping

from landbridge.service.ports import SourceRecord
from landbridge.service.workflows.catalogue.marks import BODY_MARK
from landbridge.service.workflows.catalogue.model import MAIN, Declaration, Group, Option, OptionValue, Rule
from landbridge.service.workflows.catalogue.purchases import ITEM, LINES, lines_of, no_marked_line
from landbridge.service.workflows.catalogue.row_kinds import constant, field, link, netsuite_id

IMPORTED = ("Open", "Paid In Full")
NUMBER = Option(
    "transaction_number",
    "Map NetSuite transaction number to SuiteProjects Pro number when importing vendor bills",
    "On: NetSuite's transaction number becomes the purchase order's number and the vendor's reference number that of its "
    "items; a number that is taken fails the record. Off: SuiteProjects Pro's number is not touched.",
    default=False,
    rows={
        MAIN: (field("number", "transactionNumber"),),
        ITEM: (field("order_reference_number", "record.tranId"),),
    },
)


def _objection(record: SourceRecord, _options: Mapping[str, OptionValue]) -> str | None:
    status = str(record.values.get("status") or "")
    if status not in IMPORTED:
        return f"Only bills that are {' or '.join(IMPORTED)} are imported; this one is {status or 'neither'}."
    return None


VENDOR_BILLS = Declaration(
    key="vendor_bills",
    label="POs (Vendor Bills)",
    netsuite_type="vendorBill",
    groups=(
        Group(
            key=MAIN,
            label="Purchase order",
            spp_type="purchaseorder",
            integration_point="VENDORBILL_TO_PURCHASEORDER",
            netsuite_id_field="netsuite_vendorbill_id__c",
            rows=(
                netsuite_id("netsuite_vendorbill_id__c"),
                field("name", "tranId"),
                link("vendorid", "entity", "vendors", required=True),
                field("date", "tranDate"),
                field("date_required", "dueDate"),
                field("terms", "terms"),
                field("currency", "currency"),
                field("total", "userTotal"),
                constant("approval_status", "A"),
                field("notes", "memo"),
            ),
        ),
        *lines_of("netsuite_vendorbill_", "VENDORBILL_TO_PURCHASE_ITEM"),
    ),
    export_flag=BODY_MARK,
    rule=Rule(
        "bill_not_ready",
        "Its status is Open or Paid In Full, and at least one of its item lines is marked for export.",
        _objection,
        fields=frozenset({"status"}),
        sublists=frozenset({LINES}),
        of_lines=no_marked_line,
    ),
    depends_on=("projects", "vendors", "products"),
    excludes=("purchase_orders",),
    options=(NUMBER,),
    standard=False,
)
