"""Addresses: their printed form, and the address book of an entity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from landbridge.recordtypes.countries import COUNTRY_CODES
from landbridge.recordtypes.labels import label_of

BOOK = "addressbookList"
ADDRESS = "addressbookAddress"
BREAK = "<br>"
"""What stands between the lines of a printed address (assumed)."""

_DEFAULTS = ("defaultBilling", "defaultShipping")


def printed(address: Mapping[str, Any]) -> str:
    """Return the printed form: addressee, street, city with state and zip, country (order assumed: United States)."""
    city = " ".join(str(address[name]) for name in ("city", "state", "zip") if address.get(name))
    country = address.get("country", "")
    lines = [str(address.get(name, "")) for name in ("attention", "addressee", "addr1", "addr2", "addr3")]
    lines += [city, label_of(country) if country in COUNTRY_CODES else ""]
    return BREAK.join(line for line in lines if line)


def with_text(address: Mapping[str, Any]) -> dict[str, Any]:
    """Return an address with its printed form, which stays as it is when the address overrides it."""
    if address.get("override") and address.get("addrText"):
        return dict(address)
    text = printed(address)
    return {**address, "addrText": text} if text else dict(address)


def keep_book(values: dict[str, Any]) -> None:
    """Number the lines of an address book, let the last of several defaults be the one, and set ``defaultAddress``.

    Line ids are the record's own, 1, 2, 3 (assumed: NetSuite's are the account's).
    """
    lines = [dict(line) for line in values.get(BOOK, ())]
    if not lines:
        values.pop("defaultAddress", None)
        return
    used = max(
        (int(line["internalId"]) for line in lines if str(line.get("internalId", "")).isdigit()), default=0
    )
    for line in lines:
        if not line.get("internalId"):
            used += 1
            line["internalId"] = str(used)
        if ADDRESS in line:
            line[ADDRESS] = with_text(line[ADDRESS])
    for name in _DEFAULTS:
        for line in [line for line in lines if line.get(name)][:-1]:
            line[name] = False
    values[BOOK] = lines
    default = next((line for line in lines if line.get("defaultBilling")), None)
    text = default.get(ADDRESS, {}).get("addrText") if default else None
    if text:
        values["defaultAddress"] = text
    else:
        values.pop("defaultAddress", None)
