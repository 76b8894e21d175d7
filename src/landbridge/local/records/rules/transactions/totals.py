"""Totals of a transaction: the sum of its lines, less discount, with tax, shipping and handling. All as sent, none guessed.

Tax is the sum of the lines' own tax; without any, the rate of the head on its taxable lines (assumed: one tax code, no
tax engine). A bill's ``userTotal`` is always worked out, whatever was sent (assumed).
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from landbridge.local.records.rules.transactions.lines import total_of
from landbridge.local.records.rules.transactions.money import exact, money, percentage, rate_of

Values = dict[str, Any]

SOLD = frozenset({"salesOrder", "invoice", "creditMemo"})
BOUGHT = frozenset({"purchaseOrder", "vendorBill", "vendorCredit"})


def set_totals(record_type: str, values: Values) -> None:
    """Set the totals of a transaction that has lines of items or expenses."""
    if record_type in SOLD:
        _sold(values)
    elif record_type in BOUGHT:
        _bought(record_type, values)
    elif record_type == "expenseReport":
        _reported(values)


def _sold(values: Values) -> None:
    items = values.get("itemList", [])
    subtotal = total_of(items)
    discount = _discount(values, subtotal)
    tax = _tax(values, items, subtotal, discount)
    shipping, handling = exact(values.get("shippingCost")), exact(values.get("handlingCost"))
    values["subTotal"] = money(subtotal)
    values["discountTotal"] = money(discount)
    values["taxTotal"] = money(tax)
    values["altShippingCost"] = money(shipping)
    values["altHandlingCost"] = money(handling)
    values["total"] = money(_rounded(subtotal, discount, tax, shipping, handling))


def _discount(values: Values, subtotal: Decimal) -> Decimal:
    """Return the discount of the head: a percentage of the subtotal, or an amount; negative as NetSuite has it."""
    rate = values.get("discountRate")
    if not rate:
        return Decimal(0)
    share = percentage(rate)
    return rate_of(rate) if share is None else subtotal * share / 100


def _tax(values: Values, items: list[Mapping[str, Any]], subtotal: Decimal, discount: Decimal) -> Decimal:
    lines = total_of(items, "tax1Amt")
    rate = values.get("taxRate")
    if lines or not rate or not values.get("isTaxable", True):
        return lines
    taxable = total_of([line for line in items if line.get("isTaxable", True)])
    share = taxable / subtotal if subtotal else Decimal(0)
    return (taxable + discount * share) * exact(rate) / 100


def _bought(record_type: str, values: Values) -> None:
    lines = [*values.get("itemList", []), *values.get("expenseList", [])]
    subtotal, tax = total_of(lines), total_of(lines, "tax1Amt")
    total = money(_rounded(subtotal, tax))
    if record_type == "purchaseOrder":
        values["subTotal"], values["taxTotal"], values["total"] = money(subtotal), money(tax), total
    elif record_type == "vendorBill":
        values["taxTotal"], values["userTotal"] = money(tax), total
    else:
        values["userTaxTotal"], values["total"], values["userTotal"] = money(tax), total, total


def _reported(values: Values) -> None:
    """Set what is reported (``total``) and what is owed to the employee (``amount``).

    Lines that are not to be reimbursed and those of a corporate card are no part of either; an advance is kept off what is owed
    (assumed from the form's summary).
    """
    owed = [
        line
        for line in values.get("expenseList", [])
        if not line.get("isNonReimbursable") and not line.get("corporateCreditCard")
    ]
    total, tax = total_of(owed), total_of(owed, "tax1Amt")
    values["tax1Amt"] = money(tax)
    values["total"] = money(_rounded(total, tax))
    values["amount"] = money(exact(values["total"]) - exact(values.get("advance")))


def _rounded(*parts: Decimal) -> Decimal:
    """Add up amounts as they are shown: each rounded first, so that the parts of a transaction give its total."""
    return sum((exact(money(part)) for part in parts), Decimal(0))
