"""The tables that queries read: a copy of the records in a SQLite file of its own, in a folder for temporary files.

Nothing but the copied rows is in it, so that no query can reach a password or a token. One connection writes, as many read as
queries run side by side. See docs/decisions/0031.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import threading
import weakref
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from landbridge.local.records.book import Records
from landbridge.local.records.store import record_of
from landbridge.local.settings import AccountSettings
from landbridge.local.storage import Database
from landbridge.local.suiteql import changes
from landbridge.local.suiteql.compiling.pieces import quoted
from landbridge.local.suiteql.dates import Value
from landbridge.local.suiteql.model import Table
from landbridge.local.suiteql.reader import Reader
from landbridge.local.suiteql.rows import RowMaker, Rows

MOST_AT_ONCE = 1000
"""Records that are read under one hold of the account's lock."""

BEFORE_ALL = -(2**63)


class Outdated(Exception):  # noqa: N818 - named for what happened, as everywhere in the project
    """The copy no longer follows the account: make another one."""


@dataclass(slots=True)
class Copied:
    """One type's records: up to which id they are copied, which of those have changed since, the texts of references to them."""

    maker: RowMaker
    last: int = BEFORE_ALL
    whole: bool = False
    changed: set[int] = field(default_factory=set)
    texts: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Portion:
    """Records to write now: ``rows`` of ``record``, in place of what the tables have of ``replaced``."""

    name: str
    rows: list[sqlite3.Row]
    replaced: list[int] = field(default_factory=list)


