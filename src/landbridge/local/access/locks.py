"""Nonces used once, and the lock after failures in a row."""

from __future__ import annotations

from datetime import datetime, timedelta

from landbridge.local.records.values import instant_of, instant_text
from landbridge.local.storage import Database

MAX_AGE_S = 300
"""Largest difference between a timestamp and the account's clock (documented)."""

FAILURES_TO_LOCK = 5
LOCK = timedelta(minutes=30)


class Nonces:
    """Pairs of nonce and timestamp, single use per user (documented)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def use(self, user_id: str, nonce: str, timestamp: int, now: datetime) -> bool:
        """Use a pair up; false when it was used before. Pairs that are too old to be accepted are forgotten."""
        with self._database.transaction() as connection:
            connection.execute(
                "DELETE FROM nonce WHERE timestamp < ?", (int(now.timestamp()) - 2 * MAX_AGE_S,)
            )
            cursor = connection.execute(
                "INSERT OR IGNORE INTO nonce (user_id, nonce, timestamp) VALUES (?, ?, ?)",
                (int(user_id), nonce, timestamp),
            )
            return cursor.rowcount == 1


class Locks:
    """Users locked for half an hour after five failures in a row (documented)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def locked(self, user_id: str, now: datetime) -> bool:
        """Say whether the user is locked now."""
        row = self._database.row("SELECT locked_until FROM failure WHERE user_id = ?", (int(user_id),))
        return row is not None and row["locked_until"] is not None and now < instant_of(row["locked_until"])

    def failed(self, user_id: str, now: datetime) -> None:
        """Count a failure; the fifth in a row locks and starts the count anew."""
        with self._database.transaction() as connection:
            count = connection.execute(
                "INSERT INTO failure (user_id, count) VALUES (?, 1) "
                "ON CONFLICT (user_id) DO UPDATE SET count = count + 1 RETURNING count",
                (int(user_id),),
            ).fetchone()[0]
            if count >= FAILURES_TO_LOCK:
                connection.execute(
                    "UPDATE failure SET count = 0, locked_until = ? WHERE user_id = ?",
                    (instant_text(now + LOCK), int(user_id)),
                )

    def succeeded(self, user_id: str) -> None:
        """Forget the failures of a user."""
        row = self._database.row("SELECT 1 FROM failure WHERE user_id = ?", (int(user_id),))
        if row is not None:
            with self._database.transaction() as connection:
                connection.execute("DELETE FROM failure WHERE user_id = ?", (int(user_id),))
