"""What the purchase documents share: the four records of each marked line (fact sheet 2.8), and the rule that one is marked.

Purchase request, its item and the fulfillment have fixed contents (``article_164665011807``). ``sign`` is ``negative`` for credits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from landbridge.service.ports import SourceRecord
from landbridge.service.workflows.catalogue.marks import LINE_MARK
from landbridge.service.workflows.catalogue.model import MAIN, Group, Row, Rule
from landbridge.service.workflows.catalogue.row_kinds import (
    constant,
    field,
    joined,
    line_id,
    link,
    of_link,
    part,
    where,
)

LINES = "itemList"
PO_RATE = "custcol_oa_po_rate"
"""The SuiteApp's column: the rate of the line in the currency of the document. The line's own rate may be empty or a percentage."""
ITEM, REQUEST, REQUEST_ITEM, FULFILLMENT = "purchase_item", "purchaserequest", "request_item", "fulfillment"

Amount = Callable[[str, str], Row]
"""Makes the row of an amount: ``row_kinds.field``, or ``negative`` for credits."""

PROJECT = link("projectid", "customer", "projects", required=True)
CUSTOMER = of_link("customerid", "customer", "projects", "customerid")
VENDOR = link("vendorid", "record.entity", "vendors", required=True)
PRODUCT = link("productid", "item", "products", required=True)
DATE = field("date", "record.tranDate")
CURRENCY = field("currency", "record.currency")
NAME = joined("name", "{record.tranId}", " ", "{line}", " ", "{item}")
REASON = "None of its lines is marked for export to SuiteProjects Pro."


def no_marked_line(record: SourceRecord) -> str | None:
    """Object to a document without a marked line."""
    marked = any(line.get(LINE_MARK) is True for line in record.lines.get(LINES, ()))
    return None if marked else REASON


MARKED_LINE = Rule(
    "no_marked_line",
    "At least one of its item lines is marked for export.",
    sublists=frozenset({LINES}),
    of_lines=no_marked_line,
)


def lines_of(prefix: str, item_point: str, amount: Amount = field) -> tuple[Group, ...]:
    """Return the groups of lines. ``prefix`` begins the NetSuite-ID fields: ``netsuite_`` or ``netsuite_vendorbill_``."""

    def group(key: str, label: str, rows: tuple[Row, ...], withdrawn: Mapping[str, str | int]) -> Group:
        id_field = f"{prefix}{key}_id__c"
        return Group(
            key=key,
            label=label,
            spp_type=key,
            integration_point=item_point if key == ITEM else "",
            netsuite_id_field=id_field,
            each=LINES,
            condition=f"({LINE_MARK} = true)",
            leaves_out_orphans=True,
            goes_with="" if key == ITEM else ITEM,
            fixed=key != ITEM,
            rows=(line_id(id_field), *rows),
            withdrawn=withdrawn,
        )

    cost = where("cost", f"({PO_RATE} <> '')", amount("cost", PO_RATE), amount("cost", "rate"))
    total = amount("total", "amount")
    parties = (PROJECT, CUSTOMER)
    return (
        group(
            ITEM,
            "Purchase item",
            (
                part("purchaseorderid", MAIN),
                NAME,
                *parties,
                VENDOR,
                PRODUCT,
                DATE,
                field("quantity", "quantity"),
                field("um", "units"),
                cost,
                total,
                CURRENCY,
                field("vendor_sku", "vendorName"),
                field("notes", "description"),
            ),
            {"quantity": 0, "total": 0},
        ),
        group(
            REQUEST,
            "Purchase request",
            (
                NAME,
                *parties,
                DATE,
                CURRENCY,
                total,
                constant("total_request_items", 1),
                field("total_quantity", "quantity"),
                constant("approval_status", "A"),
                field("description", "description"),
            ),
            {"total_quantity": 0, "total": 0},
        ),
        group(
            REQUEST_ITEM,
            "Item of the purchase request",
            (
                part("purchaserequestid", REQUEST),
                part("purchaseorderid", MAIN),
                part("purchase_itemid", ITEM),
                NAME,
                *parties,
                VENDOR,
                PRODUCT,
                DATE,
                field("quantity", "quantity"),
                cost,
                total,
                CURRENCY,
            ),
            {"quantity": 0, "total": 0},
        ),
        group(
            FULFILLMENT,
            "Fulfillment",
            (
                part("purchaseorder_id", MAIN),
                part("purchaserequest_id", REQUEST),
                part("request_item_id", REQUEST_ITEM),
                part("purchase_item_id", ITEM),
                DATE,
                field("quantity", "quantity"),
            ),
            {"quantity": 0},
        ),
    )
