"""What was deleted, when and by whom. Kept for as long as the account (documented: getDeleted)."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from landbridge.local.access.model import Session
from landbridge.local.records.conditions import Conditions
from landbridge.local.records.model import Criterion, Record
from landbridge.local.records.values import instant_of, instant_text
from landbridge.local.storage import Database
from landbridge.recordtypes import Search


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a record was deleted: an entry of the list of deletion reasons, and words (schema: DeletionReason)."""

    code: str = ""
    memo: str = ""


NO_REASON = Reason()


@dataclass(frozen=True, slots=True)
class Deletion:
    """One deleted record. ``at`` is aware UTC."""

    type: str
    id: str
    external_id: str | None
    name: str
    at: datetime
    user_id: str
    context: str
    reason: Reason


def note(
    connection: sqlite3.Connection,
    record: Record,
    *,
    name: str,
    session: Session,
    at: datetime,
    reason: Reason,
) -> None:
    """Note a deletion, inside of the transaction that deletes."""
    connection.execute(
        "INSERT INTO deleted (type, id, external_id, name, at, user_id, context, reason, memo) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            record.type,
            int(record.id),
            record.external_id,
            name,
            instant_text(at),
            session.user_id,
            session.context.value,
            reason.code,
            reason.memo,
        ),
    )


class Deletions:
    """``account.records.deletions``. Thread-safe."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def among(
        self, types: Sequence[str], when: Criterion | None, *, zone: ZoneInfo, now: datetime
    ) -> list[Deletion]:
        """Return the deletions of ``types`` that meet the criterion on their date, oldest first.

        Raises ``RecordError`` INVALID_SEARCH_OPERATOR or INVALID_SEARCH_VALUE.
        """
        marks = ",".join("?" * len(types))
        sql, parameters = f"type IN ({marks})", [*types]
        values: list[object] = [*parameters]
        if when is not None:
            condition, more = Conditions(zone, now).of(Search.DATE, "at", when, None)
            sql += f" AND ({condition})"
            values += more
        rows = self._database.rows(
            f"SELECT * FROM deleted WHERE {sql} ORDER BY at, place",  # noqa: S608 - made of fixed pieces
            tuple(values),
        )
        return [_deletion(row) for row in rows]


def _deletion(row: sqlite3.Row) -> Deletion:
    return Deletion(
        type=row["type"],
        id=str(row["id"]),
        external_id=row["external_id"],
        name=row["name"],
        at=instant_of(row["at"]),
        user_id=row["user_id"],
        context=row["context"],
        reason=Reason(row["reason"], row["memo"]),
    )
