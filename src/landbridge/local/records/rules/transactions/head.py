"""The head of a transaction: date, currency, subsidiary, terms, due date, accounts, addresses, as far as nobody sends them.

A new transaction takes them from its entity (documented: *Transaction Body Fields*); which preference decides where there
are several is assumed. An update leaves what is there, but a due date follows a changed date or changed terms.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from landbridge.local.records.model import Record
from landbridge.local.records.numbering import next_number
from landbridge.local.records.rules.base import Lookup
from landbridge.local.records.rules.transactions.facts import FACTS
from landbridge.local.records.rules.transactions.parties import party_record
from landbridge.recordtypes import RECORD_TYPES

Values = dict[str, Any]

DUE = ("invoice", "vendorBill")
"""Types whose due date follows from the terms."""

_FROM_ENTITY = ("subsidiary", "terms", "salesRep")
"""Fields that a transaction takes from its entity under the same name."""


def defaults_of(record_type: str, look: Lookup) -> Values:
    """Return what a new transaction begins with, whatever is sent."""
    found: Values = {"tranDate": date.fromisoformat(look.today())}
    if record_type == "salesOrder":
        # The preference Default Sales Order Status (documented); which of the two an account has is assumed.
        found["orderStatus"] = "_pendingFulfillment"
    elif record_type == "purchaseOrder":
        found["supervisorApproval"] = True
    elif record_type == "customerPayment":
        found["undepFunds"] = True
    return found


def fill_head(record_type: str, values: Values, old: Record | None, look: Lookup) -> None:
    """Set what a new transaction takes from its entity and the account, and what follows from other fields."""
    facts = FACTS[record_type]
    if old is None:
        _take_from_party(record_type, values, look)
        _take_accounts(record_type, values, look)
    if values.get(facts.currency):
        currency = look.record("currency", values[facts.currency])
        if currency is not None:
            values.setdefault(facts.rate, float(currency.values.get("exchangeRate") or 1.0))
            if facts.currency == "currency":
                values["currencyName"] = currency.values.get("name")
    values.setdefault(facts.rate, 1.0)
    if record_type == "customerPayment" and values.get("account"):
        values["undepFunds"] = False
    if record_type in DUE:
        _set_due_date(values, old, look)
    if "postingPeriod" in {field.name for field in RECORD_TYPES[record_type].fields}:
        _set_period(values, old, look)


def _take_from_party(record_type: str, values: Values, look: Lookup) -> None:
    known = {field.name for field in RECORD_TYPES[record_type].fields}
    facts = FACTS[record_type]
    party = party_record(record_type, values, look)
    sources = [party] if party is not None else []
    if party is not None and party.type == "job" and party.values.get("parent"):
        if "job" in known:
            values.setdefault("job", party.id)
        customer = look.record("customer", party.values["parent"])
        sources += [customer] if customer is not None else []
    for source in sources:
        for name in _FROM_ENTITY:
            if name in known and source.values.get(name):
                values.setdefault(name, source.values[name])
        if source.values.get("currency"):
            values.setdefault(facts.currency, source.values["currency"])
        _take_addresses(values, known, source)
    for name in ("subsidiary", facts.currency):
        if name in known and name not in values and look.exists(_list_of(record_type, name), "1"):
            values[name] = "1"
    if record_type in ("invoice", "vendorBill") and look.exists("approvalStatus", "2"):
        values.setdefault("approvalStatus", "2")


def _list_of(record_type: str, name: str) -> str:
    return RECORD_TYPES[record_type].field(name).refers_to


def _take_addresses(values: Values, known: set[str], source: Record) -> None:
    for name, mark in (("billingAddress", "defaultBilling"), ("shippingAddress", "defaultShipping")):
        if name not in known or name in values:
            continue
        for line in source.values.get("addressbookList", ()):
            if line.get(mark) and line.get("addressbookAddress"):
                values[name] = dict(line["addressbookAddress"])


def _take_accounts(record_type: str, values: Values, look: Lookup) -> None:
    """Set default accounts: the first of the kind (assumed; a preference in NetSuite)."""
    missing = [(name, kind) for name, kind in FACTS[record_type].accounts if name not in values]
    if not missing:
        return
    accounts = look.entries("account")
    for name, kind in missing:
        found = next((one.id for one in accounts if one.values.get("acctType") == kind), None)
        if found is not None:
            values[name] = found


def _set_due_date(values: Values, old: Record | None, look: Lookup) -> None:
    """Set the due date: the day of the transaction and the days of its terms, that day without terms (assumed)."""
    if "dueDate" in values and not _due_date_follows(values, old):
        return
    days = 0
    if values.get("terms"):
        terms = look.record("term", values["terms"])
        days = int((terms.values.get("daysUntilNetDue") if terms else None) or 0)
    if values.get("tranDate"):
        values["dueDate"] = values["tranDate"] + timedelta(days=days)


def _set_period(values: Values, old: Record | None, look: Lookup) -> None:
    """Set the posting period: the month that the date is in, unless one is sent (documented: *Posting Period*)."""
    day = values.get("tranDate")
    before = old.values if old is not None else {}
    moved = day != before.get("tranDate") and values.get("postingPeriod") == before.get("postingPeriod")
    if day is None or not moved:
        return
    for period in look.entries("accountingPeriod"):
        of = period.values
        whole = of.get("isQuarter") or of.get("isYear") or of.get("isAdjust")
        if not whole and of.get("startDate") and of["startDate"] <= day <= of.get("endDate", day):
            values["postingPeriod"] = period.id
            return


def _due_date_follows(values: Mapping[str, Any], old: Record | None) -> bool:
    if old is None or values.get("dueDate") != old.values.get("dueDate"):
        return False
    return any(values.get(name) != old.values.get(name) for name in ("tranDate", "terms"))


def give_numbers(connection: sqlite3.Connection, record_type: str, values: Values) -> None:
    """Give a new transaction its ``transactionNumber``, and a ``tranId`` where none is sent and the account numbers the type."""
    facts = FACTS[record_type]
    number = next_number(connection, f"number:{record_type}")
    values["transactionNumber"] = f"{facts.number_prefix}{number}"
    if facts.prefix is not None:
        values.setdefault("tranId", f"{facts.prefix}{number}")