class Copy:
    """One copy. ``step`` and ``close`` are called by one thread at a time, the others by any."""

    def __init__(
        self, database: Database, records: Records, settings: AccountSettings, tables: Mapping[str, Table]
    ) -> None:
        self._database = database
        self._records = records
        self._settings = settings
        self._tables = tables
        self._types: dict[str, Copied] = {}
        self._stages: dict[str, str] = {}
        self._watching = False
        folder = tempfile.mkdtemp(prefix="landbridge-queries-")
        self._removed = weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        self._path = Path(folder) / "rows.sqlite3"
        self._lock = threading.Lock()
        self._closed = False
        self._idle: list[Reader] = []
        self._connection = sqlite3.connect(self._path, check_same_thread=False, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = OFF")

    def close(self) -> None:
        """Let go of the file; queries that still run read to their end."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for reader in idle:
            reader.close()
        self._connection.close()
        self._removed()

    @contextmanager
    def reader(self) -> Iterator[Reader]:
        """Lend a connection. Raises ``Outdated``."""
        with self._lock:
            if self._closed:
                raise Outdated
            reader = self._idle.pop() if self._idle else Reader(self._path, self._settings, self._display)
        try:
            yield reader
        finally:
            self._take_back(reader)

    def _take_back(self, reader: Reader) -> None:
        with self._lock:
            if not self._closed:
                self._idle.append(reader)
                return
        reader.close()

    def count(self, needed: Iterable[str]) -> int:
        """Return how many records of some types are copied."""
        return sum(len(self._types[name].texts) for name in needed if name in self._types)

    def step(self, needed: set[str]) -> bool:
        """Copy some more records; say whether those of the types ``needed`` are now as the account has them.

        The account's lock is held while at most ``MOST_AT_ONCE`` are read. Raises ``Outdated``.
        """
        for name in needed - self._types.keys():
            self._create(name)
        with self._database.transaction() as connection:
            self._take_note(connection)
            portions, done = self._next(connection, needed)
        if any(one.name == "supportCase" for one in portions):
            self._read_stages()
        if portions:
            self._connection.execute("BEGIN")
            for one in portions:
                self._write(one)
            self._connection.execute("COMMIT")
        return done

    def _display(self, referred: Value, value: Value) -> Value:
        """Return the text of a reference, or the texts of several as their ids stand (BUILTIN.DF; that of several is assumed)."""
        if value is None:
            return None
        texts = [self._text(str(referred), int(one)) for one in str(value).split(", ")]
        return ", ".join(text for text in texts if text is not None) or None

    def _text(self, referred: str, value: int) -> str | None:
        for name in self._records.types.members(referred):
            copied = self._types.get(name)
            text = copied.texts.get(value) if copied else None
            if text is not None:
                return text
        return None

    # Reading

    def _take_note(self, connection: sqlite3.Connection) -> None:
        if not changes.watch(connection) and self._watching:
            raise Outdated  # the account's connection is a new one: nobody took note of what was changed
        self._watching = True
        for name, ids in changes.taken(connection).items():
            copied = self._types.get(name)
            if copied is not None:
                # What lies beyond has not been copied yet, and will be as it is then.
                copied.changed |= ids if copied.whole else {one for one in ids if one <= copied.last}

    def _next(self, connection: sqlite3.Connection, needed: set[str]) -> tuple[list[Portion], bool]:
        """Return what to write now, and whether nothing is left after that."""
        for name in needed:
            copied = self._types[name]
            if not copied.whole:
                rows = connection.execute(
                    "SELECT * FROM record WHERE type = ? AND id > ? ORDER BY id LIMIT ?",
                    (name, copied.last, MOST_AT_ONCE),
                ).fetchall()
                copied.last = rows[-1]["id"] if rows else copied.last
                copied.whole = len(rows) < MOST_AT_ONCE
                return [Portion(name, rows)], False
        portions: list[Portion] = []
        room = MOST_AT_ONCE
        for name, copied in self._types.items():
            ids = sorted(copied.changed)[:room]
            if ids:
                copied.changed.difference_update(ids)
                portions.append(Portion(name, changes.rows_of(connection, name, ids), ids))
                room -= len(ids)
        return portions, not any(copied.changed for copied in self._types.values())

    def _stage(self, status: str) -> str | None:
        return self._stages.get(status)

    def _read_stages(self) -> None:
        """Read which stage each case status means."""
        statuses = self._records.looking.entries("supportCaseStatus")
        self._stages = {one.id: str(one.values.get("stage", "")).lstrip("_").upper() for one in statuses}

    # Writing

    def _create(self, record_type: str) -> None:
        definition = self._records.types.get(record_type)
        maker = RowMaker(definition, self._settings.zone, self._stage)
        for name in maker.tables:
            table = self._tables[name]
            columns = ", ".join(f"{quoted(one.name)} {one.type.value}" for one in table.columns.values())
            # Records of different types may have the same id.
            key = ', PRIMARY KEY (id, "_kind")' if table.mixed else ", PRIMARY KEY (id)"
            ending = " WITHOUT ROWID" if table.mixed and table.key == "id" else ""
            keyed = f"{columns}{key if table.key == 'id' else ''}"
            self._connection.execute(f"CREATE TABLE IF NOT EXISTS {quoted(name)} ({keyed}){ending}")
            for index in table.indexes:
                listed = ", ".join(quoted(column) for column in index)
                index_name = quoted(f"{name}_{'_'.join(index)}")
                self._connection.execute(
                    f"CREATE INDEX IF NOT EXISTS {index_name} ON {quoted(name)} ({listed})"
                )
        self._types[record_type] = Copied(maker)

    def _write(self, portion: Portion) -> None:
        """Put a portion's rows into the tables, and the texts of references to its records beside them."""
        name, copied = portion.name, self._types[portion.name]
        definition = self._records.types.get(name)
        records = [record_of(definition, row) for row in portion.rows]
        shown = self._records.displays_of(records)
        rows: Rows = {}
        for record_id in portion.replaced:
            copied.texts.pop(record_id, None)
        for record in records:
            text = copied.texts[int(record.id)] = shown.get(record.id, "")
            for table, made in copied.maker.rows(record, text).items():
                rows.setdefault(table, []).extend(made)
        for table_name in copied.maker.tables:
            target = self._tables[table_name]
            self._remove(target, name, portion.replaced)
            names = list(target.columns)
            marks = ", ".join("?" * len(names))
            self._connection.executemany(
                f"INSERT INTO {quoted(table_name)} VALUES ({marks})",  # noqa: S608 - names of ours
                (list(map(row.get, names)) for row in rows.get(table_name, ())),
            )

    def _remove(self, target: Table, record_type: str, ids: list[int]) -> None:
        of_type = ' AND "_kind" = ?' if "_kind" in target.columns else ""
        self._connection.executemany(
            f"DELETE FROM {quoted(target.name)} WHERE {quoted(target.key)} = ?{of_type}",  # noqa: S608 - names of ours
            [(record_id, record_type) if of_type else (record_id,) for record_id in ids],
        )
