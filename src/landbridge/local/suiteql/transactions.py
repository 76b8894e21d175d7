"""Rows of transactions: the body, its lines, their accounting, and the links between transactions.

Signs follow the general ledger as NetSuite's queries show it (observed on sales and bills, assumed on the others): the main line
of what is owed to the company is positive and its lines negative, and the other way round for what the company owes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from landbridge.local.records.model import Record
from landbridge.local.suiteql import addresses, codes
from landbridge.local.suiteql.columns import Row, as_day, as_reference, flag
from landbridge.recordtypes import RECORD_TYPES

SIGNS = {
    "salesOrder": 1,
    "invoice": 1,
    "creditMemo": -1,
    "customerPayment": 1,
    "vendorBill": -1,
    "vendorCredit": 1,
    "vendorPayment": -1,
    "purchaseOrder": -1,
    "expenseReport": -1,
}
LINES_AT_MOST = 1_000_000
"""So far apart are the keys of the lines of two transactions."""
NOT_POSTING = ("salesOrder", "purchaseOrder")
LISTS = ("itemList", "expenseList")
OWED_TO = {"customerPayment": "arAcct", "vendorPayment": "apAcct"}
"""Where a payment's account of what is owed stands; its main line posts to the bank."""

_FIRST_OF = {
    "total": ("total", "userTotal", "payment"),
    "due": ("amountRemaining", "unapplied", "unApplied"),
    "entity": ("entity", "customer"),
}


