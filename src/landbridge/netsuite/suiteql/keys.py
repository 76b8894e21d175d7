"""Reading any number of rows by ranges of a key: neither an offset nor the bound of 100,000 rows comes into it."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial
from typing import Any

from landbridge.netsuite.errors import MalformedReply
from landbridge.netsuite.rest.exchange import RestExchange
from landbridge.netsuite.suiteql.merging import merged
from landbridge.netsuite.suiteql.pages import LARGEST_PAGE, OPERATION, Page, read_page
from landbridge.netsuite.suiteql.parameters import Parameter

Key = int | str


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
        start = self.last(first)
        ends = [start, *await self.ends(start)]
        reads = [
            partial(self.pages, low, high)
            for low, high in zip(ends[:-1] or ends, [*ends[1:-1], None], strict=True)
        ]
        async with aclosing(merged(reads, parallel)) as pages:
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

    async def pages(self, low: Key | None, high: Key | None) -> AsyncGenerator[Page, None]:
        """Yield the pages of the keys above ``low`` and up to ``high`` (``None``: no bound), in order."""
        more = True
        while more:
            page = await self.page(low, high)
            yield page
            more = page.has_more
            if more:
                low = self._after(page, low)

    async def page(self, low: Key | None = None, high: Key | None = None) -> Page:
        """Read the first page of the keys above ``low`` and up to ``high``."""
        where, params = self._within(low, high)
        sql = statement(self.columns, self.source, where, order=self.key)
        page = await read_page(self.exchange, sql, params, limit=self.page_size)
        if len({self._key(item, self.name) for item in page.items}) < len(page.items):
            raise ValueError(f"{self.key} is no key: two rows share it")
        return page

    async def ends(self, low: Key | None = None) -> list[Key]:
        """Return the last key of each page of rows above ``low``. One request for a thousand pages."""
        where, params = self._within(low, None)
        numbered = f"CEIL(ROW_NUMBER() OVER (ORDER BY {self.key}) / {self.page_size})"
        inner = statement(f"{self.key} AS k, {numbered} AS page", self.source, where)
        sql = statement("page, MAX(k) AS last", f"({inner})", group="page", order="page")
        ends: list[Key] = []
        more = True
        while more:
            page = await read_page(self.exchange, sql, params, offset=len(ends))
            ends += [self._key(item, "last") for item in page.items]
            more = page.has_more
        return ends

    def last(self, page: Page) -> Key:
        """Return the last key of a page that is not empty; ``ValueError`` where it is null."""
        return self._key(page.items[-1], self.name)

    def _after(self, page: Page, low: Key | None) -> Key:
        """The key to go on from; an answer that does not lead on would be asked for without end."""
        if not page.items or self.last(page) == low:
            raise self._malformed("says that there is more and does not lead there")
        return self.last(page)

    def _key(self, item: Mapping[str, Any], name: str) -> Key:
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

    def _within(self, low: Key | None, high: Key | None) -> tuple[list[str], list[Parameter]]:
        conditions = list(self.where)
        params: list[Parameter] = list(self.params)
        for operator, bound in ((">", low), ("<=", high)):
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
