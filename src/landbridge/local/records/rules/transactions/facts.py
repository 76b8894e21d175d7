"""What tells the nine transactions apart for the rules: whom they name, what they add up, what applies to what."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Facts:
    """One type. ``entity``, ``currency``, ``rate`` and ``total`` are names of body fields, empty where it has none.

    ``prefix`` begins ``tranId``; ``None``: the number is not the account's to give (a vendor's own). ``number_prefix`` begins
    ``transactionNumber``. ``accounts`` are body fields with the account type whose first entry is their default.
    """

    entity: str
    currency: str
    rate: str
    total: str
    prefix: str | None
    number_prefix: str
    accounts: tuple[tuple[str, str], ...] = ()


_RECEIVABLE = "_accountsReceivable"
_PAYABLE = "_accountsPayable"

FACTS: dict[str, Facts] = {
    "salesOrder": Facts("entity", "currency", "exchangeRate", "total", "SO", "SALESORD"),
    "invoice": Facts(
        "entity", "currency", "exchangeRate", "total", "INV", "CUSTINVC", (("account", _RECEIVABLE),)
    ),
    "creditMemo": Facts(
        "entity", "currency", "exchangeRate", "total", "CM", "CUSTCRED", (("account", _RECEIVABLE),)
    ),
    "customerPayment": Facts(
        "customer", "currency", "exchangeRate", "total", "PYMT", "CUSTPYMT", (("arAcct", _RECEIVABLE),)
    ),
    "purchaseOrder": Facts("entity", "currency", "exchangeRate", "total", "PO", "PURCHORD"),
    "vendorBill": Facts(
        "entity", "currency", "exchangeRate", "userTotal", None, "VENDBILL", (("account", _PAYABLE),)
    ),
    "vendorCredit": Facts(
        "entity", "currency", "exchangeRate", "total", None, "VENDCRED", (("account", _PAYABLE),)
    ),
    "vendorPayment": Facts(
        "entity",
        "currency",
        "exchangeRate",
        "total",
        "",
        "VENDPYMT",
        (("account", "_bank"), ("apAcct", _PAYABLE)),
    ),
    "expenseReport": Facts(
        "entity",
        "expenseReportCurrency",
        "expenseReportExchangeRate",
        "total",
        "EXP",
        "EXPREPT",
        (("account", _PAYABLE),),
    ),
}
"""Prefixes of numbers and default accounts are account data in NetSuite (Setup > Company > Auto-Generated Numbers): assumed."""


@dataclass(frozen=True, slots=True)
class Applying:
    """A sublist whose lines apply its owner to documents of ``targets``, or use credits of ``targets`` up."""

    sublist: str
    targets: tuple[str, ...]


APPLYING: dict[str, tuple[Applying, ...]] = {
    "creditMemo": (Applying("applyList", ("invoice",)),),
    "customerPayment": (Applying("applyList", ("invoice",)), Applying("creditList", ("creditMemo",))),
    "vendorCredit": (Applying("applyList", ("vendorBill",)),),
    "vendorPayment": (
        Applying("applyList", ("vendorBill", "expenseReport")),
        Applying("creditList", ("vendorCredit",)),
    ),
}
"""What each payment and credit applies to (documented: *Applying Customer Payments*, *Paying Bills*)."""

SETTLED_BY: dict[str, tuple[str, ...]] = {
    "invoice": ("applyList.doc",),
    "vendorBill": ("applyList.doc",),
    "expenseReport": ("applyList.doc",),
    "creditMemo": ("creditList.doc",),
    "vendorCredit": ("creditList.doc",),
}
"""By which lines other transactions name a document or credit to settle a part of it."""

BILLED_LISTS: dict[str, tuple[str, ...]] = {
    "salesOrder": ("itemList",),
    "purchaseOrder": ("itemList", "expenseList"),
}
"""Orders, and the sublists of theirs that get billed."""

UNAPPLIED = {"creditMemo": "unapplied", "customerPayment": "unapplied", "vendorCredit": "unApplied"}
"""The field that says what a payment or credit has left."""

REMAINING = {
    "invoice": "amountRemaining",
    "vendorBill": "amountRemaining",
    "expenseReport": "amountRemaining",
    "creditMemo": "unapplied",
    "vendorCredit": "unApplied",
    "customerPayment": "unapplied",
}
"""The field that says what is still open of a document."""
