"""Products (Purchase Items): items of the subtypes purchase and resale that are marked as products, to product."""

from __future__ import annotations

from collections.abc import Mapping

from landbridge.service.ports import SourceRecord
from landbridge.service.workflows.catalogue.marks import PRODUCT_MARK, UNMARKED
from landbridge.service.workflows.catalogue.model import MAIN, Declaration, Group, OptionValue, Rule
from landbridge.service.workflows.catalogue.row_kinds import ACTIVE, field, link, netsuite_id


def _not_bought(record: SourceRecord, _options: Mapping[str, OptionValue]) -> str | None:
    subtype = record.values.get("subtype")
    return None if subtype in ("Purchase", "Resale") else "The item is not for purchase or resale."


PRODUCTS = Declaration(
    key="products",
    label="Products (Purchase Items)",
    netsuite_type="item",
    groups=(
        Group(
            key=MAIN,
            label="Product",
            spp_type="product",
            integration_point="ITEM_TO_PRODUCT",
            netsuite_id_field="netsuite_product_id__c",
            name_field="name",
            rows=(
                netsuite_id("netsuite_product_id__c"),
                field("name", "itemId", required=True),
                field("standard_cost", "cost"),
                field("um", "purchaseUnit"),
                link("vendor_id", "vendor", "vendors"),
                field("vendor_sku", "vendorName"),
                field("manufacturerid", "manufacturer"),
                field("manufacturer_part", "mpn"),
                field("currency", "currency"),
                field("code", "upcCode"),
                field("taxable", "isTaxable"),
                field("notes", "purchaseDescription"),
                ACTIVE,
            ),
        ),
    ),
    export_flag=PRODUCT_MARK,
    unflagged_option=UNMARKED.key,
    rule=Rule(
        "not_purchased",
        "It is bought: subtype Purchase or Resale.",
        _not_bought,
        fields=frozenset({"subtype"}),
    ),
    options=(UNMARKED,),
    standard=False,
)
