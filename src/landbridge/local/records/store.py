"""Rows of records: writing one, reading one or many, names and references kept beside them."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

import msgspec

from landbridge.local.records.model import Record
from landbridge.local.records.shapes import Shape
from landbridge.local.records.types import TypeDefinition
from landbridge.local.records.values import decoded_part, instant_of, instant_text, to_json
from landbridge.local.storage import Database
from landbridge.recordtypes import Kind

CHUNK = 900
"""Most ids in one query; SQLite builds may allow no more than 999 parameters."""


def record_of(definition: TypeDefinition, row: sqlite3.Row) -> Record:
    """Build a record from its row."""
    values = decoded_part(definition.shape, msgspec.json.decode(row["document"]))
    created, modified = instant_of(row["created"]), instant_of(row["modified"])
    if definition.created_field:
        values[definition.created_field] = created
    if definition.modified_field:
        values[definition.modified_field] = modified
    return Record(
        type=definition.name,
        id=str(row["id"]),
        external_id=row["external_id"],
        values=values,
        created=created,
        modified=modified,
    )


def references(
    shape: Shape, values: Mapping[str, Any], where: str = "", *, numbers: bool = False
) -> Iterator[tuple[str, str, str]]:
    """Iterate over what values point at: path of the field (``itemList.item``), type and id of the record there.

    ``numbers``: also fields that SOAP types as a number and that name a record all the same (``applyList.doc``).
    """
    for name, value in values.items():
        path = f"{where}{name}"
        field = shape.fields.get(name)
        if name in shape.lists:
            for line in value or ():
                yield from references(shape.lists[name], line, f"{path}.", numbers=numbers)
        elif name in shape.parts:
            yield from references(shape.parts[name], value or {}, f"{path}.", numbers=numbers)
        elif field is None or value is None or not field.refers_to:
            continue
        elif field.kind is Kind.REF:
            yield path, field.refers_to, value
        elif field.kind is Kind.INTEGER and numbers:
            yield path, field.refers_to, str(value)
        elif field.kind is Kind.REF_LIST:
            for one in value:
                yield path, field.refers_to, one


def rows_among(
    read: Callable[[str, tuple[object, ...]], list[sqlite3.Row]],
    record_type: str,
    column: Literal["id", "external_id"],
    keys: Sequence[object],
) -> list[sqlite3.Row]:
    """Return the rows of ``record`` whose ``column`` is one of ``keys``, in queries of ``CHUNK`` keys that ``read`` runs."""
    found: list[sqlite3.Row] = []
    for start in range(0, len(keys), CHUNK):
        part = keys[start : start + CHUNK]
        marks = ",".join("?" * len(part))
        sql = f"SELECT * FROM record WHERE type = ? AND {column} IN ({marks})"  # noqa: S608 - a column of ours and question marks
        found += read(sql, (record_type, *part))
    return found


class Store:
    """The tables ``record``, ``record_name`` and ``reference``. Writers call it inside a transaction."""

    def __init__(
        self, database: Database, rng: random.Random, members: Callable[[str], tuple[str, ...]]
    ) -> None:
        self.database = database
        self._rng = rng
        self._members = members

    def get(self, definition: TypeDefinition, record_id: str) -> Record | None:
        """Return one record, or ``None``."""
        if not _is_id(record_id):
            return None
        row = self.database.row(
            "SELECT * FROM record WHERE type = ? AND id = ?", (definition.name, int(record_id))
        )
        return record_of(definition, row) if row else None

    def get_many(self, definition: TypeDefinition, ids: Sequence[str]) -> dict[str, Record]:
        """Return the records that exist among ``ids``, by id."""
        wanted = [int(record_id) for record_id in ids if _is_id(record_id)]
        rows = rows_among(self.database.rows, definition.name, "id", wanted)
        return {str(row["id"]): record_of(definition, row) for row in rows}

    def by_external_ids(self, definition: TypeDefinition, external_ids: Sequence[str]) -> dict[str, Record]:
        """Return the records with these external ids as far as there are any, by external id."""
        rows = rows_among(self.database.rows, definition.name, "external_id", external_ids)
        return {row["external_id"]: record_of(definition, row) for row in rows}

    def by_external_id(self, definition: TypeDefinition, external_id: str) -> Record | None:
        """Return the record with that external id, or ``None``."""
        row = self.database.row(
            "SELECT * FROM record WHERE type = ? AND external_id = ?", (definition.name, external_id)
        )
        return record_of(definition, row) if row else None

    def all_of(self, definition: TypeDefinition) -> list[Record]:
        """Return every record of a type, by id."""
        rows = self.database.rows("SELECT * FROM record WHERE type = ? ORDER BY id", (definition.name,))
        return [record_of(definition, row) for row in rows]

    def exists(self, types: Sequence[str], record_id: str) -> bool:
        """Say whether one of ``types`` has such a record."""
        marks = ",".join("?" * len(types))
        found = self.database.row(
            f"SELECT 1 FROM record WHERE type IN ({marks}) AND id = ?",  # noqa: S608 - only question marks are put in
            (*types, int(record_id)),
        )
        return found is not None

    def pointing_at(self, record_type: str, record_id: str, field: str) -> dict[str, list[str]]:
        """Return the ids of the records that point at one by ``field``, by their type."""
        found: dict[str, list[str]] = {}
        for row in self.database.rows(
            "SELECT DISTINCT type, id FROM reference WHERE target_type = ? AND target_id = ? AND field = ? ORDER BY type, id",
            (record_type, int(record_id), field),
        ):
            found.setdefault(row["type"], []).append(str(row["id"]))
        return found

    def referring(
        self,
        target_type: str,
        target_ids: Sequence[str],
        field: str,
        types: Sequence[str],
        *,
        names: Sequence[str],
        positive: str = "",
    ) -> list[tuple[str, str, tuple[Any, ...]]]:
        """Return (type, id, values of ``names`` as stored) of the records that point at one of several by ``field``.

        ``positive``: only those in which this field is above zero.
        """
        columns = "".join(", json_extract(record.document, ?)" for _ in names)
        above = " AND json_extract(record.document, ?) > 0" if positive else ""
        rows = self.database.rows(
            f"SELECT reference.type, reference.id{columns} FROM reference "  # noqa: S608 - only question marks are put in
            "JOIN record ON record.type = reference.type AND record.id = reference.id "
            f"WHERE target_type = ? AND target_id IN ({_marks(target_ids)}) "
            f"AND reference.type IN ({_marks(types)}) AND field = ?{above} ORDER BY reference.id",
            (
                *(_path(name) for name in names),
                target_type,
                *(int(one) for one in target_ids),
                *types,
                field,
                *([_path(positive)] if positive else []),
            ),
        )
        return [(row[0], str(row[1]), tuple(row)[2:]) for row in rows]

    def write(self, connection: sqlite3.Connection, definition: TypeDefinition, record: Record) -> Record:
        """Insert or replace one record, its place in search results and its references; return it as stored."""
        instants = {definition.created_field, definition.modified_field}
        stored = {name: value for name, value in record.values.items() if name not in instants}
        connection.execute(
            "INSERT OR REPLACE INTO record (type, id, external_id, created, modified, place, document) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                record.type,
                int(record.id),
                record.external_id,
                instant_text(record.created),
                instant_text(record.modified),
                self._rng.getrandbits(62),
                json.dumps(to_json(stored), ensure_ascii=False, separators=(",", ":")),
            ),
        )
        self._write_references(connection, definition, record.id, stored)
        if definition.created_field:
            stored[definition.created_field] = record.created
        if definition.modified_field:
            stored[definition.modified_field] = record.modified
        return replace(record, values=stored)

    def _write_references(
        self,
        connection: sqlite3.Connection,
        definition: TypeDefinition,
        record_id: str,
        values: Mapping[str, Any],
    ) -> None:
        connection.execute(
            "DELETE FROM reference WHERE type = ? AND id = ?", (definition.name, int(record_id))
        )
        pointers = dict.fromkeys(references(definition.shape, values, numbers=True))
        types = {
            (targets, target_id): self._target_types(targets, target_id)
            for targets, target_id in {one[1:] for one in pointers}
        }
        connection.executemany(
            "INSERT OR IGNORE INTO reference (target_type, target_id, type, id, field) VALUES (?, ?, ?, ?, ?)",
            [
                (target, int(target_id), definition.name, int(record_id), path)
                for path, targets, target_id in pointers
                for target in types[targets, target_id]
            ],
        )

    def _target_types(self, targets: str, target_id: str) -> list[str]:
        """Return the type that a reference really points at, where it may be one of several."""
        types = self._members(targets)
        return [name for name in types if len(types) == 1 or self.exists((name,), target_id)][:1]

    def claim_name(
        self, connection: sqlite3.Connection, record_type: str, scope: str, name: str, record_id: str
    ) -> None:
        """Keep a name for a record, giving up its former one. Raises ``sqlite3.IntegrityError`` when it is taken."""
        connection.execute("DELETE FROM record_name WHERE type = ? AND id = ?", (record_type, int(record_id)))
        connection.execute(
            "INSERT INTO record_name (type, scope, name, id) VALUES (?, ?, ?, ?)",
            (record_type, scope, name.casefold(), int(record_id)),
        )

    def name_owner(self, record_type: str, scope: str, name: str) -> str | None:
        """Return the id of the record that has this name, or ``None``."""
        row = self.database.row(
            "SELECT id FROM record_name WHERE type = ? AND scope = ? AND name = ?",
            (record_type, scope, name.casefold()),
        )
        return str(row["id"]) if row else None

    def is_referenced(self, record_type: str, record_id: str) -> bool:
        """Say whether another record points to this one."""
        row = self.database.row(
            "SELECT 1 FROM reference WHERE target_type = ? AND target_id = ? AND NOT (type = ? AND id = ?)",
            (record_type, int(record_id), record_type, int(record_id)),
        )
        return row is not None

    def remove(self, connection: sqlite3.Connection, record_type: str, record_id: str) -> None:
        """Delete one record with all that is kept beside it."""
        key = (record_type, int(record_id))
        connection.execute("DELETE FROM record WHERE type = ? AND id = ?", key)
        connection.execute("DELETE FROM record_name WHERE type = ? AND id = ?", key)
        connection.execute("DELETE FROM reference WHERE type = ? AND id = ?", key)

    def lines_matching(self, query: str, parameters: Iterable[object]) -> list[tuple[str, str, str, int]]:
        """Return type, id, sublist and place in it of what a compiled search of lines finds."""
        rows = self.database.rows(query, tuple(parameters))
        return [(row["type"], str(row["id"]), row["sublist"], row["line"]) for row in rows]

    def rows_matching(self, where: str, parameters: Iterable[object]) -> list[tuple[str, str]]:
        """Return (type, id) of the rows that a compiled search finds, in the account's own order."""
        rows = self.database.rows(
            f"SELECT type, id FROM record WHERE {where} ORDER BY place",  # noqa: S608 - as `matching`
            tuple(parameters),
        )
        return [(row["type"], str(row["id"])) for row in rows]

    def matching(self, where: str, parameters: Iterable[object]) -> list[str]:
        """Return the ids of the rows that a compiled search finds, in the account's own order."""
        rows = self.database.rows(
            f"SELECT id FROM record WHERE {where} ORDER BY place",  # noqa: S608 - `where` is made by records.search from fixed pieces
            tuple(parameters),
        )
        return [str(row["id"]) for row in rows]


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))


def _path(name: str) -> str:
    return f'$."{name}"'


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 18
