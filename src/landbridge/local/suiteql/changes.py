"""Which records have changed since the tables were last brought up to date."""

from __future__ import annotations

import sqlite3

from landbridge.local.records.store import rows_among

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


def watch(connection: sqlite3.Connection) -> bool:
    """Take note of changes from now on, inside a transaction; say whether note was taken already."""
    known = connection.execute("SELECT 1 FROM temp.sqlite_master WHERE name = 'suiteql_change'").fetchone()
    if known is None:
        for statement in WATCH:
            connection.execute(statement)
    return known is not None


def taken(connection: sqlite3.Connection) -> dict[str, set[int]]:
    """Return the ids of what has changed, by type, each once, with those whose rows follow from them."""
    ids: dict[str, set[int]] = {}
    for row in connection.execute("SELECT type, id FROM temp.suiteql_change"):
        ids.setdefault(row["type"], set()).add(row["id"])
    if ids:
        connection.execute("DELETE FROM temp.suiteql_change")
        _add_followers(connection, ids)
    return ids


def rows_of(connection: sqlite3.Connection, name: str, ids: list[int]) -> list[sqlite3.Row]:
    """Return the rows of ``record`` with these ids, as far as there are any."""
    return rows_among(lambda sql, given: connection.execute(sql, given).fetchall(), name, "id", ids)


def _add_followers(connection: sqlite3.Connection, ids: dict[str, set[int]]) -> None:
    waiting = [(name, record_id) for name in FOLLOWING for record_id in ids.get(name, ())]
    while waiting:
        name, record_id = waiting.pop()
        field, types = FOLLOWING[name]
        for row in connection.execute(
            "SELECT type, id FROM reference WHERE target_type = ? AND target_id = ? AND field = ?",
            (name, record_id, field),
        ):
            follower, number = row["type"], row["id"]
            if follower in types and number not in ids.setdefault(follower, set()):
                ids[follower].add(number)
                if follower in FOLLOWING:
                    waiting.append((follower, number))
