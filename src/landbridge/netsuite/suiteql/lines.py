"""The lines of transactions in the shape of SOAP's sublists: items and expenses from ``transactionline``, applied documents from the
links between transactions.

Of an applied document the lines say what does not change without the payment: which it is, its type, number and day, and the amount.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from landbridge.netsuite.records import Record, Ref, Value
from landbridge.netsuite.suiteql.columns import FieldColumn
from landbridge.netsuite.suiteql.tables import TRANSACTION, Table
from landbridge.recordtypes import RECORD_TYPES, Kind, Sublist

_SIGNS = {"creditMemo": 1, "vendorCredit": -1, "vendorBill": 1, "purchaseOrder": 1, "expenseReport": 1}
"""What turns a line's amount in the ledger into that of the document; -1 for all others. Observed for sales and bills, else assumed."""

_COLUMNS = {
    "line": "id",
    "item": "item",
    "category": "category",
    "account": "expenseaccount",
    "expenseAccount": "expenseaccount",
    "quantity": "quantity",
    "units": "units",
    "price": "price",
    "rate": "rate",
    "amount": "foreignamount",
    "description": "memo",
    "memo": "memo",
    "department": "department",
    "class": "class",
    "location": "location",
    "isClosed": "isclosed",
    "isBillable": "isbillable",
    "quantityBilled": "quantitybilled",
    "quantityFulfilled": "quantityshiprecv",
    "quantityReceived": "quantityshiprecv",
    "expectedReceiptDate": "expectedreceiptdate",
    "taxRate1": "taxrate1",
    "tax1Amt": "tax1amt",
    "grossAmt": "tax1amt",
    "job": "entity",
    "customer": "entity",
}
"""A line's field in SOAP -> its column."""

_SIGNED = frozenset({"amount", "quantity", "tax1Amt", "grossAmt"})
_PLACE = "transactionline."
_EXPRESSIONS = {
    "taxRate1": f"ROUND(100 * {_PLACE}taxrate1, 6)",
    "grossAmt": f"ROUND({_PLACE}foreignamount + {_PLACE}tax1amt, 2)",
}
"""Rates are shares of one, and what a line costs with its tax is added up: as public scripts read them."""
_OF_ITEM = FieldColumn("vendorName", Kind.STRING, "vendorname", "item.")
"""What the vendor calls the item: lines show no such column, and take it from the item (assumed)."""
_HELD = {
    "itemList": "transactionline.item IS NOT NULL",
    "expenseList": (
        "transactionline.item IS NULL AND (transactionline.category IS NOT NULL OR transactionline.expenseaccount IS NOT NULL)"
    ),
}
"""Which lines a sublist holds: the main line, taxes and what balances a transaction are lines of the ledger only."""


APPLY_LIST = "applyList"
_APPLIED = (
    FieldColumn("doc", Kind.INTEGER, "previousdoc", "link."),
    FieldColumn("amount", Kind.DOUBLE, "foreignamount", "link.", "ABS(link.foreignamount)"),
    FieldColumn("type", Kind.STRING, "type", "applied.", "BUILTIN.DF(applied.type)"),
    FieldColumn(
        "refNum", Kind.STRING, "tranid", "applied.", "NVL(applied.tranid, applied.transactionnumber)"
    ),
    FieldColumn("applyDate", Kind.DATE, "trandate", "applied."),
)
_OWNERS = ("job", "customer")
"""Whom a line is for. Queries show the transaction's own entity where the line says nothing else (assumed)."""


def applied_fields(type_name: str) -> tuple[str, ...]:
    """Return what is read of the documents that a type is applied to, nothing for types that are applied to nothing."""
    return ("apply", *(column.name for column in _APPLIED)) if _is_applied(type_name) else ()


def _is_applied(type_name: str) -> bool:
    kind = RECORD_TYPES.get(type_name)
    return kind is not None and kind.suiteql == TRANSACTION and kind.sublist(APPLY_LIST) is not None


