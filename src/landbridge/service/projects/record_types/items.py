"""What is sold, bought and spent on, and at which rates."""

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
from landbridge.service.projects.record_types.model import SppField, SppType

FAMILY = "Services, products and rates"
NEITHER_R_NOR_M = 804
MEASURE = "Unit of measure"
TAXABLE = flag("taxable", "Taxable")

CATEGORY = SppType(
    table="category",
    element="Category",
    label="Service",
    plural="Services",
    family=FAMILY,
    name_field="name",
    required=("name",),
    declared=(
        SppField("name", "Name"),
        price("rate", "Rate"),
        money("fixed_fee", "Fixed fee"),
        price("other_rate", "Other rate"),
        SppField("other_rate_type", "Time of the other rate"),
        fields.CURRENCY,
        fields.CODE,
        TAXABLE,
        fields.COST_CENTER,
        fields.ACTIVE,
        fields.EXTERNAL_ID,
        fields.NOTES,
    ),
)
PRODUCT = SppType(
    table="product",
    element="Product",
    label="Product",
    plural="Products",
    family=FAMILY,
    name_field="name",
    required=("name",),
    declared=(
        SppField("name", "Name"),
        price("standard_cost", "Standard cost"),
        SppField("um", MEASURE),
        reference("vendor_id", "Preferred vendor", "vendor"),
        SppField("vendor_sku", "Vendor SKU"),
        SppField("manufacturerid", "Manufacturer"),
        SppField("manufacturer_part", "Manufacturer's part number"),
        TAXABLE,
        fields.CURRENCY,
        fields.CODE,
        fields.ACTIVE,
        fields.EXTERNAL_ID,
        fields.NOTES,
    ),
)
ITEM = SppType(
    table="item",
    element="Item",
    label="Expense item",
    plural="Expense items",
    family=FAMILY,
    name_field="name",
    required=("name",),
    declared=(
        SppField("name", "Name"),
        choice("type", "Type", {"R": "receipt", "M": "mileage"}, code=NEITHER_R_NOR_M),
        price("cost", "Cost"),
        SppField("unitm", MEASURE),
        flag("cost_is_fixed", "Cost is fixed"),
        fields.CURRENCY,
        fields.CODE,
        TAXABLE,
        fields.COST_CENTER,
        reference("tax_location_id", "Tax location", "tax_location"),
        fields.ACTIVE,
        fields.EXTERNAL_ID,
        fields.NOTES,
    ),
)
COST_CENTER = SppType(
    table="cost_center",
    element="Costcenter",
    label="Cost center",
    plural="Cost centers",
    family=FAMILY,
    name_field="name",
    required=("name",),
    declared=(SppField("name", "Name"), fields.CODE, fields.ACTIVE, fields.EXTERNAL_ID, fields.NOTES),
)
RATE_CARD = SppType(
    table="rate_card",
    element="Ratecard",
    label="Rate card",
    plural="Rate cards",
    family=FAMILY,
    name_field="name",
    required=("name",),
    declared=(SppField("name", "Name"), fields.ACTIVE, fields.NOTES),
)
RATE_CARD_ITEM = SppType(
    table="rate_card_item",
    element="RateCardItem",
    label="Rate",
    plural="Rates of rate cards",
    family=FAMILY,
    belongs_to="rate_card_id",
    name_field="",
    name_from=("rate", "currency", "start"),
    required=("rate_card_id",),
    made_by_hand=True,
    declared=(
        reference("rate_card_id", "Rate card", "rate_card"),
        reference("job_code_id", "Job code", "job_code"),
        price("rate", "Rate"),
        fields.CURRENCY,
        date("start", "From"),
        date("end", "Until"),
        flag("current", "Current"),
        fields.NOTES,
    ),
)
PAYMENT_TERMS = SppType(
    table="payment_terms",
    element="Paymentterms",
    label="Payment terms",
    plural="Payment terms",
    family=FAMILY,
    name_field="name",
    required=("name",),
    made_by_hand=True,
    declared=(SppField("name", "Name"), flag("default_terms", "Default"), fields.ACTIVE, fields.NOTES),
)
TAX_LOCATION = SppType(
    table="tax_location",
    element="TaxLocation",
    label="Tax location",
    plural="Tax locations",
    family=FAMILY,
    name_field="name",
    required=("name",),
    made_by_hand=True,
    declared=(
        SppField("name", "Name"),
        choice("tax_method", "Method", {"G": "GST and PST", "H": "HST", "F": "federal and state"}),
        number("gst_rate", "GST rate"),
        number("pst_rate", "PST rate"),
        number("hst_rate", "HST rate"),
        number("federal_rate", "Federal rate"),
        number("state_rate", "State rate"),
        fields.ACTIVE,
        fields.NOTES,
    ),
)

TYPES = (CATEGORY, PRODUCT, ITEM, COST_CENTER, RATE_CARD, RATE_CARD_ITEM, PAYMENT_TERMS, TAX_LOCATION)
