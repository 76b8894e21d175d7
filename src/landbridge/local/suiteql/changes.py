"""Which records have changed since the tables were last brought up to date."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field

from landbridge.local.records.store import CHUNK
from landbridge.local.storage import Database

WATCH = (
    "CREATE TEMP TABLE suiteql_change (type TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (type, id)) WITHOUT ROWID",
    *(
        f"CREATE TEMP TRIGGER suiteql_{event.lower()} AFTER {event} ON main.record BEGIN "  # noqa: S608 - names of ours
        f"INSERT OR IGNORE INTO suiteql_change VALUES ({row}.type, {row}.id); END"
        for event, row in (("INSERT", "new"), ("UPDATE", "new"), ("DELETE", "old"))
    ),
)
"""Temporary: it belongs to the connection and stands in no file. A save that is rolled back takes its note back too."""

FOLLOWING: dict[str, tuple[str, tuple[str, ...]]] = {
    "customer": ("parent", ("customer", "job")),
    "supportCaseStatus": ("status", ("supportCase",)),
}
"""What else changes with a record: types whose rows show something of the record that they refer to by a field.

The display text of a customer or project begins with its parent's; a case has the stage of its status.
"""


@dataclass(frozen=True, slots=True)
class Changed:
    """Rows of ``record`` by type: all of a type that is new, the changed ones of the others, whose ids are in ``ids``.

    ``lost``: the account's connection is a new one; nobody took note of what was changed.
    """

    rows: dict[str, list[sqlite3.Row]] = field(default_factory=dict)
    ids: dict[str, set[int]] = field(default_factory=dict)
    lost: bool = False


class Changes:
    """Takes note of changed records from the first query on. Held for one short transaction at a time."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._watching = False

    def taken(self, fresh: Iterable[str]) -> Changed:
        """Return what has changed, once, and everything of the types in ``fresh``."""
        with self._database.transaction() as connection:
            known = connection.execute(
                "SELECT 1 FROM temp.sqlite_master WHERE name = 'suiteql_change'"
            ).fetchone()
            if known is None:
                for statement in WATCH:
                    connection.execute(statement)
                if self._watching:
                    return Changed(lost=True)
            self._watching = True
            return self._read(connection, set(fresh))

    def _read(self, connection: sqlite3.Connection, fresh: set[str]) -> Changed:
        changed = Changed()
        for row in connection.execute("SELECT type, id FROM temp.suiteql_change"):
            if row["type"] not in fresh:
                changed.ids.setdefault(row["type"], set()).add(row["id"])
        connection.execute("DELETE FROM temp.suiteql_change")
        _with_followers(connection, changed.ids, fresh)
        for name in fresh:
            changed.rows[name] = connection.execute("SELECT * FROM record WHERE type = ?", (name,)).fetchall()
        for name, ids in changed.ids.items():
            changed.rows[name] = _rows(connection, name, sorted(ids))
        return changed


def _with_followers(connection: sqlite3.Connection, ids: dict[str, set[int]], fresh: set[str]) -> None:
    """Add the records whose rows show something of the changed ones."""
    waiting = [(name, record_id) for name in FOLLOWING for record_id in ids.get(name, ())]
    while waiting:
        name, record_id = waiting.pop()
        field, types = FOLLOWING[name]
        for row in connection.execute(
            "SELECT type, id FROM reference WHERE target_type = ? AND target_id = ? AND field = ?",
            (name, record_id, field),
        ):
            follower, number = row["type"], row["id"]
            if follower in types and follower not in fresh and number not in ids.setdefault(follower, set()):
                ids[follower].add(number)
                if follower in FOLLOWING:
                    waiting.append((follower, number))


def _rows(connection: sqlite3.Connection, name: str, ids: list[int]) -> list[sqlite3.Row]:
    found: list[sqlite3.Row] = []
    for start in range(0, len(ids), CHUNK):
        part = ids[start : start + CHUNK]
        marks = ",".join("?" * len(part))
        found += connection.execute(
            f"SELECT * FROM record WHERE type = ? AND id IN ({marks})",  # noqa: S608 - only question marks are put in
            (name, *part),
        ).fetchall()
    return found
