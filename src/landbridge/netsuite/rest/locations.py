"""Addresses of records: ``/services/rest/record/v1/<type>/<id>``."""

from __future__ import annotations

from functools import cache
from urllib.parse import quote, urlsplit

from landbridge.netsuite.records import Ref
from landbridge.recordtypes import RECORD_TYPES, restnames

RECORDS = "/services/rest/record/v1"
EXTERNAL = "eid:"


def path_of(type_name: str) -> str:
    """Return the path of a record type's collection; a type without a description goes by its own name (``customrecord_x``)."""
    if not type_name:
        raise ValueError("a record type is needed")
    return f"{RECORDS}/{quote(restnames.type_name(type_name), safe='')}"


def path_of_record(type_name: str, ref: Ref) -> str:
    """Return the path of one record, by internal id, else by external id; ``ValueError`` where there is neither."""
    if ref.internal_id:
        return f"{path_of(type_name)}/{quote(ref.internal_id, safe='')}"
    if ref.external_id:
        return path_by_external_id(type_name, ref.external_id)
    raise ValueError("a record is named by internal or external id")


def path_by_external_id(type_name: str, external_id: str) -> str:
    """Return the path of one record by external id; REST takes letters, digits, ``_`` and ``-`` in it (help section_1545141500)."""
    if not external_id or not all(
        letter.isascii() and (letter.isalnum() or letter in "_-") for letter in external_id
    ):
        raise ValueError(f"over REST an external id has letters, digits, _ and - only: {external_id[:60]!r}")
    return f"{path_of(type_name)}/{EXTERNAL}{external_id}"


def ref_at(location: str, *, external_id: str | None = None) -> Ref | None:
    """Return the record that a ``Location`` leads to, ``None`` where it leads elsewhere."""
    try:
        before, _, rest = urlsplit(location).path.partition(f"{RECORDS}/")
    except ValueError:
        return None
    parts = rest.split("/")
    if before or len(parts) != 2 or not all(parts):
        return None
    return Ref(parts[1], "", external_id, type_called(parts[0]))


def last_id(location: str) -> str:
    """Return the internal id of the record that a ``Location`` leads to, empty where it leads elsewhere."""
    ref = ref_at(location)
    return ref.internal_id if ref is not None else ""


def is_of_type(ref: Ref, type_name: str) -> bool:
    """Say whether a record that an address leads to is of a type, whichever way that is spelt."""
    return restnames.type_name(ref.type).lower() == restnames.type_name(type_name).lower()


def same_id(one: str, other: str) -> bool:
    """Say whether two texts are the same internal id; NetSuite takes ids with zeros before them."""
    return one.lstrip("0") == other.lstrip("0")


def type_called(rest_name: str) -> str:
    """Return our name of a record type that REST names."""
    return _by_rest_name().get(rest_name.lower(), rest_name)


@cache
def _by_rest_name() -> dict[str, str]:
    return {kind.rest.lower(): kind.name for kind in RECORD_TYPES.values() if kind.rest}
