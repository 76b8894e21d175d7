"""What becomes of the values of a custom field that is deleted, or made another type while records have values of it.

Deleting deletes the values (documented: ``section_4352401817``); a new type keeps what it can hold and deletes the rest (documented:
``subsect_160640791624``). Records do not count as modified by it (assumed).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

from landbridge.local.records.model import CustomField
from landbridge.recordtypes import Kind

Converter = Callable[[Any], Any]
"""A stored value of the old type as the new one has it; ``None`` where the new one cannot hold it."""

_TEXTS_OF: dict[Kind, Converter] = {
    Kind.BOOLEAN: lambda value: "T" if value else "F",
    Kind.INTEGER: str,
    Kind.DOUBLE: lambda value: str(int(value)) if value == int(value) else str(value),
    Kind.DATE: str,
    Kind.DATETIME: str,
}
_OTHERS: dict[tuple[Kind, Kind], Converter] = {
    (Kind.DOUBLE, Kind.INTEGER): round,
    (Kind.INTEGER, Kind.DOUBLE): float,
    (Kind.REF, Kind.REF_LIST): lambda value: [value],
}


def forget_values(connection: sqlite3.Connection, field: CustomField) -> None:
    """Delete every value of a field, inside the transaction that deletes the field."""
    _rewrite(connection, field, lambda _: None)


def convert_values(connection: sqlite3.Connection, old: CustomField, new: CustomField) -> None:
    """Make every value of a field one of its new type, inside the transaction that changes the field."""
    if (old.kind, old.refers_to) == (new.kind, new.refers_to):
        return
    if old.refers_to != new.refers_to:
        forget_values(connection, old)
    elif new.kind is Kind.STRING:
        _rewrite(connection, old, _TEXTS_OF.get(old.kind, lambda _: None))
    else:
        _rewrite(connection, old, _OTHERS.get((old.kind, new.kind), lambda _: None))


def _rewrite(connection: sqlite3.Connection, field: CustomField, convert: Converter) -> None:
    name = field.script_id
    for record_type in {place.partition(".")[0] for place in field.applies_to}:
        rows = connection.execute(
            "SELECT id, document FROM record WHERE type = ? AND instr(document, ?)",
            (record_type, json.dumps(name)),
        ).fetchall()
        connection.executemany(
            "UPDATE record SET document = ? WHERE type = ? AND id = ?",
            [(_rewritten(row["document"], name, convert), record_type, row["id"]) for row in rows],
        )
        _forget_references(connection, record_type, name)


def _rewritten(document: str, name: str, convert: Converter) -> str:
    values = json.loads(document)
    for part in _parts(values):
        if name in part:
            value = convert(part.pop(name))
            if value is not None:
                part[name] = value
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def _parts(values: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the body and each line."""
    yield values
    for value in values.values():
        if isinstance(value, list):
            yield from (line for line in value if isinstance(line, dict))


def _forget_references(connection: sqlite3.Connection, record_type: str, name: str) -> None:
    """Take away what the field kept from being deleted; one of several entries points at nothing until its record is saved again."""
    connection.execute(
        "DELETE FROM reference WHERE type = ? AND (field = ? OR field LIKE ?)",
        (record_type, name, f"%.{name}"),
    )
