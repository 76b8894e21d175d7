"""System notes: what was changed of a record, by whom, when and how (documented: ``section_4543308762``, ``section_1500043125``)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from landbridge.local.access.model import Context
from landbridge.local.records.values import instant_of, instant_text
from landbridge.local.storage import Database


class NoteType(StrEnum):
    """What a note tells of: a record that was made, a field's first value, and what came later (observed)."""

    CREATE = "Create"
    SET = "Set"
    CHANGE = "Change"
    UNSET = "Unset"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field with its values before and after, as the record's page shows them; never a secret."""

    field: str
    old_value: str
    new_value: str

    @property
    def type(self) -> NoteType:
        """What kind of change it is."""
        if not self.old_value and self.new_value:
            return NoteType.SET
        return NoteType.CHANGE if self.new_value or not self.old_value else NoteType.UNSET


@dataclass(frozen=True, slots=True)
class SystemNote:
    """One row of a record's System Notes subtab. ``user_id`` is ``0`` for the account itself; ``field`` empty for CREATE."""

    at: datetime
    user_id: str
    context: Context
    type: NoteType
    field: str = ""
    old_value: str = ""
    new_value: str = ""


class SystemNotes:
    """The account's system notes. ``kind`` is the type of the record that they are of."""

    def __init__(self, database: Database, kind: str) -> None:
        self._database = database
        self._kind = kind

    def write(self, record_id: str, notes: Iterable[SystemNote]) -> None:
        """Add notes to those of a record."""
        rows = [
            (
                self._kind,
                int(record_id),
                instant_text(note.at),
                note.user_id,
                note.context.value,
                note.type.value,
                note.field,
                note.old_value,
                note.new_value,
            )
            for note in notes
        ]
        with self._database.transaction() as connection:
            connection.executemany(
                "INSERT INTO system_note (kind, record_id, at, user_id, context, type, field, old_value, new_value) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                rows,
            )

    def of(self, record_id: str, *, limit: int) -> list[SystemNote]:
        """Return the newest notes of a record, newest first."""
        rows = self._database.rows(
            "SELECT * FROM system_note WHERE kind = ? AND record_id = ? ORDER BY id DESC LIMIT ?",
            (self._kind, int(record_id), limit),
        )
        return [_note_of(row) for row in rows]

    def forget(self, record_id: str) -> None:
        """Drop the notes of a record that is taken away."""
        with self._database.transaction() as connection:
            connection.execute(
                "DELETE FROM system_note WHERE kind = ? AND record_id = ?", (self._kind, int(record_id))
            )


def _note_of(row: sqlite3.Row) -> SystemNote:
    return SystemNote(
        at=instant_of(row["at"]),
        user_id=row["user_id"],
        context=Context(row["context"]),
        type=NoteType(row["type"]),
        field=row["field"],
        old_value=row["old_value"],
        new_value=row["new_value"],
    )
