"""Addresses: the address book of an entity, and the two of a transaction.

Tables, ``nkey`` and the columns that lead to it are seen in public scripts (``customeraddressbook``, ``transaction.billingaddress``); that
employees, vendors and contacts have their tables likewise is assumed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from landbridge.local.records.model import Record
from landbridge.local.suiteql.columns import Row, flag
from landbridge.local.suiteql.model import Column, Table, Type
from landbridge.recordtypes.countries import COUNTRY_CODES
from landbridge.recordtypes.labels import label_of

ENTITIES = ("customer", "employee", "vendor", "contact", "job")
OF_TRANSACTION = {"billingaddress": "billingAddress", "shippingaddress": "shippingAddress"}
"""Column of ``transaction`` -> the field of the record."""

OWNER = "_owner"
_TEXTS = {
    "attention": "attention",
    "addressee": "addressee",
    "addrphone": "addrPhone",
    "addr1": "addr1",
    "addr2": "addr2",
    "addr3": "addr3",
    "city": "city",
    "state": "state",
    "zip": "zip",
    "addrtext": "addrText",
}

_BOOK = (
    Column("entity", Type.WHOLE, required=True),
    Column("internalid", Type.WHOLE),
    Column("label", Type.TEXT),
    Column("defaultbilling", Type.TEXT),
    Column("defaultshipping", Type.TEXT),
    Column("addressbookaddress", Type.WHOLE),
)
_ADDRESS = (
    Column(OWNER, Type.WHOLE, required=True),
    Column("nkey", Type.WHOLE, required=True),
    Column("country", Type.TEXT, codes={code: label_of(value) for value, code in COUNTRY_CODES.items()}),
    Column("override", Type.TEXT),
    *(Column(name, Type.TEXT) for name in _TEXTS),
)


def book_of(record_type: str) -> str:
    """Return the table of an entity's address book."""
    return f"{record_type}addressbook"


def addresses_of(record_type: str) -> str:
    """Return the table of the addresses in an entity's book."""
    return f"{record_type}addressbookentityaddress"


def tables_of_entity(record_type: str) -> Iterator[Table]:
    """Yield the tables of an entity's addresses."""
    yield _table(book_of(record_type), _BOOK, (record_type,), "entity", "addressbookaddress")
    yield _table(addresses_of(record_type), _ADDRESS, (record_type,), OWNER, "nkey")


def tables_of_transactions(record_types: tuple[str, ...], kind: Column) -> Iterator[Table]:
    """Yield the tables of transactions' addresses; ``kind`` is the hidden column with the type of a row's record."""
    for column in OF_TRANSACTION:
        yield _table(f"transaction{column}", (kind, *_ADDRESS), record_types, OWNER, "nkey")


def _table(
    name: str, columns: tuple[Column, ...], sources: tuple[str, ...], key: str, joined_by: str
) -> Table:
    return Table(name, {one.name: one for one in columns}, sources, key, ((key,), (joined_by,)))


def rows_of_entity(record: Record) -> dict[str, list[Row]]:
    """Return the rows of an entity's address book and its addresses."""
    lines = record.values.get("addressbookList") or ()
    return {
        book_of(record.type): [_line(record, line) for line in lines],
        addresses_of(record.type): [
            _address(record, _number(record, line), line["addressbookAddress"])
            for line in lines
            if line.get("addressbookAddress")
        ],
    }


def rows_of_transaction(record: Record) -> dict[str, list[Row]]:
    """Return the rows of a transaction's addresses."""
    return {
        f"transaction{column}": [_address(record, int(record.id), record.values[field])]
        if record.values.get(field)
        else []
        for column, field in OF_TRANSACTION.items()
    }


def defaults(record: Record) -> Row:
    """Return the columns of an entity that lead to its default addresses."""
    lines = record.values.get("addressbookList") or ()
    marks = {"defaultbillingaddress": "defaultBilling", "defaultshippingaddress": "defaultShipping"}
    return {
        column: next((_number(record, line) for line in lines if line.get(mark)), None)
        for column, mark in marks.items()
    }


def of_body(record: Record) -> Row:
    """Return the columns of a transaction that lead to its addresses."""
    return {
        column: int(record.id) if record.values.get(field) else None
        for column, field in OF_TRANSACTION.items()
    }


def _line(record: Record, line: Mapping[str, Any]) -> Row:
    return {
        "entity": int(record.id),
        "internalid": int(line["internalId"]),
        "label": line.get("label"),
        "defaultbilling": flag(line.get("defaultBilling")),
        "defaultshipping": flag(line.get("defaultShipping")),
        "addressbookaddress": _number(record, line) if line.get("addressbookAddress") else None,
    }


def _number(record: Record, line: Mapping[str, Any]) -> int:
    """Return the address's own number, which no other of the table has (observed); how it is made is assumed."""
    return int(record.id) * 1000 + int(line["internalId"])


def _address(record: Record, number: int, address: Mapping[str, Any]) -> Row:
    country = str(address.get("country", ""))
    return {
        "_kind": record.type,
        OWNER: int(record.id),
        "nkey": number,
        "country": COUNTRY_CODES.get(country, country) or None,
        "override": flag(address.get("override")),
        **{column: address.get(field) or None for column, field in _TEXTS.items()},
    }
