"""Queries of one's own: ``client.suiteql``."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import Any, TypeVar, overload

import msgspec

from landbridge.netsuite.errors import QueryRefused
from landbridge.netsuite.rest.exchange import RestExchange
from landbridge.netsuite.suiteql.keys import KeyWalk
from landbridge.netsuite.suiteql.pages import LARGEST_PAGE, MOST_ROWS, OPERATION, read_page
from landbridge.netsuite.suiteql.parameters import Parameter
from landbridge.netsuite.suiteql.rows import Row, RowReader, Types, dict_reader, struct_reader

R = TypeVar("R", bound=msgspec.Struct)

TOO_MANY_ROWS = "TOO_MANY_ROWS"
"""Our own code: NetSuite would answer the first 100,000 rows and say nothing."""

_COLUMN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class SuiteQL:
    """Runs queries. Needs the role's permissions REST Web Services and SuiteAnalytics Workbook; answers what the role may see."""

    def __init__(self, exchange: RestExchange, *, parallel: int) -> None:
        self._exchange = exchange
        self._parallel = parallel

    @overload
    def query(
        self, sql: str, params: Sequence[Parameter] = ..., *, types: Types | None = ..., page_size: int = ...
    ) -> AsyncGenerator[list[Row], None]: ...
    @overload
    def query(
        self, sql: str, params: Sequence[Parameter] = ..., *, types: type[R], page_size: int = ...
    ) -> AsyncGenerator[list[R], None]: ...
    async def query(
        self,
        sql: str,
        params: Sequence[Parameter] = (),
        *,
        types: Types | type[msgspec.Struct] | None = None,
        page_size: int = LARGEST_PAGE,
    ) -> AsyncGenerator[list[Any], None]:
        """Yield the rows of ``sql`` page by page, one request each, in the query's own order.

        ``params`` are the values of its question marks. ``types`` says what columns hold, or which ``msgspec.Struct`` a row is; without it
        every value is a text and a null is left out. Every page runs the query again: without an ORDER BY that no two rows share, rows
        may be twice or missing when the account is written to meanwhile; ``query_by_key`` has no such trouble.

        ``ValueError`` for values that cannot be bound, and a text that is not of its column's type; ``QueryRefused`` with NetSuite's
        reason, and with code ``TOO_MANY_ROWS`` for a query of 100,000 rows or more, of which NetSuite would answer but the first.
        """
        if not 1 <= page_size <= LARGEST_PAGE:
            raise ValueError(f"page size {page_size} is outside 1 to {LARGEST_PAGE}")
        rows_of = _reader(types)
        offset, more = 0, True
        while more:
            page = await read_page(self._exchange, sql, params, limit=page_size, offset=offset)
            if page.total >= MOST_ROWS:
                raise QueryRefused(
                    f"The query has {MOST_ROWS:,} rows or more, of which NetSuite answers the first only: narrow it, or use query_by_key.",
                    code=TOO_MANY_ROWS,
                    context=self._exchange.context(OPERATION),
                )
            if page.items:
                yield rows_of(page.items)
            offset, more = offset + page_size, page.has_more

    @overload
    def query_by_key(
        self,
        select: str,
        params: Sequence[Parameter] = ...,
        *,
        key: str = ...,
        key_type: type[int] | type[str] = ...,
        types: Types | None = ...,
    ) -> AsyncGenerator[list[Row], None]: ...
    @overload
    def query_by_key(
        self,
        select: str,
        params: Sequence[Parameter] = ...,
        *,
        key: str = ...,
        key_type: type[int] | type[str] = ...,
        types: type[R],
    ) -> AsyncGenerator[list[R], None]: ...
    async def query_by_key(
        self,
        select: str,
        params: Sequence[Parameter] = (),
        *,
        key: str = "id",
        key_type: type[int] | type[str] = int,
        types: Types | type[msgspec.Struct] | None = None,
    ) -> AsyncGenerator[list[Any], None]:
        """Yield the rows of ``select`` in batches of up to 1,000, however many there are, each once, in no order.

        ``key`` names a column of the result that no two rows share and that is never null; ``key_type`` is what it compares as. The query
        is wrapped as ``key > ? ORDER BY key``, so that neither an offset nor the bound of 100,000 rows matters; it needs no ORDER BY of
        its own. What fits in one page costs one request; more is cut into closed ranges of the key, read side by side.

        Errors as :meth:`query`, and ``ValueError`` for a key that is null or not unique.
        """
        if not _COLUMN.fullmatch(key):
            raise ValueError(f"a key is the name of a column, not {key[:60]!r}")
        rows_of = _reader(types)
        walk = KeyWalk(
            self._exchange, "*", f"({select})", params=tuple(params), key=key.lower(), key_type=key_type
        )
        async with aclosing(walk.everything(self._parallel)) as pages:
            async for page in pages:
                if page.items:
                    yield rows_of(page.items)


def _reader(types: Types | type[msgspec.Struct] | None) -> RowReader:
    return struct_reader(types) if isinstance(types, type) else dict_reader(types)
