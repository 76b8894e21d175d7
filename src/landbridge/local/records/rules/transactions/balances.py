"""What customers and vendors owe and are owed: set on their own records by the rules of entities.

A customer's balance is what its invoices have open less its unapplied credits and payments; a vendor's what is open of its bills less
unapplied credits (documented: *Customer Balance*; projects count for their customer). ``overdueBalance`` is that of the last
save that changed the balance: no save happens when a day passes (assumed to be enough; searches may ask invoices by due date).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from landbridge.local.records.rules.base import Lookup
from landbridge.local.records.rules.transactions.facts import FACTS, REMAINING
from landbridge.local.records.rules.transactions.money import exact, money
from landbridge.local.records.rules.transactions.parties import settled_together

OWED = {"customer": ("invoice",), "vendor": ("vendorBill",)}
CREDITED = {"customer": ("creditMemo", "customerPayment"), "vendor": ("vendorCredit",)}


def set_balances(record_type: str, values: dict[str, Any], record_id: str | None, look: Lookup) -> None:
    """Set ``balance``, and ``overdueBalance`` of a customer. An entity that no transaction names keeps them empty."""
    if record_type not in OWED or record_id is None:
        return
    balance, overdue, some = Decimal(0), Decimal(0), False
    together = settled_together(record_type, record_id, look)
    today = look.today()
    for kind in (*OWED[record_type], *CREDITED[record_type]):
        rows = look.referring(
            together, FACTS[kind].entity, (kind,), (REMAINING[kind], "dueDate"), positive=REMAINING[kind]
        )
        sign = 1 if kind in OWED[record_type] else -1
        for _, _, (remaining, due) in rows:
            some = True
            balance += sign * exact(remaining)
            if sign > 0 and due and str(due) < today:
                overdue += exact(remaining)
    if not some and "balance" not in values:
        return
    values["balance"] = money(balance)
    if record_type == "customer":
        values["overdueBalance"] = money(overdue)
