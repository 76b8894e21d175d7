"""Reading any number of rows by ranges of a key: neither an offset nor the bound of 100,000 rows comes into it.

Where NetSuite ends a page, the next one begins with that page's last key once more, which is left out then: so two rows that share a key
are seen together and told, wherever pages end.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from landbridge.netsuite.errors import MalformedReply
from landbridge.netsuite.merging import merged
from landbridge.netsuite.rest.exchange import RestExchange
from landbridge.netsuite.suiteql.pages import LARGEST_PAGE, OPERATION, Page, read_page
from landbridge.netsuite.suiteql.parameters import Parameter

KeyValue = int | str


@dataclass(frozen=True, slots=True)
class KeyWalk:
    """The rows of ``source`` (a table or a query in parentheses) that meet ``where``, by a unique column ``key`` that is never null.

    ``params`` are the values of the question marks of ``source`` and ``where``, in this order.
    """

    exchange: RestExchange
    columns: str
    source: str
    where: tuple[str, ...] = ()
    params: tuple[Parameter, ...] = ()
    key: str = "id"
    key_type: type[int] | type[str] = int
    page_size: int = LARGEST_PAGE

    @property
    def name(self) -> str:
        """What the key is called in an answer."""
        return self.key.rpartition(".")[2]

    async def everything(self, parallel: int, first: Page | None = None) -> AsyncGenerator[Page, None]:
        """Yield every page, in no order: the first one (``first`` where it was read already), then closed ranges side by side.

        What fits in one page costs one request.
        """
        first = first or await self.page()
        yield first
        if not first.has_more:
            return
        start = self._after(first, None)
        ends = [start, *await self.ends(start)]
        reads = (
            partial(self.pages, low, high, again=low == start)
            for low, high in zip(ends[:-1] or ends, [*ends[1:-1], None], strict=True)
        )
        async with aclosing(merged(lambda: next(reads, None), parallel)) as pages:
            async for page in pages:
                yield page

    async def count(self) -> int:
        """Count the rows, of which a page tells no more than ``MOST_ROWS``. One request."""
        where, params = self._within(None, None)
        page = await read_page(self.exchange, statement("COUNT(*) AS rows_there", self.source, where), params)
        try:
            return int(page.items[0]["rows_there"])
        except (IndexError, KeyError, TypeError, ValueError) as error:
            raise self._malformed("does not count rows") from error

    async def pages(
        self, low: KeyValue | None, high: KeyValue | None, *, again: bool = False
    ) -> AsyncGenerator[Page, None]:
        """Yield the pages of the keys above ``low`` and up to ``high`` (``None``: no bound), in order; ``again`` as for :meth:`page`."""
        more = True
        while more:
            page = await self.page(low, high, again=again)
            yield page
            more = page.has_more
            if more:
                low, again = self._after(page, low), True

    async def page(
        self, low: KeyValue | None = None, high: KeyValue | None = None, *, again: bool = False
    ) -> Page:
        """Read the first page of the keys above ``low`` and up to ``high``; ``again``: ``low`` was the last key of a page.

        ``ValueError`` for a key that two rows share.
        """
        where, params = self._within(low, high, again=again)
        sql = statement(self.columns, self.source, where, order=self.key)
        page = await read_page(self.exchange, sql, params, limit=self.page_size)
        if len({self._key(item, self.name) for item in page.items}) < len(page.items):
            raise ValueError(f"{self.key} is no key: two rows share it")
        if again and page.items and self._key(page.items[0], self.name) == low:
            return replace(page, items=page.items[1:])
        return page

    async def ends(self, low: KeyValue | None = None) -> list[KeyValue]:
        """Return the last key of each page of rows from ``low`` on. One request for a thousand pages."""
        where, params = self._within(low, None, again=True)
        numbered = f"CEIL(ROW_NUMBER() OVER (ORDER BY {self.key}) / {self.page_size})"
        inner = statement(f"{self.key} AS k, {numbered} AS page", self.source, where)
        sql = statement("page, MAX(k) AS last", f"({inner})", group="page", order="page")
        ends: list[KeyValue] = []
        more = True
        while more:
            page = await read_page(self.exchange, sql, params, offset=len(ends))
            ends += [self._key(item, "last") for item in page.items]
            more = page.has_more
        return ends

    def _after(self, page: Page, low: KeyValue | None) -> KeyValue:
        """The key to go on from; an answer that does not lead on would be asked for without end."""
        last = self._key(page.items[-1], self.name) if page.items else low
        if last is None or last == low:
            raise self._malformed("says that there is more and does not lead there")
        return last

    def _key(self, item: Mapping[str, Any], name: str) -> KeyValue:
        raw = item.get(name)
        if raw is None:
            raise ValueError(f"{self.key} is no key: it is null in a row")
        if not isinstance(raw, str | int):
            raise self._malformed("has no texts for columns")
        try:
            return self.key_type(raw)
        except ValueError:
            raise ValueError(
                f"{self.key} is no key that compares as {self.key_type.__name__}: {str(raw)[:20]!r}"
            ) from None

    def _malformed(self, why: str) -> MalformedReply:
        return MalformedReply(
            f"NetSuite's answer to a query {why}.", context=self.exchange.context(OPERATION)
        )

    def _within(
        self, low: KeyValue | None, high: KeyValue | None, *, again: bool = False
    ) -> tuple[list[str], list[Parameter]]:
        conditions = list(self.where)
        params: list[Parameter] = list(self.params)
        for operator, bound in ((">=" if again else ">", low), ("<=", high)):
            if bound is not None:
                conditions.append(f"{self.key} {operator} ?")
                params.append(bound)
        return conditions, params


def statement(
    columns: str, source: str, where: Sequence[str] = (), *, group: str = "", order: str = ""
) -> str:
    """Return a query. Names in it are ours or checked, values are question marks."""
    clauses = (
        ("SELECT", columns),
        ("FROM", source),
        ("WHERE", " AND ".join(where)),
        ("GROUP BY", group),
        ("ORDER BY", order),
    )
    return " ".join(f"{keyword} {text}" for keyword, text in clauses if text)
