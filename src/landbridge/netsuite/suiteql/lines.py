"""The lines of transactions: items and expenses, from ``transactionline``, in the shape of SOAP's sublists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from landbridge.netsuite.records import Record, Value
from landbridge.netsuite.suiteql.columns import FieldColumn
from landbridge.netsuite.suiteql.tables import TRANSACTION, Table
from landbridge.recordtypes import RECORD_TYPES, Sublist

_SIGNS = {"creditMemo": 1, "vendorCredit": -1, "vendorBill": 1, "purchaseOrder": 1, "expenseReport": 1}
"""What turns a line's amount in the ledger into that of the document; -1 for all others. Observed for sales and bills, else assumed."""

_COLUMNS = {
    "line": "id",
    "item": "item",
    "category": "category",
    "account": "expenseaccount",
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
    "expectedReceiptDate": "expectedreceiptdate",
}
"""A line's field in SOAP -> its column."""

_SIGNED = frozenset({"amount", "quantity"})
_HELD = {
    "itemList": "item IS NOT NULL",
    "expenseList": "item IS NULL AND (category IS NOT NULL OR expenseaccount IS NOT NULL)",
}
"""Which lines a sublist holds: the main line, taxes and what balances a transaction are lines of the ledger only."""


def tables_of_lines(type_name: str) -> Iterator[tuple[str, Table]]:
    """Yield each sublist of a transaction that queries can read, with where its lines stand; none for other types."""
    kind = RECORD_TYPES.get(type_name)
    if kind is None or kind.suiteql != TRANSACTION:
        return
    for sublist in kind.sublists:
        if sublist.name in _HELD:
            yield sublist.name, _table(type_name, sublist)


def _table(type_name: str, sublist: Sublist) -> Table:
    return Table(
        type=f"{type_name}.{sublist.name}",
        source="transactionline",
        where=("mainline = 'F'", "taxline = 'F'", _HELD[sublist.name]),
        params=(),
        columns=tuple(_columns(type_name, sublist)),
        custom_fields=False,
        head=("uniquekey", "transaction", "linesequencenumber"),
    )


def _columns(type_name: str, sublist: Sublist) -> Iterator[FieldColumn]:
    sign = _SIGNS.get(type_name, -1)
    for field in sublist.line.fields:
        source = _COLUMNS.get(field.name)
        if source is not None:
            expression = f"{sign} * {source}" if field.name in _SIGNED else ""
            yield FieldColumn(field.name, field.kind, source, expression=expression)


Lines = dict[str, list[tuple[int, dict[str, Value]]]]
"""Lines with their place, by transaction."""


def with_lines(record: Record, lists: Mapping[str, Lines]) -> Record:
    """Return a transaction with its lines in order; all of them must have been read. A sublist without lines is absent."""
    found: dict[str, Value] = {}
    for name, lines in lists.items():
        own = sorted(lines.get(record.internal_id, ()), key=lambda line: line[0])
        if own:
            found[name] = [values for _, values in own]
    return Record(record.type, record.internal_id, record.external_id, {**record.values, **found})
