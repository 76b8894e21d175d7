"""What NetSuite refuses of a transaction. Codes are of the schema; texts observed where the function says so, else assumed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from landbridge.local.records.errors import RecordError
from landbridge.local.records.model import Record
from landbridge.local.records.rules.base import Lookup
from landbridge.local.records.rules.transactions.applying import (
    available,
    is_open,
    same_currency,
    taken_before,
)
from landbridge.local.records.rules.transactions.facts import APPLYING, FACTS, UNAPPLIED, Applying
from landbridge.local.records.rules.transactions.money import exact
from landbridge.local.records.rules.transactions.parties import party_key, party_record, settled_together
from landbridge.local.records.rules.transactions.settling import owed, taken

Values = Mapping[str, Any]

BILLABLE_ORDERS = frozenset({"_pendingFulfillment", "_pendingBilling"})
_WITH_LINES = ("itemList", "expenseList")


def user_error(text: str, field: str | None = None) -> RecordError:
    """USER_ERROR: what a person would be told on the form."""
    return RecordError("USER_ERROR", text, field=field)


def cannot_initialize(target: str, reference: str) -> RecordError:
    """INVALID_INITIALIZE_REF (observed, text too): the document is not there, or in no state to make another one of."""
    return RecordError(
        "INVALID_INITIALIZE_REF", f"You can not initialize {target}: invalid reference {reference}."
    )


def no_matching_line(applying: Applying, line: Mapping[str, Any]) -> RecordError:
    """Refuse to apply to a document that the list does not offer: not there, of another entity, closed (text observed)."""
    element = applying.sublist.removesuffix("List")
    number = line.get("line") or "null"
    return user_error(
        f"Unable to find a matching line for sublist {element} with key: [doc,line] and value: [{line.get('doc')},{number}].",
        f"{applying.sublist}.doc",
    )


def check_lines(record_type: str, after: Values, before: Record | None) -> None:
    """Refuse a transaction without lines (text observed), and lines without an amount."""
    if record_type == "customerPayment":
        return
    lists = ("applyList", "creditList") if record_type == "vendorPayment" else _WITH_LINES
    lines = [(name, line) for name in lists for line in after.get(name, ())]
    if not lines:
        raise user_error("You must enter at least one line item for this transaction.", lists[0])
    for name, line in lines:
        if "amount" not in line:
            raise user_error("Please enter value(s) for: Amount", f"{name}.amount")
        if name == "expenseList":
            _check_expense(record_type, line)
    if before is not None and record_type in ("salesOrder", "purchaseOrder"):
        _check_billed_lines_stay(after, before)


def _check_expense(record_type: str, line: Mapping[str, Any]) -> None:
    wanted, label = ("category", "Category") if record_type == "expenseReport" else ("account", "Account")
    if not line.get(wanted):
        raise user_error(f"Please enter value(s) for: {label}", f"expenseList.{wanted}")


def _check_billed_lines_stay(after: Values, before: Record) -> None:
    there = {line.get("line") for line in after.get("itemList", ())}
    for line in before.values.get("itemList", ()):
        if line.get("quantityBilled") and line.get("line") not in there:
            raise RecordError(
                "CANT_DELETE_TRAN_LINE", "A line that has been billed cannot be deleted.", field="itemList"
            )


def check_amounts(record_type: str, after: Values, before: Record | None, used: Decimal) -> None:
    """Refuse negative transactions and ones worth less than what is settled of them already."""
    total = exact(owed(record_type, after))
    if total < 0:
        if record_type in ("customerPayment", "vendorPayment"):
            raise RecordError("NEGATIVE_PAYMENT_DISALLWD", "A payment cannot be negative.", field="total")
        raise user_error("The total of this transaction cannot be negative.", FACTS[record_type].total)
    if used > total:
        raise user_error(
            "The total cannot be less than the amount that has been applied to this transaction."
        )
    left = UNAPPLIED.get(record_type)
    if left is not None and after.get(left, 0.0) < 0:
        raise RecordError(
            "TRANS_APPLIED_AMTS_UNBALNCD",
            "The amounts applied are more than the amount of this transaction.",
            field="applyList",
        )
    if record_type == "customerPayment" and not total and not after.get("applyList"):
        raise user_error("Please enter value(s) for: Payment Amount", "payment")
    if used and before is not None:
        _check_party_stays(record_type, after, before)


def _check_party_stays(record_type: str, after: Values, before: Record) -> None:
    facts = FACTS[record_type]
    for name in (facts.entity, facts.currency):
        if after.get(name) != before.values.get(name):
            raise user_error(f"The {name} of a transaction that has been applied cannot be changed.", name)


def check_applied(record_type: str, after: Values, before: Record | None, look: Lookup) -> None:
    """Refuse lines that apply to what the list does not offer, and amounts that are negative or more than is due."""
    party = party_record(record_type, after, look)
    if party is None:
        return
    together = settled_together(party.type, party.id, look)
    for applying in APPLYING.get(record_type, ()):
        already = taken_before(before, applying.sublist)
        for line in after.get(applying.sublist, ()):
            document = look.record("|".join(applying.targets), str(line["doc"]))
            if (
                document is None
                or party_key(document, look) not in together
                or not same_currency(after.get(FACTS[record_type].currency), document)
                or not (document.id in already or (is_open(document) and available(document, already) > 0))
            ):
                raise no_matching_line(applying, line)
            _check_amount(applying, line, available(document, already))


def _check_amount(applying: Applying, line: Mapping[str, Any], due: Decimal) -> None:
    field = f"{applying.sublist}.amount"
    if exact(line.get("amount")) < 0 or exact(line.get("disc")) < 0:
        raise RecordError("NEGATIVE_PAYMENT_DISALLWD", "An applied amount cannot be negative.", field=field)
    if taken(line) > due:
        raise user_error(f"The amount applied to {line['doc']} cannot be more than the amount due.", field)


def check_period(after: Values, before: Record | None, look: Lookup) -> None:
    """Refuse to post to a period that is closed: TRAN_PRD_CLOSED (code from the schema, text assumed)."""
    period = after.get("postingPeriod")
    if not period or (before is not None and before.values.get("postingPeriod") == period):
        return
    found = look.record("accountingPeriod", period)
    if found is not None and (found.values.get("closed") or found.values.get("allLocked")):
        raise RecordError(
            "TRAN_PRD_CLOSED",
            f"The accounting period {found.values.get('periodName', period)} is closed.",
            field="postingPeriod",
        )


def check_source(after: Values, before: Record | None, look: Lookup) -> None:
    """Refuse a new invoice of an order that cannot be billed."""
    if before is not None or not after.get("createdFrom"):
        return
    order = look.record("salesOrder", after["createdFrom"])
    if order is not None and order.values.get("orderStatus") not in BILLABLE_ORDERS:
        raise cannot_initialize("invoice", order.id)


def check_orders(after: Values, before: Record | None, look: Lookup) -> None:
    """Refuse a bill line that names a line of a purchase order that is not the vendor's, not approved, or not there."""
    known = {
        (name, line.get("orderDoc"), line.get("orderLine"))
        for name in _WITH_LINES
        for line in (before.values.get(name, ()) if before else ())
    }
    for name in _WITH_LINES:
        for line in after.get(name, ()):
            doc, number = line.get("orderDoc"), line.get("orderLine")
            if doc is None or (name, doc, number) in known:
                continue
            order = look.record("purchaseOrder", str(doc))
            lines = order.values.get(name, ()) if order else ()
            found = any(one.get("line") == number and not one.get("isClosed") for one in lines)
            if (
                order is None
                or not found
                or order.values.get("entity") != after.get("entity")
                or not _approved(order)
            ):
                raise user_error(
                    f"Unable to find a matching line for sublist {name.removesuffix('List')} with key: "
                    f"[orderDoc,orderLine] and value: [{doc},{'null' if number is None else number}].",
                    f"{name}.orderDoc",
                )


def _approved(order: Record) -> bool:
    return order.values.get("orderStatus") not in ("_pendingSupervisorApproval", "_rejectedBySupervisor")
