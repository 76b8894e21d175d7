"""The tables that queries read: a copy of the records in a SQLite database of its own, in memory.

Nothing but the copied rows is in it, so that no query can reach a password or a token; a slow query holds nobody up but other
queries. Before each query the rows of changed records are written anew. See docs/decisions/0031.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

import structlog

from landbridge.local.records.book import Records
from landbridge.local.records.model import Record
from landbridge.local.records.store import record_of
from landbridge.local.records.types import TypeDefinition
from landbridge.local.settings import AccountSettings
from landbridge.local.storage import Database
from landbridge.local.suiteql.changes import Changes
from landbridge.local.suiteql.compiling.pieces import quoted
from landbridge.local.suiteql.dates import Value
from landbridge.local.suiteql.errors import unsupported
from landbridge.local.suiteql.library.context import Context
from landbridge.local.suiteql.library.registry import Library
from landbridge.local.suiteql.model import Table
from landbridge.local.suiteql.rows import RowMaker, Rows
from landbridge.local.suiteql.tables import catalogue

LONGEST_QUERY_S = 15.0
"""Seconds that a query may run (assumed; NetSuite's are minutes)."""

STEPS_BETWEEN_LOOKS = 10_000
ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION}
LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 10_000_000,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 1000,
}

logger = structlog.get_logger(__name__)


