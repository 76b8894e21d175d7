"""What SuiteQL calls the values of enumerations, and what BUILTIN.DF says of them.

Observed: stages of customers, types of transactions, the letter codes of sales orders' statuses with
"Sales Order : Pending Fulfillment". Everything else is assumed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from landbridge.recordtypes.transactions import STATES

TRANSACTION_TYPES: dict[str, tuple[str, str]] = {
    "salesOrder": ("SalesOrd", "Sales Order"),
    "invoice": ("CustInvc", "Invoice"),
    "creditMemo": ("CustCred", "Credit Memo"),
    "customerPayment": ("CustPymt", "Payment"),
    "vendorBill": ("VendBill", "Bill"),
    "vendorCredit": ("VendCred", "Bill Credit"),
    "vendorPayment": ("VendPymt", "Bill Payment"),
    "purchaseOrder": ("PurchOrd", "Purchase Order"),
    "expenseReport": ("ExpRept", "Expense Report"),
}
"""Record type -> ``transaction.type`` and its display text."""

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
    ("account", "acctType"): {
        "_accountsPayable": "AcctPay",
        "_accountsReceivable": "AcctRec",
        "_bank": "Bank",
        "_costOfGoodsSold": "COGS",
        "_creditCard": "CredCard",
        "_deferredExpense": "DeferExpense",
        "_deferredRevenue": "DeferRevenue",
        "_equity": "Equity",
        "_expense": "Expense",
        "_fixedAsset": "FixedAsset",
        "_income": "Income",
        "_longTermLiability": "LongTermLiab",
        "_nonPosting": "NonPosting",
        "_otherAsset": "OthAsset",
        "_otherCurrentAsset": "OthCurrAsset",
        "_otherCurrentLiability": "OthCurrLiab",
        "_otherExpense": "OthExpense",
        "_otherIncome": "OthIncome",
        "_statistical": "Stat",
        "_unbilledReceivable": "UnbilledRec",
    },
    ("projectTask", "status"): {
        "_notStarted": "NOTSTART",
        "_inProgress": "PROGRESS",
        "_completed": "COMPLETE",
    },
    ("projectTask", "constraintType"): {"_asSoonAsPossible": "ASAP", "_fixedStart": "FIXEDSTART"},
}
"""Record type and field -> SOAP's value -> SuiteQL's. Those not listed are SOAP's in capitals (LEAD, PROSPECT, CUSTOMER)."""


def enumeration(record_type: str, field: str, values: tuple[str, ...]) -> Mapping[str, str]:
    """Return SuiteQL's code of each SOAP value of an enumeration."""
    listed = ENUMERATIONS.get((record_type, field), {})
    return {value: listed.get(value, value.lstrip("_").upper()) for value in values}


def words(value: str) -> str:
    """Return what BUILTIN.DF says of a SOAP value: ``_timeAndMaterials`` is "Time And Materials"."""
    parts = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", value.lstrip("_"))
    return parts[:1].upper() + parts[1:]
