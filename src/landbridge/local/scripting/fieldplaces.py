"""Where custom fields of an SDF project stand: the flags of each object type and the record types or sublists that they mean.

Flags are documented (SDF XML reference: entitycustomfield, crmcustomfield, itemcustomfield, transactionbodycustomfield,
transactioncolumncustomfield); those for records that the local account does not have are read and mean nothing here.
"""

from __future__ import annotations

from landbridge.recordtypes import ITEM_TYPES

STANDARD_LISTS = {
    "-2": "customer",
    "-3": "vendor",
    "-4": "employee",
    "-6": "contact",
    "-7": "job",
    "-10": "item",
    "-23": "supportCase",
    "-27": "projectTask",
    "-30": "transaction",
    "-101": "classification",
    "-102": "department",
    "-103": "location",
    "-104": "customerStatus",
    "-105": "accountingPeriod",
    "-109": "customerCategory",
    "-110": "vendorCategory",
    "-111": "employeeType",
    "-112": "account",
    "-117": "subsidiary",
    "-122": "currency",
    "-126": "expenseCategory",
}
"""`selectrecordtype` of standard record types (observed)."""


def _items(kind: str) -> tuple[str, ...]:
    return tuple(one.name for one in ITEM_TYPES if one.name.startswith(kind))


def _lines(sublist: str, *types: str) -> tuple[str, ...]:
    return tuple(f"{name}.{sublist}" for name in types)


_SALES = ("salesOrder", "invoice", "creditMemo")
_PURCHASES = ("purchaseOrder", "vendorBill", "vendorCredit")

APPLIES_TO: dict[str, dict[str, tuple[str, ...]]] = {
    "entitycustomfield": {
        "appliestocustomer": ("customer",),
        "appliestoemployee": ("employee",),
        "appliestoproject": ("job",),
        "appliestovendor": ("vendor",),
        "appliestocontact": ("contact",),
    },
    "crmcustomfield": {
        "appliestocase": ("supportCase",),
        "appliestoprojecttask": ("projectTask",),
    },
    "itemcustomfield": {
        "appliestoservice": _items("service"),
        "appliestononinventory": _items("nonInventory"),
        "appliestoothercharge": _items("otherCharge"),
    },
    "transactionbodycustomfield": {
        "bodysale": _SALES,
        "bodypurchase": _PURCHASES,
        "bodycustomerpayment": ("customerPayment",),
        "bodyvendorpayment": ("vendorPayment",),
        "bodyexpensereport": ("expenseReport",),
    },
    "transactioncolumncustomfield": {
        "colsale": _lines("itemList", *_SALES),
        "colpurchase": _lines("itemList", *_PURCHASES),
        "colexpense": _lines("expenseList", *_PURCHASES),
        "colexpensereport": _lines("expenseList", "expenseReport"),
    },
}
"""SDF object type -> flag -> where the field stands."""
