"""The account's tables, and the copy of its records that queries run over, side by side."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from datetime import datetime

from landbridge.local.records.book import Records
from landbridge.local.records.types import TypeDefinition
from landbridge.local.settings import AccountSettings
from landbridge.local.storage import Database
from landbridge.local.suiteql.copying import Copy, Outdated
from landbridge.local.suiteql.dates import Value
from landbridge.local.suiteql.errors import unsupported
from landbridge.local.suiteql.model import Table
from landbridge.local.suiteql.tables import catalogue

LONGEST_QUERY_S = 15.0
"""Seconds that a query may take, with what it has to copy first (assumed; NetSuite's are minutes)."""

OTHERS_TURN_S = 0.0005
"""Pause between two portions, in which whoever waits for the lock gets it."""


class Warehouse:
    """Keeps the tables up to date and runs compiled queries. Thread-safe."""

    def __init__(self, database: Database, records: Records, settings: AccountSettings) -> None:
        self._database = database
        self._records = records
        self._settings = settings
        self._lock = threading.RLock()
        self._copy: Copy | None = None
        self._known: TypeDefinition | None = None
        self._tables: dict[str, Table] = {}
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
            if self._copy is not None:
                self._copy.close()
            self._copy = None
            self._known = None
            self.generation += 1

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
        deadline = time.monotonic() + LONGEST_QUERY_S
        wanted = set(needed)
        while True:
            try:
                with self._up_to_date(wanted, deadline).reader() as reader:
                    return reader.rows(sql, parameters, now, deadline)
            except Outdated:  # the account's content was replaced meanwhile
                continue
            except TimeoutError:
                raise unsupported(f"The query takes longer than {LONGEST_QUERY_S:.0f} seconds.") from None

    def _up_to_date(self, needed: set[str], deadline: float) -> Copy:
        """Copy what is missing, portion by portion: others copy and begin to read in between. Raises ``QueryRefused``."""
        while True:
            with self._lock:
                copy, done = self._step(needed)
                copied = copy.count(needed)
            if done:
                return copy
            if time.monotonic() > deadline:
                raise unsupported(
                    f"The records are still being copied for queries, {copied:,} are ready: ask again, which goes on from there."
                )
            time.sleep(OTHERS_TURN_S)

    def _step(self, needed: set[str]) -> tuple[Copy, bool]:
        tables = self.tables()
        copy = self._copy
        if copy is None:
            copy = self._copy = Copy(self._database, self._records, self._settings, tables)
        try:
            return copy, copy.step(needed)
        except BaseException:
            self.forget()  # a change that was taken note of and not copied would be lost
            raise
