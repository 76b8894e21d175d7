"""Addresses by queries: of an entity's address book the defaults, of a transaction its two.

Tables and their keys are seen in public scripts: ``customeraddressbook`` leads to ``customeraddressbookentityaddress`` by ``nkey``, and so
for the other entities; ``transaction.billingaddress`` to ``transactionbillingaddress``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from landbridge.netsuite import addresses
from landbridge.netsuite.records import Value
from landbridge.netsuite.suiteql.columns import FieldColumn
from landbridge.netsuite.suiteql.plans import Plan
from landbridge.netsuite.suiteql.tables import TRANSACTION, Table
from landbridge.recordtypes import RECORD_TYPES, Kind
from landbridge.recordtypes.countries import COUNTRY_CODES

_SOURCES = {"addrPhone": "addrphone"}
_COUNTRIES = {code: value for value, code in COUNTRY_CODES.items()}
_BILLED, _SHIPPED = "defaultBilling", "defaultShipping"
OWNER = "owner"
"""The record whose address it is."""


def table_of_addresses(type_name: str) -> Table | None:
    """Return where the addresses of a type stand; ``None`` for a type of which none are read."""
    if type_name in addresses.ENTITIES:
        return _of_entity(type_name)
    kind = RECORD_TYPES.get(type_name)
    return _of_transaction(type_name) if kind is not None and kind.suiteql == TRANSACTION else None


def plain_names(plan: Plan) -> set[str]:
    """Return the plain names of what is read of addresses."""
    parts = {column.name for column in plan.columns}
    if plan.table.type.endswith(f".{TRANSACTION}"):
        return parts - {OWNER}
    return {
        addresses.column(use, part, entity=True)
        for use in (addresses.BILL, addresses.SHIP)
        for part in parts & addresses.PARTS.keys()
    }


def asked_by(table: Table) -> str:
    """Return the column that names the records."""
    return next(one.sql for one in table.columns if one.name == OWNER)


def columns_by_owner(table: Table, rows: Iterable[Mapping[str, Value]]) -> dict[str, dict[str, Value]]:
    """Return the plain values of addresses by record."""
    found: dict[str, dict[str, Value]] = {}
    for row in rows:
        found.setdefault(str(row[OWNER]), {}).update(_plain(table, row))
    return found


def _plain(table: Table, row: Mapping[str, Value]) -> dict[str, Value]:
    if table.type.endswith(f".{TRANSACTION}"):
        return {name: value for name, value in row.items() if name != OWNER}
    uses = ((addresses.BILL, _BILLED), (addresses.SHIP, _SHIPPED))
    parts = {name: value for name, value in row.items() if name in addresses.PARTS}
    return {
        name: value
        for use, default in uses
        if row.get(default) is True
        for name, value in addresses.flat(use, parts, entity=True).items()
    }


def _of_entity(type_name: str) -> Table:
    book, address = f"{type_name}addressbook", f"{type_name}addressbookentityaddress"
    return Table(
        type=f"{type_name}.addressbook",
        source=f"{book} book INNER JOIN {address} address ON (address.nkey = book.addressbookaddress)",
        where=("(book.defaultbilling = 'T' OR book.defaultshipping = 'T')",),
        params=(),
        columns=(
            FieldColumn(OWNER, Kind.STRING, "entity", "book."),
            FieldColumn(_BILLED, Kind.BOOLEAN, "defaultbilling", "book."),
            FieldColumn(_SHIPPED, Kind.BOOLEAN, "defaultshipping", "book."),
            *_parts("address.", {part: part for part in addresses.PARTS}),
        ),
        place="address.",
        custom_fields=False,
        head=("nkey",),
    )


def _of_transaction(type_name: str) -> Table:
    joined = " ".join(
        f"LEFT JOIN transaction{name} {name} ON ({name}.nkey = transaction.{name})"
        for name in ("billingaddress", "shippingaddress")
    )
    return Table(
        type=f"{type_name}.{TRANSACTION}",
        source=f"{TRANSACTION} {joined}",
        where=("(transaction.billingaddress IS NOT NULL OR transaction.shippingaddress IS NOT NULL)",),
        params=(),
        columns=(
            FieldColumn(OWNER, Kind.STRING, "id", "transaction."),
            *_parts("billingaddress.", _named(addresses.BILL)),
            *_parts("shippingaddress.", _named(addresses.SHIP)),
        ),
        place="transaction.",
        custom_fields=False,
        head=("id",),
    )


def _named(use: str) -> dict[str, str]:
    return {part: addresses.column(use, part, entity=False) for part in addresses.PARTS}


def _parts(place: str, names: Mapping[str, str]) -> Iterator[FieldColumn]:
    for part, name in names.items():
        source = _SOURCES.get(part, part)
        if part == "country":
            yield FieldColumn(name, Kind.ENUM, source, place, codes=_COUNTRIES)
        else:
            yield FieldColumn(name, Kind.STRING, source, place)
