"""The verbs of :class:`~landbridge.netsuite.suiteql.queries.SuiteQL`, waiting for each. Made by ``tools/sync_twin.py``: change the original."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, overload

import msgspec

from landbridge.netsuite.background import BackgroundLoop
from landbridge.netsuite.suiteql.pages import LARGEST_PAGE
from landbridge.netsuite.suiteql.parameters import Parameter
from landbridge.netsuite.suiteql.queries import R, SuiteQL
from landbridge.netsuite.suiteql.rows import Row, Types


class SyncSuiteQL:
    """As :class:`~landbridge.netsuite.suiteql.queries.SuiteQL`, for callers without an event loop."""

    def __init__(self, service: SuiteQL, loop: BackgroundLoop) -> None:
        self._service = service
        self._run = loop.run
        self._iterate = loop.iterate

    @overload
    def query(
        self, sql: str, params: Sequence[Parameter] = ..., *, types: Types | None = ..., page_size: int = ...
    ) -> Iterator[list[Row]]: ...

    @overload
    def query(
        self, sql: str, params: Sequence[Parameter] = ..., *, types: type[R], page_size: int = ...
    ) -> Iterator[list[R]]: ...

    def query(
        self,
        sql: str,
        params: Sequence[Parameter] = (),
        *,
        types: Types | type[msgspec.Struct] | None = None,
        page_size: int = LARGEST_PAGE,
    ) -> Iterator[list[Any]]:
        """Yield the rows of ``sql`` page by page, one request each, in the query's own order."""
        return self._iterate(self._service.query(sql, params, types=types, page_size=page_size))

    @overload
    def query_by_key(
        self,
        select: str,
        params: Sequence[Parameter] = ...,
        *,
        key: str = ...,
        key_type: type[int] | type[str] = ...,
        types: Types | None = ...,
    ) -> Iterator[list[Row]]: ...

    @overload
    def query_by_key(
        self,
        select: str,
        params: Sequence[Parameter] = ...,
        *,
        key: str = ...,
        key_type: type[int] | type[str] = ...,
        types: type[R],
    ) -> Iterator[list[R]]: ...

    def query_by_key(
        self,
        select: str,
        params: Sequence[Parameter] = (),
        *,
        key: str = "id",
        key_type: type[int] | type[str] = int,
        types: Types | type[msgspec.Struct] | None = None,
    ) -> Iterator[list[Any]]:
        """Yield the rows of ``select`` in batches of up to 1,000, however many there are, each once, in no order."""
        return self._iterate(
            self._service.query_by_key(select, params, key=key, key_type=key_type, types=types)
        )
