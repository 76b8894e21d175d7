"""What SuiteQL calls the types of records and the statuses of transactions; values of enumerations are in ``recordtypes.querycodes``.

Observed: types of transactions, the letter codes of sales orders' statuses with "Sales Order : Pending Fulfillment". Everything else
is assumed.
"""

from __future__ import annotations

from landbridge.recordtypes import TRANSACTION_TYPES
from landbridge.recordtypes.transactions import STATES

TRANSACTION_TEXTS = {kind.suiteql_type: kind.label for kind in TRANSACTION_TYPES}
"""``transaction.type`` and what BUILTIN.DF says of it."""

_LETTERS = {name: {state.text: state.letter for state in states} for name, states in STATES.items()}


def status_letter(record_type: str, status: str) -> str:
    """Return the letter of a status text; the text itself for one without a letter."""
    return _LETTERS.get(record_type, {}).get(status, status)


ENTITY_TYPES = {
    "customer": "CustJob",
    "job": "Job",
    "employee": "Employee",
    "vendor": "Vendor",
    "contact": "Contact",
}
"""Record type -> ``entity.type``."""
