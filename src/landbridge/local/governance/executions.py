"""The execution log of integration records (documented: ``section_4543338726``, ``section_156570320384``, ``section_4639542510``).

Rows are kept for 21 days, in a sandbox for 7 (documented). Bodies are kept compressed, the newest 64 MB of them (assumed: NetSuite
purges earlier under heavy traffic, ``section_N3444819``).
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from landbridge.local.access.model import User
from landbridge.local.clock import Clock
from landbridge.local.governance.execution import SOAP, Execution, Outcome, Request, Run
from landbridge.local.governance.masking import Body
from landbridge.local.logs import Logger
from landbridge.local.records.values import instant_of, instant_text
from landbridge.local.storage import Database

KEPT = timedelta(days=21)
KEPT_IN_SANDBOXES = timedelta(days=7)
SWEPT_EVERY = timedelta(hours=1)

MOST_BODY_BYTES = 64_000_000
"""What all bodies of an account may take, as stored; the oldest go first."""

ROOM = MOST_BODY_BYTES // 8
"""What is freed when that is full, so that not every request has to."""

COLUMNS = "integration_id, at, duration_ms, status, protocol, version, user_id, email, action, record_type, http_status, address, script, deployment"
_THERE = "SELECT 1 FROM integration WHERE id = ?"

logger = Logger(__name__)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows; empty fields ask for nothing. ``since`` is included, ``until`` is not."""

    integration_id: str = ""
    protocol: str = ""
    status: str = ""
    action: str = ""
    record_type: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass
class _Store:
    """What is known of the tables between two requests: ``None`` until it was looked up.

    ``body_bytes`` is the most that bodies can take: those of removed records may have gone since it was counted.
    """

    body_bytes: int | None = None
    swept: datetime | None = None


