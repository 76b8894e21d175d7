"""What is still open of a document or credit: its total less what payments and credits took of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from landbridge.local.records.rules.base import Lookup
from landbridge.local.records.rules.transactions.facts import APPLYING, FACTS, SETTLED_BY
from landbridge.local.records.rules.transactions.money import exact, money, summed

Values = dict[str, Any]
Line = Mapping[str, Any]


def owed(record_type: str, values: Mapping[str, Any]) -> float:
    """Return what a document or credit is worth before anything is applied."""
    name = "amount" if record_type == "expenseReport" else FACTS[record_type].total
    return float(values.get(name, 0.0))


def taken(line: Line) -> Decimal:
    """Return what one applied line settles: its amount, and the discount that is taken with it."""
    return exact(line.get("amount")) + exact(line.get("disc"))


def applied_lines(record_type: str, values: Mapping[str, Any]) -> Iterable[tuple[str, Line]]:
    """Iterate over what a payment or credit applies: name of the sublist and line."""
    for applying in APPLYING.get(record_type, ()):
        for line in values.get(applying.sublist, ()):
            yield applying.sublist, line


def settled(record_type: str, record_id: str, look: Lookup) -> Decimal:
    """Return how much other transactions have settled of a document or used of a credit."""
    total = Decimal(0)
    for path in SETTLED_BY.get(record_type, ()):
        sublist = path.partition(".")[0]
        for other in look.pointing_at(record_type, record_id, path):
            total += summed(
                taken(line) for line in other.values.get(sublist, ()) if str(line.get("doc")) == record_id
            )
    return total


def set_open_amounts(record_type: str, values: Values, record_id: str | None, look: Lookup) -> None:
    """Set what is paid, applied and open. The lines of the transaction's own ``applyList`` are in order already."""
    used = settled(record_type, record_id, look) if record_id is not None else Decimal(0)
    if record_type in ("invoice", "vendorBill", "expenseReport"):
        values["amountPaid"] = money(used)
        values["amountRemaining"] = money(exact(owed(record_type, values)) - used)
    elif record_type in ("creditMemo", "vendorCredit"):
        applied = money(used + summed(taken(line) for _, line in applied_lines(record_type, values)))
        left = money(exact(values["total"]) - exact(applied))
        values["applied"] = applied
        values["unapplied" if record_type == "creditMemo" else "unApplied"] = left
        if record_type == "creditMemo":
            values["amountPaid"], values["amountRemaining"] = applied, left