def first(values: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    """Return the first value that there is."""
    return next((values[name] for name in names if values.get(name) is not None), None)


def body(record: Record, text: str) -> Row:
    """Return the columns of ``BODY``; ``text`` is what a reference to the transaction shows."""
    values = record.values
    kind = RECORD_TYPES[record.type]
    status = str(values.get("status") or "")
    sign = SIGNS[record.type]
    total, due = first(values, _FIRST_OF["total"]), first(values, _FIRST_OF["due"])
    number = str(values.get("transactionNumber") or values.get("tranId") or "")
    return {
        "_kind": record.type,
        "recordtype": record.type.lower(),
        "type": kind.suiteql_type,
        "abbrevtype": kind.suiteql_type.upper(),
        "status": codes.status_letter(record.type, status) if status else None,
        "_status": f"{kind.label} : {status}" if status else None,
        "entity": as_reference(first(values, _FIRST_OF["entity"])),
        "trandisplayname": text,
        "transactionnumber": number or None,
        "number": int(number) if number.isascii() and number.isdigit() and len(number) < 18 else None,
        "posting": flag(record.type not in NOT_POSTING),
        "foreigntotal": None if total is None else sign * float(total),
        "foreignamountunpaid": due,
        "foreignamountpaid": None if total is None or due is None else float(total) - float(due),
        "isreversal": "F",
        "voided": flag(status == "Voided"),
        **addresses.of_body(record),
    }


def lines(record: Record, modified: str) -> Iterator[Row]:
    """Iterate over the lines: the main line, numbered 0, items and expenses as they stand, what closes (order assumed).

    ``_account`` is what a line posts to, as far as the transaction says so.
    """
    values = record.values
    sign = SIGNS[record.type]
    common: Row = {
        "_kind": record.type,
        "transaction": int(record.id),
        "taxline": "F",
        "iscogs": "F",
        "donotdisplayline": "F",
        "linelastmodifieddate": modified,
        "createdfrom": as_reference(values.get("createdFrom")),
        "subsidiary": as_reference(values.get("subsidiary")),
    }
    rate = float(values.get("exchangeRate") or 1)
    made: list[Row] = [_main(record, sign, rate)]
    numbered = list(_numbered(values))
    made += [
        {**_placed(line, values), **_line(record, line, sign, rate), "id": line_id}
        for line_id, line in numbered
    ]
    made += _closing(record, made, max(line_id for line_id, _ in [(0, {}), *numbered]) + 1)
    for place, row in enumerate(made):
        yield {
            **common,
            **row,
            "uniquekey": int(record.id) * LINES_AT_MOST + place,
            "linesequencenumber": place,
        }


def _main(record: Record, sign: int, rate: float) -> Row:
    values = record.values
    total = first(values, _FIRST_OF["total"])
    return {
        **_placed(values, {}),
        **_amounts(sign * float(total or 0), rate),
        "_account": as_reference(values.get("account")),
        "id": 0,
        "mainline": "T",
        "entity": as_reference(first(values, _FIRST_OF["entity"])),
        "memo": values.get("memo"),
        "isclosed": "F",
        "isbillable": "F",
    }


def _closing(record: Record, rows: list[Row], line_id: int) -> Iterator[Row]:
    """Yield the line that makes a transaction balance, if it takes one (assumed: one line, after all others).

    That is what a payment is taken off; elsewhere tax, shipping, a discount of the whole, what rounding leaves.
    """
    foreign = -round(sum(float(row["foreignamount"] or 0) for row in rows), 2)
    base = -round(sum(float(row["netamount"] or 0) for row in rows), 2)
    if not foreign and not base:
        return
    tax = float(record.values.get("taxTotal") or 0)
    yield {
        **_placed(record.values, {}),
        **_amounts(foreign, 1),
        "netamount": base,
        "_account": as_reference(record.values.get(OWED_TO.get(record.type, ""))),
        "id": line_id,
        "mainline": "F",
        "taxline": flag(tax and abs(foreign) == round(tax, 2)),
        "entity": as_reference(first(record.values, _FIRST_OF["entity"])),
        "isclosed": "F",
        "isbillable": "F",
    }


def _numbered(values: Mapping[str, Any]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Iterate over the lines of all lists with their ids: the line's own number, unless an earlier one has it."""
    used: set[int] = {0}
    for name in LISTS:
        for line in values.get(name) or ():
            number = line.get("line")
            line_id = number if isinstance(number, int) and number not in used else max(used) + 1
            used.add(line_id)
            yield line_id, line


def _placed(line: Mapping[str, Any], values: Mapping[str, Any]) -> Row:
    return {
        name: as_reference(line.get(name) or values.get(name)) for name in ("class", "department", "location")
    }


def _amounts(amount: float, rate: float) -> Row:
    return {
        "foreignamount": amount,
        "netamount": round(amount * rate, 2),
        "debitforeignamount": amount if amount > 0 else None,
        "creditforeignamount": -amount if amount < 0 else None,
    }


def _line(record: Record, line: Mapping[str, Any], sign: int, rate: float) -> Row:
    amount = -sign * float(line.get("amount") or 0)
    quantity = line.get("quantity")
    owner = line.get("customer") or line.get("job") or first(record.values, _FIRST_OF["entity"])
    price = line.get("rate")
    account = as_reference(line.get("account") or line.get("expenseAccount"))
    return {
        **_amounts(amount, rate),
        "_account": account,
        "mainline": "F",
        "item": as_reference(line.get("item")),
        "category": as_reference(line.get("category")),
        "expenseaccount": account,
        "entity": as_reference(owner),
        "quantity": None if quantity is None else -sign * float(quantity),
        "quantitybilled": line.get("quantityBilled"),
        "quantityshiprecv": first(line, ("quantityFulfilled", "quantityReceived")),
        "rate": _number(price),
        "taxrate1": None if line.get("taxRate1") is None else float(line["taxRate1"]) / 100,
        "tax1amt": None if line.get("tax1Amt") is None else -sign * float(line["tax1Amt"]),
        "price": as_reference(line.get("price")),
        "units": as_reference(line.get("units")),
        "memo": line.get("memo") or line.get("description"),
        "isclosed": flag(line.get("isClosed")),
        "isbillable": flag(line.get("isBillable")),
        "expectedreceiptdate": as_day(line.get("expectedReceiptDate")),
    }


def _number(value: object) -> float | None:
    """Return a line's rate; SOAP has it as a text, which may be a percentage: no number."""
    try:
        return float(str(value))
    except ValueError:
        return None


def accounting(record: Record, rows: list[Row], modified: str) -> Iterator[Row]:
    """Iterate over what each line of ``rows`` posts; each transaction balances.

    Accounts of items, of tax and of undeposited funds are not known here and stay empty (assumed).
    """
    values = record.values
    posting = flag(record.type not in NOT_POSTING)
    due = first(values, _FIRST_OF["due"])
    for row in rows:
        amount = float(row.get("netamount") or 0)
        main = row["mainline"] == "T"
        yield {
            "_kind": record.type,
            "transaction": row["transaction"],
            "transactionline": row["id"],
            "accountingbook": 1,
            "account": row["_account"],
            "amount": amount,
            "debit": amount if amount > 0 else None,
            "credit": -amount if amount < 0 else None,
            "netamount": amount,
            "amountunpaid": due if main else None,
            "amountpaid": abs(amount) - float(due) if main and due is not None else None,
            "posting": posting,
            "exchangerate": float(values.get("exchangeRate") or 1),
            "lastmodifieddate": modified,
        }


def links(record: Record) -> Iterator[Row]:
    """Iterate over what came before this transaction: what it was made from, and what it is applied to."""
    common: Row = {
        "_kind": record.type,
        "nextdoc": int(record.id),
        "nexttype": RECORD_TYPES[record.type].suiteql_type,
    }
    origin = as_reference(record.values.get("createdFrom"))
    for line_id, line in _numbered(record.values):
        previous = as_reference(line.get("orderDoc")) or origin
        if previous:
            yield {**common, "previousdoc": previous, "previousline": line.get("orderLine") or line_id,
                   "nextline": line_id, "linktype": "OrdBill", "foreignamount": line.get("amount")}  # fmt: skip
    for line in record.values.get("applyList") or ():
        previous = as_reference(str(line.get("doc") or ""))
        if previous and line.get("apply"):
            yield {**common, "previousdoc": previous, "previousline": 0, "nextline": 0,
                   "linktype": "Payment", "foreignamount": line.get("amount")}  # fmt: skip
