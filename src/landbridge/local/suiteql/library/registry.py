"""Putting the functions into a SQLite connection."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from functools import wraps
from typing import Any

from landbridge.local.suiteql.dates import Value
from landbridge.local.suiteql.errors import QueryRefused, unsupported
from landbridge.local.suiteql.library import numbers
from landbridge.local.suiteql.library.aggregates import Deviation, Median, Variance, listing
from landbridge.local.suiteql.library.calendar import DateFunctions
from landbridge.local.suiteql.library.context import Context
from landbridge.local.suiteql.library.text import TextFunctions


class Library:
    """The functions of one account. ``refusal`` is what the last one that failed had to say."""

    def __init__(self, context: Context, display: Callable[[Value, Value], Value]) -> None:
        self._context = context
        self._functions: dict[str, Callable[..., Value]] = {
            **numbers.table(),
            **TextFunctions(context).table(),
            **DateFunctions(context).table(),
            "DF": display,
        }
        self.refusal: QueryRefused | None = None

    def register(self, connection: sqlite3.Connection) -> None:
        """Register every function as ``sq_name``; within one query each gives the same for the same, SYSDATE too."""
        for name, body in self._functions.items():
            connection.create_function(f"sq_{name.lower()}", -1, self._kept(body), deterministic=True)
        for name, kind in (("median", Median), ("stddev", Deviation), ("variance", Variance)):
            connection.create_aggregate(f"sq_{name}", 1, self._kept_class(kind))
        connection.create_aggregate("sq_listagg", 4, self._kept_class(listing(self._context)))

    def _kept(self, body: Callable[..., Any]) -> Callable[..., Any]:
        """Keep what a function refuses: SQLite only says that it failed."""

        @wraps(body)
        def called(*values: Any) -> Any:
            try:
                return body(*values)
            except QueryRefused as refusal:
                self.refusal = refusal
                raise
            except (ValueError, TypeError, OverflowError, ArithmeticError, MemoryError):
                self.refusal = unsupported("A function cannot work with a value that it was given.")
                raise

        return called

    def _kept_class(self, kind: type[Any]) -> type[Any]:
        class Kept(kind):  # type: ignore[misc] # the aggregates have no class in common
            step = self._kept(kind.step)
            finalize = self._kept(kind.finalize)

        return Kept