def table_of_applied(type_name: str, ids: Sequence[str]) -> Table | None:
    """Return the links of some payments or credits to what they are applied to, ``None`` for types that are applied to nothing.

    A link has no key of its own: those of two transactions are added up, and both together are the key.
    """
    if not _is_applied(type_name):
        return None
    marks = ", ".join("?" * len(ids))
    links = (
        "SELECT TO_CHAR(nextdoc) || '-' || TO_CHAR(previousdoc) AS pair, MAX(nextdoc) AS nextdoc, MAX(previousdoc) AS previousdoc, "  # noqa: S608 - names of ours
        f"SUM(foreignamount) AS foreignamount FROM nexttransactionlinelink WHERE linktype = 'Payment' AND nextdoc IN ({marks}) "
        "GROUP BY TO_CHAR(nextdoc) || '-' || TO_CHAR(previousdoc)"
    )
    return Table(
        type=f"{type_name}.{APPLY_LIST}",
        source=f"({links}) link LEFT JOIN transaction applied ON (applied.id = link.previousdoc)",
        where=(),
        params=tuple(int(one) for one in ids),
        columns=_APPLIED,
        place="link.",
        custom_fields=False,
        head=("pair", "nextdoc"),
        by_text=True,
    )


def tables_of_lines(type_name: str) -> Iterator[tuple[str, Table]]:
    """Yield each sublist of a transaction that queries can read, with where its lines stand; none for other types."""
    kind = RECORD_TYPES.get(type_name)
    if kind is None or kind.suiteql != TRANSACTION:
        return
    for sublist in kind.sublists:
        if sublist.name in _HELD:
            yield sublist.name, _table(type_name, sublist)


def _table(type_name: str, sublist: Sublist) -> Table:
    columns = tuple(_columns(type_name, sublist))
    joined = " LEFT JOIN item ON (item.id = transactionline.item)" if _OF_ITEM in columns else ""
    return Table(
        type=f"{type_name}.{sublist.name}",
        source=f"transactionline{joined}",
        where=("transactionline.mainline = 'F'", "transactionline.taxline = 'F'", _HELD[sublist.name]),
        params=(),
        columns=columns,
        place=_PLACE,
        custom_fields=False,
        head=("uniquekey", "transaction", "linesequencenumber"),
    )


def _columns(type_name: str, sublist: Sublist) -> Iterator[FieldColumn]:
    sign = _SIGNS.get(type_name, -1)
    for field in sublist.line.fields:
        source = _COLUMNS.get(field.name)
        if source is not None:
            expression = _EXPRESSIONS.get(field.name, "")
            if field.name in _SIGNED:
                expression = f"{sign} * {expression or f'{_PLACE}{source}'}"
            yield FieldColumn(field.name, field.kind, source, _PLACE, expression)
        elif field.name == _OF_ITEM.name:
            yield _OF_ITEM


Lines = dict[str, list[tuple[int, dict[str, Value]]]]
"""Lines with their place, by transaction."""


def with_lines(record: Record, lists: Mapping[str, Lines]) -> Record:
    """Return a transaction with its lines in order; all of them must have been read. A sublist without lines is absent."""
    found: dict[str, Value] = {}
    entity = None if "job" in record.values else record.values.get("entity")
    for name, lines in lists.items():
        own = sorted(lines.get(record.internal_id, ()), key=lambda line: line[0])
        if own:
            found[name] = [_own(values, entity) for _, values in own]
    return replace(record, values={**record.values, **found})


def _own(line: dict[str, Value], entity: Value | None) -> Value:
    """Return a line without the owner that it only has from the transaction, unless that is a project."""
    above = entity.internal_id if isinstance(entity, Ref) else ""
    return {
        name: value
        for name, value in line.items()
        if not (name in _OWNERS and isinstance(value, Ref) and value.internal_id == above)
    }
