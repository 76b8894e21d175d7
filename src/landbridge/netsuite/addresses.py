"""Addresses as plain values, by the names that the rows of searches have for them: ``billAddress1``, ``shipCity``.

Names: schema, ``CustomerSearchRowBasic`` and its like; ``TransactionSearchRowBasic`` writes ``billZip``.
"""

from __future__ import annotations

from collections.abc import Mapping

from landbridge.netsuite.records import Value

PARTS: Mapping[str, str] = {
    "addressee": "Addressee",
    "attention": "Attention",
    "addr1": "Address1",
    "addr2": "Address2",
    "addr3": "Address3",
    "city": "City",
    "state": "State",
    "zip": "Zip",
    "country": "Country",
    "addrPhone": "Phone",
}
"""A field of SOAP's ``Address`` -> what follows ``bill`` and ``ship`` in a column."""

BILL, SHIP = "bill", "ship"
ENTITIES = frozenset({"customer", "employee", "vendor", "contact"})
"""Types whose default addresses are read. Projects have an address book too, and nothing is made of it."""

_BOOK, _ADDRESS = "addressbookList", "addressbookAddress"
_DEFAULTS = {BILL: "defaultBilling", SHIP: "defaultShipping"}
_OF_TRANSACTION = {BILL: "billingAddress", SHIP: "shippingAddress"}


def column(use: str, part: str, *, entity: bool) -> str:
    """Return the column of a part of the address for ``use`` (bill or ship)."""
    if (use, part) == (BILL, "zip") and entity:
        return "billZipCode"
    return f"{use}{PARTS[part]}"


def columns(*, entity: bool) -> tuple[str, ...]:
    """Return every column of both addresses."""
    return tuple(column(use, part, entity=entity) for use in (BILL, SHIP) for part in PARTS)


def plain_addresses(values: Mapping[str, Value]) -> dict[str, Value]:
    """Return the columns of a record that was read whole: its default addresses, or those of a transaction."""
    found: dict[str, Value] = {}
    book = values.get(_BOOK)
    if isinstance(book, list):
        for use, default in _DEFAULTS.items():
            line = next((one for one in book if isinstance(one, dict) and one.get(default) is True), {})
            found |= flat(use, line.get(_ADDRESS), entity=True)
    for use, field in _OF_TRANSACTION.items():
        found |= flat(use, values.get(field), entity=False)
    return found


def flat(use: str, address: Value | None, *, entity: bool) -> dict[str, Value]:
    """Return the columns of one address; none for what is no address."""
    if not isinstance(address, Mapping):
        return {}
    return {column(use, part, entity=entity): address[part] for part in PARTS if part in address}
