"""Applying payments and credits: which lines count, what amount they get, what a payment adds up to.

Records keep the lines that are applied and nothing else; what NetSuite shows beside them is worked out when a record is read
(``records.openlines``). Assumed where not said otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from landbridge.local.records.model import Record
from landbridge.local.records.rules.base import Lookup
from landbridge.local.records.rules.transactions.facts import APPLYING, FACTS, REMAINING, Applying
from landbridge.local.records.rules.transactions.money import exact, money, summed
from landbridge.local.records.rules.transactions.parties import party_record, settled_together
from landbridge.local.records.rules.transactions.settling import settled, taken

Values = dict[str, Any]
Line = dict[str, Any]

KEPT = ("doc", "line", "disc", "amount")
NOT_PAYABLE = {"1", "3"}
"""Approval statuses that keep a document from being paid: pending approval, rejected."""


def apply_lines(
    record_type: str, values: Values, record_id: str | None, old: Record | None, look: Lookup
) -> None:
    """Bring the lines of ``applyList`` and ``creditList`` in order, apply what ``autoApply`` asks for, set the payment's sums."""
    for applying in APPLYING.get(record_type, ()):
        left = None if applying.sublist != "applyList" else _budget(record_type, values, record_id, look)
        lines = _kept(applying, values.get(applying.sublist, []), old, look, left)
        _store(values, applying.sublist, lines)
    if values.get("autoApply"):
        _auto_apply(record_type, values, record_id, old, look)
        values["autoApply"] = False
    if record_type == "customerPayment":
        _customer_payment(values, old)
    elif record_type == "vendorPayment":
        values["total"] = money(_applied(values) - _credits(values))


def available(document: Record, already: Mapping[str, Decimal]) -> Decimal:
    """Return what a payment may take of a document or credit: what is open, and what the payment took of it before."""
    return exact(document.values.get(REMAINING[document.type])) + already.get(document.id, Decimal(0))


def taken_before(old: Record | None, sublist: str) -> dict[str, Decimal]:
    """Return what the payment or credit took of each document before this save."""
    lines = old.values.get(sublist, ()) if old is not None else ()
    return {str(line["doc"]): taken(line) for line in lines if "doc" in line}


def is_open(document: Record) -> bool:
    """Say whether a document may be settled: approved, not rejected (documented: *Approving Vendor Bills*)."""
    if document.type == "expenseReport":
        return bool(document.values.get("accountingApproval"))
    return document.values.get("approvalStatus") not in NOT_PAYABLE


def _budget(record_type: str, values: Values, record_id: str | None, look: Lookup) -> Decimal | None:
    """Return what lines that name no amount may share, ``None`` when a payment is what they add up to."""
    if record_type == "vendorPayment" or (record_type == "customerPayment" and values.get("payment") is None):
        return None
    return max(_left(record_type, values, record_id, look), Decimal(0))


def _kept(
    applying: Applying, lines: list[Line], old: Record | None, look: Lookup, left: Decimal | None
) -> list[Line]:
    """Return the lines that are applied. One without an amount takes what is due, or what is ``left`` if that is less."""
    already = taken_before(old, applying.sublist)
    kept: dict[str, Line] = {}
    for line in lines:
        wanted = line.get("apply", line.get("amount") is not None)
        if not wanted or "doc" not in line:
            continue
        one = {name: line[name] for name in KEPT if name in line}
        if "amount" not in one:
            document = look.record("|".join(applying.targets), str(line["doc"]))
            due = available(document, already) if document is not None else Decimal(0)
            due -= exact(one.get("disc"))
            one["amount"] = money(due if left is None else min(due, left))
            left = left if left is None else left - exact(one["amount"])
        one["amount"] = money(one["amount"])
        if one.get("disc") is not None:
            one["disc"] = money(one["disc"])
        if taken(one) != 0:
            kept[str(line["doc"])] = {"apply": True, "line": 0, **one}
    return list(kept.values())


def _store(values: Values, sublist: str, lines: list[Line]) -> None:
    if lines:
        values[sublist] = lines
    else:
        values.pop(sublist, None)


def _applied(values: Mapping[str, Any]) -> Decimal:
    return summed(line.get("amount") for line in values.get("applyList", ()))


def _credits(values: Mapping[str, Any]) -> Decimal:
    return summed(line.get("amount") for line in values.get("creditList", ()))


def _customer_payment(values: Values, old: Record | None) -> None:
    """Set payment, applied and unapplied: a payment that is not sent is what is applied, and rises with it."""
    needed = money(_applied(values) - _credits(values))
    before = old.values.get("payment") if old is not None else None
    if values.get("payment") is None or (values["payment"] == before and before < needed):
        values["payment"] = needed
    values["payment"] = money(values["payment"])
    values["total"] = values["payment"]
    values["applied"] = money(_applied(values))
    values["unapplied"] = money(exact(values["payment"]) + _credits(values) - _applied(values))


def _auto_apply(
    record_type: str, values: Values, record_id: str | None, old: Record | None, look: Lookup
) -> None:
    """Apply what is left to the open documents of the entity, those that are due first (documented: *Auto Apply*)."""
    party = party_record(record_type, values, look)
    applying = APPLYING[record_type][0]
    left = _left(record_type, values, record_id, look)
    if party is None or left <= 0:
        return
    lines = list(values.get(applying.sublist, []))
    named = {str(line["doc"]) for line in lines}
    already = taken_before(old, applying.sublist)
    for document in open_documents(party, applying.targets, look):
        if left <= 0:
            break
        if document.id in named or not is_open(document) or not _same_currency(record_type, values, document):
            continue
        amount = min(left, available(document, already))
        lines.append({"apply": True, "line": 0, "doc": int(document.id), "amount": money(amount)})
        left -= amount
    _store(values, applying.sublist, lines)


def _left(record_type: str, values: Values, record_id: str | None, look: Lookup) -> Decimal:
    """Return what a payment or credit has to apply yet."""
    if record_type == "customerPayment":
        return exact(values.get("payment")) + _credits(values) - _applied(values)
    used = settled(record_type, record_id, look) if record_id is not None else Decimal(0)
    return exact(values.get("total")) - used - _applied(values)


def open_documents(party: Record, targets: tuple[str, ...], look: Lookup) -> list[Record]:
    """Return the documents of an entity of which something is open, those that are due first."""
    found: list[Record] = []
    for target in targets:
        rows = look.referring(
            settled_together(party.type, party.id, look),
            FACTS[target].entity,
            (target,),
            (),
            positive=REMAINING[target],
        )
        records = [look.record(target, record_id) for _, record_id, _ in rows]
        found += [record for record in records if record is not None]
    return sorted(found, key=_due)


def _due(document: Record) -> tuple[str, int]:
    day = document.values.get("dueDate") or document.values.get("tranDate") or ""
    return str(day), int(document.id)


def _same_currency(record_type: str, values: Mapping[str, Any], document: Record) -> bool:
    return same_currency(values.get(FACTS[record_type].currency), document)


def same_currency(currency: str | None, document: Record) -> bool:
    """Say whether a document is of a currency; one that has none agrees with every other."""
    other = document.values.get(FACTS[document.type].currency)
    return currency is None or other is None or currency == other
