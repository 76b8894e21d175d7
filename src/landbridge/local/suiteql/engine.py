"""``account.suiteql``: running queries for a session."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from landbridge.local.access.desk import Access
from landbridge.local.access.model import Level, Session
from landbridge.local.clock import Clock
from landbridge.local.records.book import Records
from landbridge.local.settings import AccountSettings
from landbridge.local.storage import Database
from landbridge.local.suiteql.access import PERMISSION, may_view, viewed
from landbridge.local.suiteql.dates import Value
from landbridge.local.suiteql.errors import QueryRefused
from landbridge.local.suiteql.library.context import Context, finite
from landbridge.local.suiteql.model import Compiled
from landbridge.local.suiteql.warehouse import Warehouse

MOST_ROWS = 100_000
"""Rows of one query, over all pages (documented: ``section_157909186990``)."""

LARGEST_PAGE = 1000
"""Rows of a page, and how many a page has unless asked otherwise (documented: *Collection Paging*)."""

KEPT = 256


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of a query, each column a text, nulls left out (documented), and how many rows there are in all."""

    items: list[dict[str, str]]
    total: int


class SuiteQL:
    """Queries over the records of one account. Thread-safe."""

    def __init__(
        self, database: Database, records: Records, access: Access, clock: Clock, settings: AccountSettings
    ) -> None:
        self._records = records
        self._access = access
        self._clock = clock
        self._zone = settings.zone
        self._context = Context(settings)
        self.warehouse = Warehouse(database, records, settings)
        self._compiled: OrderedDict[tuple[object, ...], Compiled] = OrderedDict()
        self._lock = threading.Lock()

    def forget(self) -> None:
        """Forget the rows that were copied: the account's content has been replaced."""
        self.warehouse.forget()

    def run(
        self,
        session: Session,
        sql: str,
        params: Sequence[Any] = (),
        limit: int = LARGEST_PAGE,
        offset: int = 0,
    ) -> Page:
        """Return rows ``offset`` to ``offset + limit`` of a query, as the session's role sees them.

        ``params`` are the values of its question marks: texts, numbers, booleans, ``None``. Raises ``QueryRefused``;
        ``PermissionMissing`` for a role without SuiteAnalytics Workbook.
        """
        compiled, values = self._ready(session, sql, params)
        size = max(0, min(limit, MOST_ROWS - offset))
        rows = self.warehouse.run(_paged(compiled, size, offset), values, compiled.needed, self._now())
        known = rows and len(rows) < size
        total = offset + len(rows) if known else self._count(compiled, values)
        return Page([self._item(compiled.names, row) for row in rows], total)

    def values(
        self, session: Session, sql: str, params: Sequence[Any], most: int
    ) -> tuple[list[str], list[list[Value]]]:
        """Return the columns of a query and its first ``most`` rows, numbers as numbers. Raises as ``run`` does."""
        compiled, values = self._ready(session, sql, params)
        rows = self.warehouse.run(_paged(compiled, most, 0), values, compiled.needed, self._now())
        return list(compiled.names), [[self._value(value) for value in row] for row in rows]

    def _ready(self, session: Session, sql: str, params: Sequence[Any]) -> tuple[Compiled, dict[str, Value]]:
        self._access.require(session, PERMISSION, Level.VIEW)
        compiled = self._prepared(session, sql)
        if len(params) != compiled.parameters:
            raise QueryRefused(
                f"Search error occurred: The query has {compiled.parameters} parameters, {len(params)} were given."
            )
        return compiled, {str(place): _parameter(value) for place, value in enumerate(params, 1)}

    def _now(self) -> datetime:
        return self._clock.now().astimezone(self._zone).replace(tzinfo=None, microsecond=0)

    def _count(self, compiled: Compiled, values: dict[str, Value]) -> int:
        sql = f"SELECT count(*) FROM (SELECT 1 FROM ({compiled.sql}) LIMIT {MOST_ROWS})"  # noqa: S608 - compiled here
        [(total,)] = self.warehouse.run(sql, values, compiled.needed, self._now())
        return int(total or 0)

    def _item(self, names: tuple[str, ...], row: tuple[Value, ...]) -> dict[str, str]:
        text = self._context.text
        shown = ((name, text(value)) for name, value in zip(names, row, strict=True))
        return {name: value for name, value in shown if value is not None}

    def _value(self, value: Value) -> Value:
        if isinstance(value, str):
            return self._context.text(value)
        return finite(value) if isinstance(value, float) else value

    # Compiling

    def _prepared(self, session: Session, sql: str) -> Compiled:
        tables = self.warehouse.tables()
        allowed = self._allowed(session)
        key = (sql, allowed, self.warehouse.generation)
        with self._lock:
            known = self._compiled.get(key)
            if known is not None:
                self._compiled.move_to_end(key)
                return known
        # Imported here: sqlglot takes 0.2 s, which an account that is never queried does not pay.
        from landbridge.local.suiteql.compiling.statement import compiled  # noqa: PLC0415

        made = compiled(sql, lambda name: viewed(tables, name, allowed), self.warehouse.members)
        with self._lock:
            self._compiled[key] = made
            while len(self._compiled) > KEPT:
                self._compiled.popitem(last=False)
        return made

    def _allowed(self, session: Session) -> frozenset[str]:
        """Return the record types that the session's role may view."""
        seen: dict[str, bool] = {}
        allowed: set[str] = set()
        for name in self._records.types.names():
            permission = self._records.permission(name)
            if permission not in seen:
                seen[permission] = may_view(self._access.level(session, permission), permission)
            if seen[permission]:
                allowed.add(name)
        return frozenset(allowed)


def _paged(compiled: Compiled, size: int, offset: int) -> str:
    if compiled.limited:
        return f"SELECT * FROM ({compiled.sql}) LIMIT {size} OFFSET {offset}"  # noqa: S608 - compiled here
    return f"{compiled.sql} LIMIT {size} OFFSET {offset}"


def _parameter(value: Any) -> Value:
    """Return a parameter as a query has it. Raises ``QueryRefused`` for a list, an object, a number beyond all bounds."""
    if isinstance(value, bool):
        return "T" if value else "F"
    if value is None or (isinstance(value, int) and abs(value) < 2**63):
        return value
    if isinstance(value, (int, float)):
        return _finite(value)
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode() or None
    raise QueryRefused("Search error occurred: A parameter is a text, a number, or true or false.")


def _finite(value: float) -> float:
    try:
        return finite(float(value))
    except OverflowError:
        raise QueryRefused("Search error occurred: Numeric overflow.") from None
