"""The execution log of integration records (documented: fields and how long rows are kept)."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from landbridge.local.records.values import instant_of, instant_text
from landbridge.local.storage import Database

KEPT = timedelta(days=21)
KEPT_IN_SANDBOXES = timedelta(days=7)
COLUMNS = "integration_id, at, duration_ms, status, protocol, version, user_id, action, record_type"


class Outcome(StrEnum):
    """How a request ended."""

    FINISHED = "Finished"
    FAILED = "Failed"
    REJECTED = "Rejected"


@dataclass(slots=True)
class Request:
    """What a request asks for. ``record_type`` may be set while it runs, once that is known.

    ``protocol`` is SOAP, REST or RESTLET; ``version`` the endpoint's, such as 2025_2 or v1.
    """

    protocol: str
    action: str
    version: str = ""
    record_type: str = ""


@dataclass(frozen=True, slots=True)
class Execution:
    """One row: a request of an integration. ``duration_ms`` is 0 for rejected ones."""

    integration_id: str
    at: datetime
    duration_ms: int
    status: Outcome
    protocol: str
    version: str
    user_id: str
    action: str
    record_type: str


class ExecutionLog:
    """Rows of all integrations; sandboxes forget theirs after a week, other accounts after three."""

    def __init__(self, database: Database, account_id: str) -> None:
        self._database = database
        self._kept = KEPT_IN_SANDBOXES if "_SB" in account_id else KEPT

    def add(self, row: Execution) -> None:
        """Keep one row, and forget what is too old."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM execution WHERE at < ?", (instant_text(row.at - self._kept),))
            connection.execute(
                f"INSERT INTO execution ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - a constant
                (
                    int(row.integration_id),
                    instant_text(row.at),
                    row.duration_ms,
                    row.status,
                    row.protocol,
                    row.version,
                    row.user_id,
                    row.action,
                    row.record_type,
                ),
            )

    def rows(self, integration_id: str, limit: int = 1000) -> list[Execution]:
        """Return an integration's last rows, newest first."""
        found = self._database.rows(
            f"SELECT {COLUMNS} FROM execution WHERE integration_id = ? ORDER BY id DESC LIMIT ?",  # noqa: S608 - a constant
            (int(integration_id), limit),
        )
        return [_row_of(row) for row in found]


def _row_of(row: sqlite3.Row) -> Execution:
    return Execution(
        integration_id=str(row["integration_id"]),
        at=instant_of(row["at"]),
        duration_ms=row["duration_ms"],
        status=Outcome(row["status"]),
        protocol=row["protocol"],
        version=row["version"],
        user_id=row["user_id"],
        action=row["action"],
        record_type=row["record_type"],
    )
