"""POs (Vendor Credits): a marked vendor credit to purchase order with negative amounts, its marked lines to the records of a purchase."""

from __future__ import annotations

from landbridge.service.workflows.catalogue.marks import BODY_MARK
from landbridge.service.workflows.catalogue.model import MAIN, Declaration, Group
from landbridge.service.workflows.catalogue.purchases import MARKED_LINE, lines_of
from landbridge.service.workflows.catalogue.row_kinds import constant, field, link, negative, netsuite_id

VENDOR_CREDITS = Declaration(
    key="vendor_credits",
    label="POs (Vendor Credits)",
    netsuite_type="vendorCredit",
    groups=(
        Group(
            key=MAIN,
            label="Purchase order",
            spp_type="purchaseorder",
            integration_point="VENDORCREDIT_TO_PURCHASEORDER",
            netsuite_id_field="netsuite_vendor_credit_id__c",
            rows=(
                netsuite_id("netsuite_vendor_credit_id__c"),
                field("name", "tranId"),
                link("vendorid", "entity", "vendors", required=True),
                field("date", "tranDate"),
                field("currency", "currency"),
                negative("total", "total"),
                constant("approval_status", "A"),
                field("notes", "memo"),
            ),
        ),
        *lines_of("netsuite_vendor_credit_", "VENDORCREDIT_TO_PURCHASE_ITEM", negative),
    ),
    export_flag=BODY_MARK,
    rule=MARKED_LINE,
    depends_on=("projects", "vendors", "products"),
    standard=False,
)
