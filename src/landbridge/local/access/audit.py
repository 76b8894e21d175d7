"""The Login Audit Trail (Setup > Users/Roles > View Login Audit Trail)."""

from __future__ import annotations

import sqlite3

from landbridge.local.access.model import AuditRow
from landbridge.local.records.values import instant_of, instant_text
from landbridge.local.storage import Database

COLUMNS = "at, user_id, email, role, application, token_name, ip, status, detail, uri"
KEPT = 50_000


class AuditTrail:
    """Rows of sign-ins and of token requests, refused ones included."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, row: AuditRow) -> None:
        """Keep one row."""
        with self._database.transaction() as connection:
            cursor = connection.execute(
                f"INSERT INTO login_audit ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - a constant
                (
                    instant_text(row.at),
                    row.user_id,
                    row.email,
                    row.role,
                    row.application,
                    row.token_name,
                    row.ip,
                    row.status,
                    row.detail,
                    row.uri,
                ),
            )
            connection.execute("DELETE FROM login_audit WHERE id <= ?", ((cursor.lastrowid or 0) - KEPT,))

    def rows(self, limit: int = 1000) -> list[AuditRow]:
        """Return the last rows, newest first."""
        found = self._database.rows(
            f"SELECT {COLUMNS} FROM login_audit ORDER BY id DESC LIMIT ?",  # noqa: S608 - a constant
            (limit,),
        )
        return [_row_of(row) for row in found]


def _row_of(row: sqlite3.Row) -> AuditRow:
    return AuditRow(instant_of(row["at"]), *tuple(row)[1:])
