"""POs (Purchase Orders): a marked purchase order to purchase order, its marked lines to the four records of a purchase."""

from __future__ import annotations

from landbridge.service.workflows.catalogue.marks import BODY_MARK
from landbridge.service.workflows.catalogue.model import MAIN, Declaration, Group, Option
from landbridge.service.workflows.catalogue.purchases import ITEM, MARKED_LINE, lines_of
from landbridge.service.workflows.catalogue.row_kinds import field, link, netsuite_id, values

STATES = {
    "_pendingSupervisorApproval": "P",
    "_rejectedBySupervisor": "R",
    "_pendingReceipt": "A",
    "_partiallyReceived": "A",
    "_pendingBillingPartiallyReceived": "A",
    "_pendingBilling": "A",
    "_fullyBilled": "A",
    "_closed": "A",
    "": "A",
}
NUMBER = Option(
    "transaction_number",
    "Map NetSuite transaction number to SuiteProjects Pro number when importing purchase orders",
    "On: NetSuite's number becomes the purchase order's number and the reference number of its items; a number that is taken "
    "fails the record. Off: SuiteProjects Pro's number is not touched.",
    default=False,
    rows={MAIN: (field("number", "tranId"),), ITEM: (field("order_reference_number", "record.tranId"),)},
)

PURCHASE_ORDERS = Declaration(
    key="purchase_orders",
    label="POs (Purchase Orders)",
    netsuite_type="purchaseOrder",
    groups=(
        Group(
            key=MAIN,
            label="Purchase order",
            spp_type="purchaseorder",
            integration_point="PURCHASEORDER_TO_PURCHASEORDER",
            netsuite_id_field="netsuite_purchaseorder_id__c",
            rows=(
                netsuite_id("netsuite_purchaseorder_id__c"),
                field("name", "tranId", required=True),
                link("vendorid", "entity", "vendors", required=True),
                link("userid", "employee", "employees"),
                field("date", "tranDate"),
                field("date_expected", "dueDate"),
                field("terms", "terms"),
                field("currency", "currency"),
                field("total", "total"),
                values("approval_status", "orderStatus", STATES),
                field("notes", "memo"),
            ),
        ),
        *lines_of("netsuite_", "PURCHASE_ITEM"),
    ),
    export_flag=BODY_MARK,
    rule=MARKED_LINE,
    depends_on=("projects", "vendors", "products"),
    excludes=("vendor_bills",),
    options=(NUMBER,),
    standard=False,
)
