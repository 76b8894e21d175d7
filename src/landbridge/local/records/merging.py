"""Merging a duplicate into the record that stays: what referred to the duplicate refers to the other, and the duplicate is deleted.

Documented (``section_N491111``, ``section_1509542900``): customers, vendors and contacts can be merged; fields of the record that stays win and
empty ones are filled from the duplicate; transactions count as modified by it. That no user event runs is assumed: a queued process
does it. NetSuite merges on pages (Manage Duplicates, Actions > Merge); here a control does.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from landbridge.local.access.model import Level, Session
from landbridge.local.clock import Clock
from landbridge.local.records import deletions
from landbridge.local.records.deletions import NO_REASON
from landbridge.local.records.derivation import MILLISECOND, Derivation
from landbridge.local.records.errors import RecordError, does_not_exist
from landbridge.local.records.model import Record
from landbridge.local.records.store import Store
from landbridge.local.records.submission import Submission
from landbridge.local.records.types import TypeDefinition, Types

MERGED_TYPES = ("customer", "vendor", "contact")


class Merger:
    """Merges records."""

    def __init__(
        self, *, store: Store, types: Types, clock: Clock, submission: Submission, derivation: Derivation
    ) -> None:
        self._store = store
        self._types = types
        self._clock = clock
        self._submission = submission
        self._derivation = derivation

    def merge(self, session: Session, record_type: str, duplicate_id: str, master_id: str) -> Record:
        """Merge one record into another of its type and return that one.

        Raises ``RecordError``: FEATURE_UNAVAILABLE for a type that is not merged, RCRD_DSNT_EXIST, INVALID_KEY_OR_REF for a record and
        itself, PARENT_CANT_ITSELF_BE_MEMBER for one below the duplicate, DUP_ENTITY where both have a project of one name.
        """
        if record_type not in MERGED_TYPES:
            raise RecordError("FEATURE_UNAVAILABLE", f"Records of the type {record_type} are not merged.")
        definition = self._types.get(record_type)
        self._submission.require(session, definition, Level.FULL)
        with self._store.database.transaction() as connection:
            duplicate, master = self._pair(definition, duplicate_id, master_id)
            now = self._clock.now()
            for (kind, record_id), paths in self._referring(connection, duplicate).items():
                moved = self._moved(self._types.get(kind), record_id, paths, duplicate.id, master.id)
                self._write(connection, self._types.get(kind), moved, now)
            master = self._store.get(definition, master_id) or master
            name = self._derivation.rules(record_type).display(duplicate)
            self._store.remove(connection, record_type, duplicate.id)
            deletions.note(connection, duplicate, name=name, session=session, at=now, reason=NO_REASON)
            return self._write(connection, definition, self._filled(definition, master, duplicate), now)

    def _pair(self, definition: TypeDefinition, duplicate_id: str, master_id: str) -> tuple[Record, Record]:
        if duplicate_id == master_id:
            raise RecordError("INVALID_KEY_OR_REF", "A record cannot be merged into itself.")
        duplicate, master = (self._store.get(definition, one) for one in (duplicate_id, master_id))
        if duplicate is None or master is None:
            raise does_not_exist()
        if master.values.get("parent") == duplicate.id:
            raise RecordError(
                "PARENT_CANT_ITSELF_BE_MEMBER", "The record that stays is below the one that would go."
            )
        return duplicate, master

    def _referring(
        self, connection: sqlite3.Connection, duplicate: Record
    ) -> dict[tuple[str, str], list[str]]:
        """Return the paths by which records (type, id) refer to the duplicate."""
        found: dict[tuple[str, str], list[str]] = {}
        for row in connection.execute(
            "SELECT type, id, field FROM reference WHERE target_type = ? AND target_id = ?",
            (duplicate.type, int(duplicate.id)),
        ):
            found.setdefault((row["type"], str(row["id"])), []).append(row["field"])
        found.pop((duplicate.type, duplicate.id), None)
        return found

    def _moved(
        self, definition: TypeDefinition, record_id: str, paths: Sequence[str], old: str, new: str
    ) -> Record:
        record = self._store.get(definition, record_id)
        assert record is not None, "a reference is kept beside its record"
        values = dict(record.values)
        for path in paths:
            values = _replaced(values, path.split("."), old, new)
        return replace(record, values=values)

    def _filled(self, definition: TypeDefinition, master: Record, duplicate: Record) -> Record:
        entered = {field.name for field in definition.entered}
        added = {name: value for name, value in duplicate.values.items() if name in entered}
        return replace(master, values={**added, **master.values})

    def _write(
        self, connection: sqlite3.Connection, definition: TypeDefinition, record: Record, now: datetime
    ) -> Record:
        rules = self._derivation.rules(definition.name)
        values = rules.derive(definition, dict(record.values), record.id)
        unique = rules.unique_name(definition, values)
        if unique is not None:
            if self._store.name_owner(definition.name, *unique) not in (None, record.id):
                raise rules.duplicate(definition)
            self._store.claim_name(connection, definition.name, *unique, record.id)
        modified = max(now, record.modified + MILLISECOND)
        return self._store.write(connection, definition, replace(record, values=values, modified=modified))


def _replaced(values: Mapping[str, Any], path: Sequence[str], old: str, new: str) -> dict[str, Any]:
    """Return values in which the reference at a path names another record."""
    name, *rest = path
    value = values.get(name)
    if rest and isinstance(value, list):
        return {**values, name: [_replaced(line, rest, old, new) for line in value]}
    if rest and isinstance(value, dict):
        return {**values, name: _replaced(value, rest, old, new)}
    if isinstance(value, list):
        return {**values, name: list(dict.fromkeys(new if one == old else one for one in value))}
    return {**values, name: new} if value == old else dict(values)