class ExecutionLog:
    """Rows and bodies of all integrations. Thread-safe: what changes does so under the lock of the tables."""

    def __init__(
        self, database: Database, account_id: str, clock: Clock, user: Callable[[str], User | None]
    ) -> None:
        self._database = database
        self._kept = KEPT_IN_SANDBOXES if "_SB" in account_id else KEPT
        self._clock = clock
        self._user = user
        self._store = _Store()

    def forget(self) -> None:
        """Forget what was known of the tables: their content is another one now."""
        self._store = _Store()

    def keep(
        self,
        request: Request,
        *,
        http_status: int = 200,
        asked: Body | None = None,
        answered: Body | None = None,
    ) -> None:
        """Keep a request that has been answered, if it counts and its record is still there. One with ``http_status`` 400 or above has failed.

        A request is not refused for want of room in its log: what the tables do not take is told in the account's own log.
        """
        run = request.run
        if run is None or not request.counts:
            return
        user = self._user(run.session.user_id)
        values = _values(request, run, user.email if user is not None else "", http_status)
        bodies = [
            (part, body.size, zlib.compress(body.content, 1) if body.content is not None else b"")
            for part, body in (("request", asked), ("response", answered))
            if body is not None
        ]
        try:
            with self._database.transaction() as connection:
                if connection.execute(_THERE, values[:1]).fetchone() is None:
                    return
                self._write(connection, values, bodies)
                self._sweep(connection)
        except sqlite3.Error:
            self.forget()  # it counted what was rolled back
            logger.exception("execution_log.not_written")

    def rows(self, integration_id: str, limit: int = 1000) -> list[Execution]:
        """Return an integration's last rows, newest first."""
        return self.search(Wanted(integration_id), limit)

    def search(self, wanted: Wanted, limit: int, offset: int = 0) -> list[Execution]:
        """Return the rows that are wanted, newest first."""
        where, values = self._where(wanted)
        found = self._database.rows(
            f"SELECT id, {COLUMNS} FROM execution WHERE {where} ORDER BY id DESC LIMIT ? OFFSET ?",  # noqa: S608 - constants
            (*values, limit, offset),
        )
        return [_row_of(row) for row in found]

    def count(self, wanted: Wanted) -> int:
        """Return how many rows are wanted."""
        where, values = self._where(wanted)
        row = self._database.row(f"SELECT COUNT(*) FROM execution WHERE {where}", values)  # noqa: S608 - constants
        return int(row[0]) if row is not None else 0

    def execution(self, execution_id: str) -> Execution | None:
        """Return one row, or ``None``."""
        if not (execution_id.isascii() and execution_id.isdigit() and len(execution_id) <= 18):
            return None
        where, values = self._where(Wanted())
        row = self._database.row(
            f"SELECT id, {COLUMNS} FROM execution WHERE {where} AND id = ?",  # noqa: S608 - constants
            (*values, int(execution_id)),
        )
        return _row_of(row) if row is not None else None

    def bodies(self, execution_id: str) -> dict[str, Body]:
        """Return ``request`` and ``response`` of a row, as far as they are still kept."""
        rows = self._database.rows(
            "SELECT part, size, content FROM execution_body WHERE execution_id = ?", (int(execution_id),)
        )
        return {
            row["part"]: Body(row["size"], zlib.decompress(row["content"]) if row["content"] else None)
            for row in rows
        }

    def _where(self, wanted: Wanted) -> tuple[str, tuple[object, ...]]:
        asked = {
            "integration_id = ?": int(wanted.integration_id) if wanted.integration_id else None,
            "protocol = ?": wanted.protocol or None,
            "status = ?": wanted.status or None,
            "action = ?": wanted.action or None,
            "record_type = ?": wanted.record_type or None,
            "at >= ?": instant_text(max(wanted.since or self._oldest(), self._oldest())),
            "at < ?": instant_text(wanted.until) if wanted.until is not None else None,
        }
        conditions = {text: value for text, value in asked.items() if value is not None}
        return " AND ".join(conditions), tuple(conditions.values())

    def _oldest(self) -> datetime:
        return self._clock.now() - self._kept

    def _write(
        self, connection: sqlite3.Connection, values: tuple[object, ...], bodies: list[tuple[str, int, bytes]]
    ) -> None:
        marks = ", ".join("?" * len(values))
        made = connection.execute(f"INSERT INTO execution ({COLUMNS}) VALUES ({marks})", values).lastrowid  # noqa: S608 - constants
        connection.executemany(
            "INSERT INTO execution_body (execution_id, part, size, content) VALUES (?, ?, ?, ?)",
            [(made, *body) for body in bodies],
        )
        store = self._store
        if store.body_bytes is None:
            store.body_bytes = _stored(connection)
        else:
            store.body_bytes += sum(len(content) for _, _, content in bodies)
            if store.body_bytes > MOST_BODY_BYTES:
                store.body_bytes = _stored(connection)
        if store.body_bytes > MOST_BODY_BYTES:
            _make_room(connection, store.body_bytes - MOST_BODY_BYTES + ROOM)
            store.body_bytes = _stored(connection)

    def _sweep(self, connection: sqlite3.Connection) -> None:
        """Forget what is too old, now and then; what is read leaves it out in any case."""
        now, swept = self._clock.now(), self._store.swept
        if swept is not None and timedelta(0) <= now - swept < SWEPT_EVERY:
            return
        oldest = (instant_text(self._oldest()),)
        connection.execute(
            "DELETE FROM execution_body WHERE execution_id IN (SELECT id FROM execution WHERE at < ?)", oldest
        )
        connection.execute("DELETE FROM execution WHERE at < ?", oldest)
        self._store.body_bytes = _stored(connection)
        self._store.swept = now


def _stored(connection: sqlite3.Connection) -> int:
    return int(
        connection.execute("SELECT COALESCE(SUM(LENGTH(content)), 0) FROM execution_body").fetchone()[0]
    )


def _make_room(connection: sqlite3.Connection, wanted: int) -> None:
    """Drop the oldest bodies until so many bytes are free; their rows stay."""
    last = connection.execute(
        "SELECT MIN(execution_id) FROM (SELECT execution_id, SUM(LENGTH(content)) OVER (ORDER BY execution_id) AS freed"
        " FROM execution_body) WHERE freed >= ?",
        (wanted,),
    ).fetchone()[0]
    connection.execute("DELETE FROM execution_body WHERE execution_id <= ?", (last,))


def _values(request: Request, run: Run, email: str, http_status: int) -> tuple[object, ...]:
    failed = run.outcome is Outcome.FINISHED and http_status >= 400
    return (
        int(run.session.integration_id),
        instant_text(run.at),
        run.duration_ms,
        Outcome.FAILED if failed else run.outcome,
        request.protocol,
        request.version,
        run.session.user_id,
        email,
        request.action,
        request.record_type,
        None if request.protocol == SOAP else http_status,
        request.address,
        request.script,
        request.deployment,
    )


def _row_of(row: sqlite3.Row) -> Execution:
    values: dict[str, Any] = dict(row)
    changed = {
        "id": str(row["id"]),
        "integration_id": str(row["integration_id"]),
        "at": instant_of(row["at"]),
        "status": Outcome(row["status"]),
    }
    return Execution(**{**values, **changed})
