"""Orders and what is billed of them: an invoice's lines bill a sales order's, a vendor bill's lines bill a purchase order's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from landbridge.local.records.model import Record
from landbridge.local.records.rules.base import Lookup
from landbridge.local.records.rules.transactions.facts import BILLED_LISTS
from landbridge.local.records.rules.transactions.money import exact

Values = dict[str, Any]
Line = dict[str, Any]
Billed = dict[tuple[str, Any], Decimal]
"""What is billed of an order, by sublist and line: a quantity of items, an amount of expenses."""


def billed_of(record_type: str, record_id: str, look: Lookup) -> Billed:
    """Return how much invoices or bills have billed of each line of an order."""
    found: Billed = defaultdict(Decimal)
    for document in _billing(record_type, record_id, look):
        for sublist in BILLED_LISTS[record_type]:
            for line in document.values.get(sublist, ()):
                if _bills(record_type, record_id, line) and line.get("orderLine") is not None:
                    measure = "quantity" if sublist == "itemList" else "amount"
                    found[sublist, line["orderLine"]] += exact(line.get(measure))
    return found


def _billing(record_type: str, record_id: str, look: Lookup) -> Iterable[Record]:
    if record_type == "salesOrder":
        return [
            one for one in look.pointing_at(record_type, record_id, "createdFrom") if one.type == "invoice"
        ]
    found = {
        (one.type, one.id): one
        for sublist in BILLED_LISTS[record_type]
        for one in look.pointing_at(record_type, record_id, f"{sublist}.orderDoc")
    }
    return found.values()


def _bills(record_type: str, record_id: str, line: Mapping[str, Any]) -> bool:
    return record_type == "salesOrder" or str(line.get("orderDoc")) == record_id


def set_billed(record_type: str, values: Values, billed: Billed) -> None:
    """Set ``quantityBilled`` and its like on the lines of an order."""
    for line in values.get("itemList", []):
        line["quantityBilled"] = float(billed.get(("itemList", line.get("line")), Decimal(0)))
        line["quantityFulfilled" if record_type == "salesOrder" else "quantityReceived"] = 0.0


def order_lines(record_type: str, values: Mapping[str, Any]) -> Iterable[tuple[str, Line]]:
    """Iterate over the lines of an order that are billed: sublist and line."""
    for sublist in BILLED_LISTS[record_type]:
        for line in values.get(sublist, ()):
            yield sublist, line


def unbilled(sublist: str, line: Mapping[str, Any], billed: Billed) -> Decimal:
    """Return what is still to bill of a line that is open: a quantity of items, an amount of expenses."""
    if line.get("isClosed"):
        return Decimal(0)
    measure = "quantity" if sublist == "itemList" else "amount"
    return exact(line.get(measure)) - billed.get((sublist, line.get("line")), Decimal(0))


_FROM_ORDER = (
    "item",
    "description",
    "units",
    "price",
    "rate",
    "taxCode",
    "taxRate1",
    "department",
    "class",
    "location",
)
"""What a line that bills an order's line takes from it, where it does not say (assumed)."""


def link_lines(record_type: str, values: Values, old: Record | None, look: Lookup) -> None:
    """Complete the lines of a new invoice or bill that bill an order.

    An invoice line that names no line of the order bills the first with its item that no other names (assumed).
    """
    if old is not None or record_type not in ("invoice", "vendorBill"):
        return
    if record_type == "invoice":
        order = look.record("salesOrder", values["createdFrom"]) if values.get("createdFrom") else None
        if order is not None:
            _name_lines(values.get("itemList", []), order)
            _complete(values.get("itemList", []), order)
        return
    for line in values.get("itemList", []):
        order = look.record("purchaseOrder", str(line["orderDoc"])) if line.get("orderDoc") else None
        if order is not None:
            _complete([line], order)


def _name_lines(lines: list[Line], order: Record) -> None:
    named = {line.get("orderLine") for line in lines}
    free = [line for line in order.values.get("itemList", ()) if line.get("line") not in named]
    for line in lines:
        if line.get("orderLine") is not None:
            continue
        match = next((one for one in free if one.get("item") == line.get("item")), None)
        if match is not None:
            line["orderLine"] = match["line"]
            free.remove(match)


def _complete(lines: list[Line], order: Record) -> None:
    ordered = {line.get("line"): line for line in order.values.get("itemList", ())}
    for line in lines:
        source = ordered.get(line.get("orderLine"), {})
        for name in _FROM_ORDER:
            if name in source and not (name == "rate" and "amount" in line):
                line.setdefault(name, source[name])
