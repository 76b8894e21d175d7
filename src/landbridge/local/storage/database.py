"""One SQLite connection, one lock, short transactions.

The lock is held for one transaction only: scripts, network calls and password hashing happen outside of it. A file is held
for this one connection alone, so that write-ahead logging is safe with every SQLite: the WAL-reset defect (fixed in 3.51.3)
needs a second connection. See docs/decisions/0010.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from landbridge.local.storage.schema import TABLES, VERSION

FILE_NAME = "account.sqlite3"
IN_USE_AFTER_S = 1.0


class StorageError(Exception):
    """The data folder was written by another version of this program, is in use, or cannot be used."""


class StateChanged(BaseException):
    """All tables were replaced after the request had begun: it has no more to do here.

    No ``Exception``, as ``asyncio.CancelledError`` is none: nothing that turns defects into answers may take it for one.
    """


_begun: ContextVar[tuple[Database, int] | None] = ContextVar("begun", default=None)
"""The tables, and which state of them, that the request of this task, or of a thread it started, began with."""


@contextmanager
def of_now() -> Iterator[None]:
    """Read, within the block, what tables hold now, whatever state the request began with: to ask an account on another's behalf."""
    begun = _begun.set(None)
    try:
        yield
    finally:
        _begun.reset(begun)


class Database:
    """The account's tables. ``folder=None`` keeps them in memory.

    Who calls :meth:`begin` first is bound to the state of then: once :meth:`replace_by` has brought another one, reading and
    writing raise ``StateChanged``.
    """

    def __init__(self, folder: Path | None = None) -> None:
        target = ":memory:"
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            path = folder / FILE_NAME
            path.touch(mode=0o600)
            target = str(path)
        self._lock = threading.RLock()
        self._depth = 0
        self._state = 0
        try:
            self._connection = sqlite3.connect(
                target, timeout=IN_USE_AFTER_S, check_same_thread=False, isolation_level=None
            )
        except sqlite3.OperationalError as error:
            raise StorageError(f"the data folder {folder} cannot be used: {error}") from error
        self._connection.row_factory = sqlite3.Row
        try:
            if folder is not None:
                self._hold_file()
            self._prepare()
        except sqlite3.DatabaseError as error:
            self._connection.close()
            raise StorageError(f"the data folder {folder} cannot be used: {error}") from error
        except StorageError:
            self._connection.close()
            raise

    def _hold_file(self) -> None:
        """Keep other processes out and write ahead; commits survive the end of this process in whatever way."""
        self._connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")

    def _prepare(self) -> None:
        found = self._connection.execute("PRAGMA user_version").fetchone()[0]
        if found not in (0, VERSION):
            raise StorageError(f"the data folder has schema {found}; this program reads {VERSION}")
        self._connection.executescript(TABLES)
        self._connection.execute(f"PRAGMA user_version = {VERSION}")

    def function(self, name: str, arguments: int, body: Callable[..., str | int | None]) -> None:
        """Register a deterministic SQL function."""
        self._connection.create_function(name, arguments, body, deterministic=True)

    def begin(self) -> None:
        """Bind the rest of this task, and threads it starts, to the state of now."""
        _begun.set((self, self._state))

    def is_current(self) -> bool:
        """Say whether the state that this task began with is still there."""
        begun = _begun.get()
        return begun is None or begun[0] is not self or begun[1] == self._state

    def _check_state(self) -> None:
        if not self.is_current():
            raise StateChanged

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Hold the lock for one transaction: committed at the end, rolled back on any exception. May be nested."""
        with self._lock:
            self._check_state()
            if self._depth:
                yield self._connection
                return
            self._connection.execute("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            else:
                self._connection.execute("COMMIT")
            finally:
                self._depth -= 1

    def copy_to(self, target: sqlite3.Connection) -> None:
        """Copy everything that is committed to another database, page by page."""
        with self._lock:
            self._connection.backup(target)

    def replace_by(self, source: sqlite3.Connection) -> None:
        """Take over everything of another database instead of what was here; only this task goes on with it."""
        with self._lock:
            assert not self._depth, "a transaction of this thread is open"
            source.backup(self._connection)
            self._state += 1
            begun = _begun.get()
            if begun is not None and begun[0] is self:
                self.begin()

    def rows(self, sql: str, parameters: tuple[object, ...] = ()) -> list[sqlite3.Row]:
        """Return all rows of one query."""
        with self._lock:
            self._check_state()
            return self._connection.execute(sql, parameters).fetchall()

    def row(self, sql: str, parameters: tuple[object, ...] = ()) -> sqlite3.Row | None:
        """Return the first row of one query, or ``None``."""
        with self._lock:
            self._check_state()
            found: sqlite3.Row | None = self._connection.execute(sql, parameters).fetchone()
            return found

    def close(self) -> None:
        """Close the connection; nothing may use it afterwards."""
        with self._lock:
            self._connection.close()
