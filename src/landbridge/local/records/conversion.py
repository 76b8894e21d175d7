"""Leads and prospects that become customers by themselves: when a sales order or an invoice is made out to them.

That a sales transaction promotes a prospect is named by the texts on the integration (fact sheet 6.2); by which, and which status it
gets, the first of that stage, is assumed. It is no save of the customer's form: no user event runs.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from landbridge.local.records.model import Record
from landbridge.local.records.rules.base import Lookup
from landbridge.local.records.rules.transactions.parties import debtor, party_record

CONVERTING = frozenset({"salesOrder", "invoice"})
CUSTOMER_STAGE = "_customer"


def converted(document: Record, look: Lookup, at: datetime) -> Record | None:
    """Return the customer that a new document makes of its lead or prospect, modified at ``at``; ``None`` where it makes none."""
    if document.type not in CONVERTING:
        return None
    party = party_record(document.type, document.values, look)
    owing = look.record(*debtor(party.type, party.id, look)) if party is not None else None
    if owing is None or owing.type != "customer" or owing.values.get("stage") == CUSTOMER_STAGE:
        return None
    values: dict[str, Any] = {**owing.values, "stage": CUSTOMER_STAGE}
    status = _first_status(look)
    if status is None:
        return None
    return replace(owing, values={**values, "entityStatus": status}, modified=max(at, owing.modified))


def _first_status(look: Lookup) -> str | None:
    for status in look.entries("customerStatus"):
        if status.values.get("stage") == CUSTOMER_STAGE and not status.values.get("isInactive"):
            return status.id
    return None
