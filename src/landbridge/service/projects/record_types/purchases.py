"""Purchase orders with the four records that come of each line: item, request, item of the request, fulfillment (fact sheet 2.8)."""

from __future__ import annotations

from landbridge.service.projects.record_types import fields
from landbridge.service.projects.record_types.fields import (
    choice,
    date,
    flag,
    money,
    number,
    price,
    reference,
)
from landbridge.service.projects.record_types.model import LONGEST_NOTES, SppField, SppType

FAMILY = "Purchases"
PURCHASE_ORDER_NUMBER_TAKEN = 828
NAME = SppField("name", "Name")
DESCRIPTION = SppField("description", "Description", longest=LONGEST_NOTES)
QUANTITY = number("quantity", "Quantity")
FULFILLED = (number("quantity_fulfilled", "Quantity fulfilled"), date("date_fulfilled", "Fulfilled"))
VENDOR = reference("vendorid", "Vendor", "vendor")
PRODUCT = reference("productid", "Product", "product")
PRICED = (
    SppField("um", "Unit of measure"),
    price("cost", "Cost per unit"),
    money("total", "Total"),
    fields.CURRENCY,
)
SOURCED = (
    SppField("vendor_sku", "Vendor SKU"),
    SppField("vendor_quote_number", "Vendor's quote number"),
    SppField("manufacturerid", "Manufacturer"),
    SppField("manufacturer_part", "Manufacturer's part number"),
    flag("allow_vendor_substitution", "Another vendor may be chosen"),
)


def _of_other_documents(table: str) -> tuple[str, ...]:
    """Return the NetSuite-ID fields of what comes of bills and credits."""
    return (f"netsuite_vendorbill_{table}_id__c", f"netsuite_vendor_credit_{table}_id__c")


PURCHASEORDER = SppType(
    table="purchaseorder",
    element="Purchaseorder",
    label="Purchase order",
    plural="Purchase orders",
    family=FAMILY,
    belongs_to="vendorid",
    name_field="name",
    name_from=("prefix", "number", "date"),
    numbers={"number": PURCHASE_ORDER_NUMBER_TAKEN},
    further_ids=("netsuite_vendorbill_id__c", "netsuite_vendor_credit_id__c"),
    required=("vendorid",),
    declared=(
        NAME,
        SppField("number", "Number"),
        SppField("prefix", "Prefix"),
        VENDOR,
        fields.USER,
        fields.DATE,
        date("date_required", "Required by"),
        date("date_expected", "Expected"),
        date("date_shipped", "Shipped"),
        date("date_submitted", "Submitted"),
        date("date_approved", "Approved"),
        date("date_order_placed", "Order placed"),
        SppField("terms", "Terms"),
        fields.CURRENCY,
        money("total", "Total"),
        money("shipping_cost", "Shipping cost"),
        number("total_purchase_items", "Number of items"),
        number("total_quantity", "Quantity"),
        number("purchase_items_fulfilled", "Items fulfilled"),
        *FULFILLED,
        choice("approval_status", "Approval", fields.PURCHASE_APPROVAL),
        flag("ship_complete_only", "Shipped only when complete"),
        DESCRIPTION,
        fields.NOTES,
    ),
)
PURCHASE_ITEM = SppType(
    table="purchase_item",
    element="Purchase_item",
    label="Purchase item",
    plural="Purchase items",
    family=FAMILY,
    belongs_to="purchaseorderid",
    name_field="name",
    name_from=("date", "total"),
    further_ids=_of_other_documents("purchase_item"),
    required=("purchaseorderid",),
    declared=(
        NAME,
        reference("purchaseorderid", "Purchase order", "purchaseorder"),
        reference("purchaserequestid", "Purchase request", "purchaserequest"),
        reference("request_itemid", "Item of the request", "request_item"),
        fields.PROJECT,
        fields.CUSTOMER,
        VENDOR,
        PRODUCT,
        fields.USER,
        reference("purchaserid", "Purchaser", "user"),
        fields.DATE,
        fields.ACCOUNTING_DATE,
        QUANTITY,
        number("quantity_payable", "Quantity payable"),
        *FULFILLED,
        *PRICED,
        price("approved_cost", "Approved cost"),
        money("total_with_tax", "Total with tax"),
        SppField("tax_location_name", "Tax location"),
        *SOURCED,
        SppField("order_reference_number", "Reference number"),
        flag("non_po", "Without purchase order"),
        fields.NOTES,
    ),
)
PURCHASEREQUEST = SppType(
    table="purchaserequest",
    element="Purchaserequest",
    label="Purchase request",
    plural="Purchase requests",
    family=FAMILY,
    belongs_to="projectid",
    name_field="name",
    name_from=("prefix", "number", "date"),
    further_ids=_of_other_documents("purchaserequest"),
    required=("projectid",),
    declared=(
        NAME,
        SppField("number", "Number"),
        SppField("prefix", "Prefix"),
        fields.PROJECT,
        fields.CUSTOMER,
        fields.USER,
        fields.DATE,
        date("date_required", "Required by"),
        date("date_submitted", "Submitted"),
        date("date_approved", "Approved"),
        fields.CURRENCY,
        money("total", "Total"),
        number("total_request_items", "Number of items"),
        number("ordered_request_items", "Items ordered"),
        number("request_items_fulfilled", "Items fulfilled"),
        number("total_quantity", "Quantity"),
        *FULFILLED,
        choice("approval_status", "Approval", fields.PURCHASE_APPROVAL),
        DESCRIPTION,
        fields.NOTES,
    ),
)
REQUEST_ITEM = SppType(
    table="request_item",
    element="Request_item",
    label="Item of a purchase request",
    plural="Items of purchase requests",
    family=FAMILY,
    belongs_to="purchaseorderid",
    name_field="name",
    name_from=("date", "total"),
    further_ids=_of_other_documents("request_item"),
    required=("purchaserequestid",),
    declared=(
        NAME,
        reference("purchaserequestid", "Purchase request", "purchaserequest"),
        reference("purchaseorderid", "Purchase order", "purchaseorder"),
        reference("purchase_itemid", "Purchase item", "purchase_item"),
        fields.PROJECT,
        fields.CUSTOMER,
        VENDOR,
        PRODUCT,
        fields.USER,
        fields.DATE,
        QUANTITY,
        *FULFILLED,
        *PRICED,
        *SOURCED,
        SppField("request_reference_number", "Reference number"),
        fields.NOTES,
    ),
)
FULFILLMENT = SppType(
    table="fulfillment",
    element="Fulfillment",
    label="Fulfillment",
    plural="Fulfillments",
    family=FAMILY,
    belongs_to="purchaseorder_id",
    name_field="",
    name_from=("date", "quantity"),
    further_ids=_of_other_documents("fulfillment"),
    required=("purchase_item_id",),
    declared=(
        reference("purchaseorder_id", "Purchase order", "purchaseorder"),
        reference("purchaserequest_id", "Purchase request", "purchaserequest"),
        reference("request_item_id", "Item of the request", "request_item"),
        reference("purchase_item_id", "Purchase item", "purchase_item"),
        reference("slip_id", "Slip", "slip"),
        fields.DATE,
        fields.ACCOUNTING_DATE,
        QUANTITY,
        SppField("waybill_number", "Waybill number"),
        fields.NOTES,
    ),
)

TYPES = (PURCHASEORDER, PURCHASE_ITEM, PURCHASEREQUEST, REQUEST_ITEM, FULFILLMENT)
