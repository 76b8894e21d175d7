"""What people read of an enumeration's value: the same text on the pages, in REST, in queries and in scripts."""

from __future__ import annotations

import re

LABELS: dict[str, str] = {
    "_chargeBased": "Charge-Based",
    "_costOfGoodsSold": "Cost of Goods Sold",
    "_coteDIvoire": "Cote d'Ivoire",
    "_fixedBidInterval": "Fixed Bid, Interval",
    "_fixedBidMilestone": "Fixed Bid, Milestone",
    "_hTML": "HTML",
    "_pDF": "PDF",
    "_pendingBillingPartFulfilled": "Pending Billing/Partially Fulfilled",
    "_pendingBillingPartiallyReceived": "Pending Billing/Partially Received",
    "_timeAndMaterials": "Time and Materials",
    "_twiceAMonth": "Twice a Month",
    "_twiceAYear": "Twice a Year",
}
"""Texts that are not simply the words of SOAP's value."""

_NEW_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def label_of(value: str) -> str:
    """Return the text of a value: ``_notStarted`` is "Not Started" (assumed where ``LABELS`` has none)."""
    if value in LABELS:
        return LABELS[value]
    words = _NEW_WORD.sub(" ", value.removeprefix("_"))
    return words[:1].upper() + words[1:]
