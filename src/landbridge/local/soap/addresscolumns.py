"""Columns of an entity's default addresses: ``billAddress1``, ``shipCity`` (schema, ``CustomerSearchRowBasic`` and its like).

The columns without ``bill`` or ``ship`` (``address1``) show every address of the book, a row each, and are not answered here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from landbridge.local.records.model import Record

ENTITIES = frozenset({"customer", "employee", "vendor", "contact"})

_PARTS = {
    "Address1": "addr1",
    "Address2": "addr2",
    "Address3": "addr3",
    "Addressee": "addressee",
    "Attention": "attention",
    "City": "city",
    "Country": "country",
    "Phone": "addrPhone",
    "State": "state",
}
_ZIPS = {"billZipCode": "defaultBilling", "shipZip": "defaultShipping"}
_USES = {"bill": "defaultBilling", "ship": "defaultShipping"}

COLUMNS: Mapping[str, tuple[str, str]] = {
    f"{use}{column}": (default, part) for use, default in _USES.items() for column, part in _PARTS.items()
} | {column: (default, "zip") for column, default in _ZIPS.items()}
"""Column -> which line of the address book, and which part of its address."""


def columns_of(record_type: str) -> dict[str, Callable[[Record], Any]]:
    """Return what gives the columns of a type their values, nothing for types without."""
    if record_type not in ENTITIES:
        return {}
    return {column: partial(_part, default=default, part=part) for column, (default, part) in COLUMNS.items()}


def _part(record: Record, *, default: str, part: str) -> Any:
    for line in record.values.get("addressbookList") or ():
        if line.get(default):
            return line.get("addressbookAddress", {}).get(part) or None
    return None
