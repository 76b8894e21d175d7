"""Lines of items and expenses: quantity, rate, amount, tax, and what the item or category fills in.

Assumed where not said otherwise: a new line has quantity 1; what is not sent follows from what is; when an update changes what
an amount follows from, and not the amount, it is worked out anew; an amount that is changed alone changes the rate.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from landbridge.local.records.model import Record
from landbridge.local.records.rules.base import Lookup
from landbridge.local.records.rules.transactions.money import (
    exact,
    money,
    percentage,
    rate_of,
    rate_text,
)

Line = dict[str, Any]

SALES_TYPES = frozenset({"salesOrder", "invoice", "creditMemo"})
BASE_PRICE = "1"
"""The price level that a price comes from when the line names none: Base Price (observed id)."""


def priced_items(record_type: str, lines: Iterable[Line], old: Iterable[Line], look: Lookup) -> list[Line]:
    """Return the lines of an ``itemList`` with every amount."""
    before = by_number(old)
    given = list(lines)
    items = items_of(given, look)
    result: list[Line] = []
    above = 0.0
    for line in given:
        priced = _item_line(record_type, line, before.get(line.get("line")), above, items)
        above = priced.get("amount", 0.0)
        result.append(priced)
    return result


def items_of(lines: Iterable[Mapping[str, Any]], look: Lookup) -> dict[str, Record]:
    """Return the items of lines by id, each looked up once."""
    ids = dict.fromkeys(line["item"] for line in lines if line.get("item"))
    found = {item_id: look.record("item", item_id) for item_id in ids}
    return {item_id: item for item_id, item in found.items() if item is not None}


def priced_expenses(lines: Iterable[Line], old: Iterable[Line], look: Lookup) -> list[Line]:
    """Return the lines of a bill's, credit's or order's ``expenseList``: the account is the category's unless it is sent."""
    before = by_number(old)
    return [_expense_line(dict(line), before.get(line.get("line")), look) for line in lines]


def reported_expenses(
    lines: Iterable[Line], old: Iterable[Line], look: Lookup, defaults: Mapping[str, Any]
) -> list[Line]:
    """Return the lines of an expense report; ``defaults`` are its date and currency."""
    before = by_number(old)
    return [_reported_line(dict(line), before.get(line.get("line")), look, defaults) for line in lines]


def by_number(lines: Iterable[Line]) -> dict[Any, Line]:
    """Return lines by their number."""
    return {line["line"]: line for line in lines if line.get("line") is not None}


def _item_line(
    record_type: str, line: Line, old: Line | None, above: float, items: Mapping[str, Record]
) -> Line:
    line = dict(line)
    _drop_stale(line, old, "amount", ("quantity", "rate", "item"))
    if "amount" in line and _changed(line, old, "amount") and not _changed(line, old, "rate"):
        line.pop("rate", None)
    if old is None or _changed(line, old, "item"):
        _from_item(record_type, line, items.get(line.get("item", "")))
    line.setdefault("quantity", 1.0)
    _rate_and_amount(line, above)
    return _taxed(line, old)


def _from_item(record_type: str, line: Line, item: Record | None) -> None:
    """Fill in what the item says and the line does not: description and rate, in purchases the vendor's name for it."""
    if item is None:
        return
    sale = record_type in SALES_TYPES
    description = item.values.get("salesDescription" if sale else "purchaseDescription")
    if description:
        line.setdefault("description", description)
    if not sale and item.values.get("vendorName"):
        line.setdefault("vendorName", item.values["vendorName"])
    if "rate" not in line and "amount" not in line:
        price = _sale_price(item.values, line.get("price", BASE_PRICE)) if sale else item.values.get("cost")
        if price is not None:
            line["rate"] = rate_text(exact(price))


