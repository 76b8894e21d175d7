"""One connection that reads the tables, for one query at a time."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from landbridge.local.logs import Logger
from landbridge.local.settings import AccountSettings
from landbridge.local.suiteql.dates import Value
from landbridge.local.suiteql.errors import unsupported
from landbridge.local.suiteql.library.context import Context
from landbridge.local.suiteql.library.registry import Library

STEPS_BETWEEN_LOOKS = 10_000
ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION}
LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 10_000_000,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 1000,
}

logger = Logger(__name__)


class Reader:
    """Runs compiled queries over the tables in a file, with functions of its own. Not thread-safe."""

    def __init__(
        self, path: Path, settings: AccountSettings, display: Callable[[Value, Value], Value]
    ) -> None:
        self._context = Context(settings)
        self._library = Library(self._context, display)
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._connection.execute("PRAGMA case_sensitive_like = ON")
        self._connection.execute("PRAGMA query_only = ON")
        for limit, value in LIMITS.items():
            self._connection.setlimit(limit, value)
        self._library.register(self._connection)
        self._connection.set_authorizer(_authorize)

    def rows(
        self, sql: str, parameters: dict[str, Value], now: datetime, deadline: float
    ) -> list[tuple[Value, ...]]:
        """Return the rows of a query. ``now`` is SYSDATE, naive, in the account's zone; ``deadline`` a monotonic second.

        What SQLite says of a failure is for the log only. Raises ``QueryRefused``; ``TimeoutError`` at the deadline.
        """
        self._context.now = now
        self._library.refusal = None
        self._connection.set_progress_handler(lambda: time.monotonic() > deadline, STEPS_BETWEEN_LOOKS)
        try:
            return self._connection.execute(sql, parameters).fetchall()
        except (sqlite3.Error, OverflowError) as error:
            if self._library.refusal is not None:
                raise self._library.refusal from None
            if "interrupted" in str(error):
                raise TimeoutError from None
            logger.warning("suiteql.not_run", reason=str(error))
            raise unsupported("The query cannot be run here.") from None

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


def _authorize(action: int, *_: object) -> int:
    """Let statements read and call functions, nothing else."""
    return sqlite3.SQLITE_OK if action in ALLOWED else sqlite3.SQLITE_DENY
