"""What NetSuite puts into a document that is made from another one: the lines that are still open of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from landbridge.local.records.model import Record
from landbridge.local.records.rules.base import Lookup
from landbridge.local.records.rules.transactions.billing import Billed, billed_of, unbilled
from landbridge.local.records.rules.transactions.money import exact, money, rate_of
from landbridge.recordtypes import RECORD_TYPES, Sublist

Line = dict[str, Any]

_OWN = frozenset({"line", "orderLine", "orderDoc", "tax1Amt", "grossAmt"})
"""Fields of a line that the new document works out itself."""


def propose_missing_lines(record_type: str, values: dict[str, Any], look: Lookup) -> None:
    """Give a new invoice or credit that says what it is made from, and has no lines, those of its source (documented)."""
    source_type = {"invoice": "salesOrder", "creditMemo": "invoice", "vendorCredit": "vendorBill"}.get(
        record_type
    )
    if source_type is None or not values.get("createdFrom"):
        return
    if values.get("itemList") or values.get("expenseList"):
        return
    source = look.record(source_type, values["createdFrom"])
    if source is None:
        return
    values |= proposed_lines(source, record_type, look)


def proposed_lines(source: Record, target_type: str, look: Lookup) -> dict[str, list[Line]]:
    """Return the sublists of items and expenses that ``target_type`` takes over from ``source``: what is open of an order's lines."""
    is_order = source.type in ("salesOrder", "purchaseOrder")
    billed: Billed = billed_of(source.type, source.id, look) if is_order else {}
    result: dict[str, list[Line]] = {}
    for sublist in RECORD_TYPES[target_type].sublists:
        if sublist.name not in ("itemList", "expenseList"):
            continue
        lines = [
            _copy(source, sublist, line, billed, is_order=is_order)
            for line in source.values.get(sublist.name, ())
        ]
        kept = [line for line in lines if line is not None]
        if kept:
            result[sublist.name] = [{**line, "line": number} for number, line in enumerate(kept, 1)]
    return result


def _copy(
    source: Record, sublist: Sublist, line: Mapping[str, Any], billed: Billed, *, is_order: bool
) -> Line | None:
    """Return the new line, ``None`` when nothing of the old one is open."""
    names = {field.name for field in sublist.line.fields if not field.computed} - _OWN
    customs = {name for name in line if name.startswith("cust")} if sublist.line.custom_fields else set()
    copied = {name: line[name] for name in line if name in names or name in customs}
    if is_order:
        left = unbilled(sublist.name, line, billed)
        if left <= 0:
            return None
        _reduce(copied, line, sublist.name, float(left))
        copied["orderLine"] = line["line"]
        if source.type == "purchaseOrder":
            copied["orderDoc"] = int(source.id)
    elif "orderLine" in {field.name for field in sublist.line.fields}:
        copied["orderLine"] = line["line"]
    return copied


def _reduce(copied: Line, line: Mapping[str, Any], sublist: str, left: float) -> None:
    """Leave what is open: a quantity at the line's rate, or an amount."""
    if sublist == "expenseList":
        copied["amount"] = left
        return
    copied["quantity"] = left
    if left == line.get("quantity"):
        return
    if "rate" in line and not line["rate"].endswith("%"):
        copied["amount"] = money(exact(left) * rate_of(line["rate"]))
    elif line.get("quantity"):
        copied["amount"] = money(exact(line.get("amount")) * exact(left) / exact(line["quantity"]))