def _sale_price(item: Mapping[str, Any], level: str) -> float | None:
    """Return an item's price: of the matrix at a price level, else its ``rate``."""
    for row in item.get("pricingMatrix", ()):
        if row.get("priceLevel") == level:
            values: list[float] = [price["value"] for price in row.get("priceList", ()) if "value" in price]
            if values:
                return values[0]
    rate: float | None = item.get("rate")
    return rate


def _rate_and_amount(line: Line, above: float) -> None:
    """Work out amount or rate from the other; a percentage is one of the line above."""
    if "rate" in line:
        share = percentage(line["rate"])
        if share is not None:
            line.setdefault("amount", money(exact(above) * share / 100))
        else:
            line["rate"] = rate_text(rate_of(line["rate"]))
            line.setdefault("amount", money(exact(line["quantity"]) * rate_of(line["rate"])))
    elif "amount" in line and line["quantity"]:
        line["rate"] = rate_text(exact(line["amount"]) / exact(line["quantity"]))
    if "amount" in line:
        line["amount"] = money(line["amount"])


def _expense_line(line: Line, old: Line | None, look: Lookup) -> Line:
    if _changed(line, old, "category") and not _changed(line, old, "account"):
        line.pop("account", None)
    if "account" not in line and line.get("category"):
        category = look.record("expenseCategory", line["category"])
        account = category.values.get("expenseAcct") if category else None
        if account:
            line["account"] = account
    if "amount" in line:
        line["amount"] = money(line["amount"])
    return _taxed(line, old)


def _reported_line(line: Line, old: Line | None, look: Lookup, defaults: Mapping[str, Any]) -> Line:
    _drop_stale(line, old, "amount", ("quantity", "rate", "foreignAmount", "exchangeRate"))
    _drop_stale(line, old, "foreignAmount", ("quantity", "rate"))
    for name, value in defaults.items():
        if value is not None:
            line.setdefault(name, value)
    line.setdefault("exchangeRate", 1.0)
    category = look.record("expenseCategory", line["category"]) if line.get("category") else None
    if category is not None:
        if category.values.get("defaultRate") is not None and "quantity" in line:
            line.setdefault("rate", category.values["defaultRate"])
        if category.values.get("expenseAcct"):
            line.setdefault("expenseAccount", category.values["expenseAcct"])
    if "quantity" in line and "rate" in line:
        line.setdefault("foreignAmount", money(exact(line["quantity"]) * exact(line["rate"])))
    if "foreignAmount" in line:
        line.setdefault("amount", money(exact(line["foreignAmount"]) * exact(line["exchangeRate"])))
    if "amount" in line:
        line["amount"] = money(line["amount"])
    return _taxed(line, old)


def _taxed(line: Line, old: Line | None) -> Line:
    """Set tax and gross amount where the line has a tax rate or a tax."""
    _drop_stale(line, old, "tax1Amt", ("amount", "taxRate1"))
    if "amount" not in line:
        return line
    if line.get("taxRate1") is not None:
        line.setdefault("tax1Amt", money(exact(line["amount"]) * exact(line["taxRate1"]) / 100))
    if line.get("tax1Amt") is not None:
        line["tax1Amt"] = money(line["tax1Amt"])
        line["grossAmt"] = money(exact(line["amount"]) + exact(line["tax1Amt"]))
    else:
        line.pop("grossAmt", None)
    return line


def _changed(line: Mapping[str, Any], old: Mapping[str, Any] | None, name: str) -> bool:
    """Say whether an update gave a field of an old line another value."""
    return old is not None and line.get(name) != old.get(name)


def _drop_stale(line: Line, old: Line | None, name: str, sources: Iterable[str]) -> None:
    """Forget a value that followed from others which an update changed."""
    if old is not None and not _changed(line, old, name) and any(_changed(line, old, one) for one in sources):
        line.pop(name, None)


def total_of(lines: Iterable[Mapping[str, Any]], name: str = "amount") -> Decimal:
    """Return the exact sum of one field of the lines."""
    return sum((exact(line.get(name)) for line in lines), Decimal(0))
