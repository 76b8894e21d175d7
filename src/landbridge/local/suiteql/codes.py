"""What SuiteQL calls the values of enumerations and the types of records.

Observed: stages of customers, types of transactions, the letter codes of sales orders' statuses with
"Sales Order : Pending Fulfillment". Everything else is assumed.
"""

from __future__ import annotations

from collections.abc import Mapping

from landbridge.recordtypes import TRANSACTION_TYPES
from landbridge.recordtypes.lists.accounting import ACCOUNT_TYPE_CODES
from landbridge.recordtypes.projecttask import CONSTRAINT_CODES, TASK_STATUS_CODES
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

ENUMERATIONS: dict[tuple[str, str], dict[str, str]] = {
    ("job", "jobBillingType"): {
        "_timeAndMaterials": "TM",
        "_fixedBidInterval": "FBI",
        "_fixedBidMilestone": "FBM",
        "_chargeBased": "CB",
        "_none": "NONE",
    },
    ("account", "acctType"): ACCOUNT_TYPE_CODES,
    ("projectTask", "status"): TASK_STATUS_CODES,
    ("projectTask", "constraintType"): CONSTRAINT_CODES,
}
"""Record type and field -> SOAP's value -> SuiteQL's. Those not listed are SOAP's in capitals (LEAD, PROSPECT, CUSTOMER)."""


def enumeration(record_type: str, field: str, values: tuple[str, ...]) -> Mapping[str, str]:
    """Return SuiteQL's code of each SOAP value of an enumeration."""
    listed = ENUMERATIONS.get((record_type, field), {})
    return {value: listed.get(value, value.lstrip("_").upper()) for value in values}
