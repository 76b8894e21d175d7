"""Searches: basic, with joins, with columns, saved ones; page by page, or all rows."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence

from landbridge.netsuite.errors import MalformedReply
from landbridge.netsuite.ranges import IdRange
from landbridge.netsuite.records import Column, Criterion, SearchPage, SearchRow
from landbridge.netsuite.soap import searchrequests
from landbridge.netsuite.soap.envelope import SearchPreferences, SoapRequest
from landbridge.netsuite.soap.operations import Operations, named
from landbridge.netsuite.soap.searchrequests import Asked

# ``type`` is NetSuite's own word for what it holds.
# ruff: noqa: A002

_ID = "internalId"


class Searching(Operations):
    """The operations that search."""

    async def search(
        self,
        type: str,
        criteria: Sequence[Criterion] = (),
        *,
        columns: Sequence[str | Column] = (),
        saved_search: str = "",
        custom_joins: Mapping[str, str] | None = None,
        page_size: int = 1000,
        body_fields_only: bool = True,
        return_search_columns: bool = True,
    ) -> SearchPage:
        """Search a record type, a family (``transaction``, ``item``) or a custom record type; the first page in NetSuite's own order.

        With ``columns`` it answers rows: fields, custom fields, and either of a joined record (``salesRepJoin.email``). ``saved_search`` is
        the internal or script id of a saved search of the type, whose own criteria hold beside those given and whose columns are
        answered where none are given; ``return_search_columns=False`` answers its records instead. ``custom_joins``: script id of a
        custom field -> type of the records that it refers to, for criteria and columns such as ``custbody_site.name``.
        """
        asked = Asked(criteria, columns, saved_search, custom_joins or {})
        preferences = SearchPreferences(page_size, body_fields_only, return_search_columns)
        request = searchrequests.search(type, asked, self._exchange.version, preferences)
        return await self._page(request, type)

    async def search_more_with_id(
        self,
        search_id: str,
        page_index: int,
        *,
        page_size: int = 1000,
        body_fields_only: bool = True,
        return_search_columns: bool = True,
    ) -> SearchPage:
        """Run the search behind ``search_id`` again and answer its page ``page_index`` (from 1).

        Rows may have moved between pages since. An id lapses after 15 minutes unused: ``SearchLapsed``.
        """
        preferences = SearchPreferences(page_size, body_fields_only, return_search_columns)
        return await self._page(searchrequests.search_more_with_id(search_id, page_index, preferences), "")

    async def search_rows(
        self,
        type: str,
        criteria: Sequence[Criterion] = (),
        *,
        columns: Sequence[str | Column],
        custom_joins: Mapping[str, str] | None = None,
        page_size: int = 1000,
    ) -> AsyncGenerator[list[SearchRow], None]:
        """Yield all rows in batches, each row once whatever moves meanwhile: closed ranges of internal ids, each read in one page.

        Rows hold the column ``internalId`` besides those asked for. A record that alone has more rows than a page (a transaction with
        very many lines) is read page by page; ``MalformedReply`` where NetSuite counts more rows than it answers.
        """
        wanted = [one if isinstance(one, Column) else Column(one) for one in columns]
        if not any(column.name == _ID for column in wanted):
            wanted.append(Column(_ID))
        todo = [IdRange()]
        while todo:
            ids = todo.pop()
            own = [*criteria, ids.criterion()] if ids != IdRange() else criteria
            page = await self.search(
                type, own, columns=wanted, custom_joins=custom_joins, page_size=page_size
            )
            if len(page.rows) >= page.total_records:
                if page.rows:
                    yield page.rows
            elif page.total_records <= page_size:
                raise self._incomplete(len(page.rows), page.total_records)
            elif ids.low < ids.high:
                todo += reversed(_split(ids, page, page_size))
            else:
                yield [row async for rows in self._further(page) for row in rows]

    async def _further(self, first: SearchPage) -> AsyncGenerator[list[SearchRow], None]:
        """Yield the rows of a search that has several pages, as one snapshot or not at all."""
        page, count = first, len(first.rows)
        yield first.rows
        for index in range(2, first.total_pages + 1):
            page = await self.search_more_with_id(first.search_id, index, page_size=first.page_size)
            count += len(page.rows)
            yield page.rows
        if count != first.total_records or page.total_records != first.total_records:
            raise self._incomplete(count, page.total_records)

    def _incomplete(self, count: int, total: int) -> MalformedReply:
        message = f"NetSuite answered {count} of {total} rows."
        return MalformedReply(message, context=self.context("search"))

    async def _page(self, request: SoapRequest, type_name: str) -> SearchPage:
        reply = await self._perform(request)
        if reply.status is None or "totalRecords" not in reply.numbers:
            raise self._malformed(request, reply, "NetSuite's answer holds no search result.")
        numbers = reply.numbers
        return SearchPage(
            [named(record, type_name) for record in reply.records],
            numbers["totalRecords"],
            numbers.get("pageSize", 0),
            numbers.get("totalPages", 0),
            numbers.get("pageIndex", 1),
            reply.search_id,
            reply.rows,
        )


def _split(ids: IdRange, page: SearchPage, page_size: int) -> list[IdRange]:
    """Split a range by the ids on its first page; a record whose rows alone fill that page gets a range of its own."""
    sample = {int(row.internal_id) for row in page.rows if row.internal_id}
    if len(sample) != 1:
        return ids.split(sorted(sample), page.total_records, page_size)
    only = sample.pop()
    around = (IdRange(ids.low, only - 1), IdRange(only, only), IdRange(only + 1, ids.high))
    return [one for one in around if one.low <= one.high]