class Warehouse:
    """Keeps the tables and runs compiled queries. Thread-safe: one query at a time."""

    def __init__(self, database: Database, records: Records, settings: AccountSettings) -> None:
        self._database = database
        self._records = records
        self._settings = settings
        self._lock = threading.RLock()
        self._changes = Changes(database)
        self.context = Context(settings)
        self._library = Library(self.context, self.display)
        self._connection: sqlite3.Connection | None = None
        self._known: TypeDefinition | None = None
        self._tables: dict[str, Table] = {}
        self._loaded: dict[str, RowMaker] = {}
        self._texts: dict[str, dict[int, str]] = {}
        self._stages: dict[str, str] = {}
        self.generation = 0
        """Rises whenever tables or columns may have changed."""

    def tables(self) -> dict[str, Table]:
        """Return every table of the account as its types are now."""
        with self._lock:
            known = self._records.types.get("customer")
            if known is not self._known:  # types are defined anew as a whole
                self.forget()
                self._known = known
                definitions = [self._records.types.get(name) for name in self._records.types.names()]
                self._tables = catalogue(definitions, self._settings.zone)
            return self._tables

    def forget(self) -> None:
        """Drop every row; they are copied again when a query needs them."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = None
            self._known = None
            self._loaded, self._texts = {}, {}
            self.generation += 1

    def display(self, referred: Value, value: Value) -> Value:
        """Return the text of a reference (BUILTIN.DF)."""
        if value is None:
            return None
        for name in self._records.types.members(str(referred)):
            text = self._texts.get(name, {}).get(int(value))
            if text is not None:
                return text
        return None

    def members(self, referred: str) -> tuple[str, ...]:
        """Return the record types that a reference may mean."""
        return self._records.types.members(referred)

    def run(
        self, sql: str, parameters: dict[str, Value], needed: Iterable[str], now: datetime
    ) -> list[tuple[Value, ...]]:
        """Return the rows of a compiled query, once the records of the types ``needed`` are up to date.

        ``now`` is SYSDATE, naive, in the account's zone.

        Raises ``QueryRefused`` when it takes too long or a value cannot be what a function needs.
        """
        with self._lock:
            connection = self._up_to_date(needed)
            self.context.now = now
            with self._guarded(connection):
                return connection.execute(sql, parameters).fetchall()

    @contextmanager
    def _guarded(self, connection: sqlite3.Connection) -> Iterator[None]:
        """Let a query read, for a while; what SQLite says of a failure is for the log only."""
        deadline = time.monotonic() + LONGEST_QUERY_S
        self._library.refusal = None
        connection.set_authorizer(_authorize)
        connection.set_progress_handler(lambda: time.monotonic() > deadline, STEPS_BETWEEN_LOOKS)
        try:
            yield
        except sqlite3.Error as error:
            if self._library.refusal is not None:
                raise self._library.refusal from None
            if "interrupted" in str(error):
                raise unsupported(f"The query takes longer than {LONGEST_QUERY_S:.0f} seconds.") from None
            logger.warning("suiteql.not_run", reason=str(error))
            raise unsupported("The query cannot be run here.") from None
        finally:
            connection.set_progress_handler(None, 0)
            connection.set_authorizer(None)

    # Copying

    def _up_to_date(self, needed: Iterable[str]) -> sqlite3.Connection:
        self.tables()
        connection = self._connection or self._opened()
        wanted = set(needed)
        try:
            fresh = wanted - self._loaded.keys()
            changed = self._changes.taken(fresh)
            if changed.lost:
                self.forget()
                return self._up_to_date(wanted)
            for name in fresh:
                self._create(connection, name)
            if "supportCase" in changed.rows:
                self._read_stages()
            for name, rows in changed.rows.items():
                if name in self._loaded:
                    definition = self._records.types.get(name)
                    records = [record_of(definition, row) for row in rows]
                    self._write(connection, name, changed.ids.get(name, ()), records)
        except BaseException:
            self.forget()  # a change that was taken note of and not copied would be lost
            raise
        return connection

    def _stage(self, status: str) -> str | None:
        return self._stages.get(status)

    def _read_stages(self) -> None:
        """Read which stage each case status means."""
        statuses = self._records.looking.entries("supportCaseStatus")
        self._stages = {one.id: str(one.values.get("stage", "")).lstrip("_").upper() for one in statuses}

    def _opened(self) -> sqlite3.Connection:
        connection = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        connection.execute("PRAGMA case_sensitive_like = ON")
        for limit, value in LIMITS.items():
            connection.setlimit(limit, value)
        self._library.register(connection)
        self._connection = connection
        return connection

    def _create(self, connection: sqlite3.Connection, record_type: str) -> None:
        definition = self._records.types.get(record_type)
        maker = RowMaker(definition, self._settings.zone, self._stage)
        for name in maker.tables:
            table = self._tables[name]
            columns = ", ".join(f"{quoted(one.name)} {one.type.value}" for one in table.columns.values())
            # Records of different types may have the same id.
            key = ', PRIMARY KEY (id, "_kind")' if table.mixed else ", PRIMARY KEY (id)"
            ending = " WITHOUT ROWID" if table.mixed and table.key == "id" else ""
            keyed = f"{columns}{key if table.key == 'id' else ''}"
            connection.execute(f"CREATE TABLE IF NOT EXISTS {quoted(name)} ({keyed}){ending}")
            for index in table.indexes:
                listed = ", ".join(quoted(column) for column in index)
                index_name = quoted(f"{name}_{'_'.join(index)}")
                connection.execute(f"CREATE INDEX IF NOT EXISTS {index_name} ON {quoted(name)} ({listed})")
        self._loaded[record_type] = maker
        self._texts[record_type] = {}

    def _write(
        self, connection: sqlite3.Connection, name: str, changed: Iterable[int], records: list[Record]
    ) -> None:
        """Replace the rows of changed records, and of those whose display text follows from them."""
        maker, texts = self._loaded[name], self._texts[name]
        shown = self._records.displays_of(records)
        rows: Rows = {}
        for record in records:
            text = shown.get(record.id, "")
            texts[int(record.id)] = text
            for table, made in maker.rows(record, text).items():
                rows.setdefault(table, []).extend(made)
        gone = list(changed)
        for record_id in set(changed) - {int(record.id) for record in records}:
            texts.pop(record_id, None)
        connection.execute("BEGIN")
        for table_name in maker.tables:
            target = self._tables[table_name]
            of_type = ' AND "_kind" = ?' if "_kind" in target.columns else ""
            if gone:
                connection.executemany(
                    f"DELETE FROM {quoted(table_name)} WHERE {quoted(target.key)} = ?{of_type}",  # noqa: S608 - names of ours
                    [(record_id, name) if of_type else (record_id,) for record_id in gone],
                )
            names = list(target.columns)
            marks = ", ".join("?" * len(names))
            connection.executemany(
                f"INSERT INTO {quoted(table_name)} VALUES ({marks})",  # noqa: S608 - names of ours
                ([row.get(column) for column in names] for row in rows.get(table_name, ())),
            )
        connection.execute("COMMIT")


def _authorize(action: int, *_: object) -> int:
    """Let statements read and call functions, nothing else."""
    return sqlite3.SQLITE_OK if action in ALLOWED else sqlite3.SQLITE_DENY
