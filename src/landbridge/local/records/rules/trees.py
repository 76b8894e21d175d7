"""Records that stand below others of their kind: names after those of their parents, and no record below itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from landbridge.local.records.errors import RecordError
from landbridge.local.records.model import Record
from landbridge.local.records.rules.base import Lookup

SEPARATOR = " : "
"""Between the names of a parent and a child (observed)."""


def ancestors(look: Lookup, record_type: str, values: Mapping[str, Any]) -> Iterator[Record]:
    """Iterate over the records above one, nearest first; a circle ends where it closes."""
    seen: set[str] = set()
    above = values.get("parent")
    while above and above not in seen:
        seen.add(above)
        record = look.record(record_type, above)
        if record is None:
            return
        yield record
        above = record.values.get("parent")


def full_name(look: Lookup, record_type: str, values: Mapping[str, Any], field: str) -> str:
    """Return the name after those of its parents: "Parent : Child"."""
    names = [str(values.get(field, ""))]
    names += [str(record.values.get(field, "")) for record in ancestors(look, record_type, values)]
    return SEPARATOR.join(reversed(names))


def check_parent(
    look: Lookup, record_type: str, after: Mapping[str, Any], before: Record | None, label: str
) -> None:
    """Refuse a record that would stand below itself: PARENT_CANT_ITSELF_BE_MEMBER (code from the schema, text assumed)."""
    if before is None:
        return
    if any(record.id == before.id for record in ancestors(look, record_type, after)):
        raise RecordError(
            "PARENT_CANT_ITSELF_BE_MEMBER", f"A {label.lower()} cannot be part of itself.", field="parent"
        )
