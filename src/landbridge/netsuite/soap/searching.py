"""Searches: basic, with joins, with columns, saved ones; page by page, or all rows."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import replace

from landbridge.netsuite.ranges import IdRange
from landbridge.netsuite.records import Column, Criterion, SearchPage, SearchRow
from landbridge.netsuite.soap import searchrequests
from landbridge.netsuite.soap.envelope import SearchPreferences, SoapRequest
from landbridge.netsuite.soap.operations import Operations, named
from landbridge.netsuite.soap.searchrequests import Asked
from landbridge.netsuite.walking import Answer, RangeWalk

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

    def search_rows(
        self,
        type: str,
        criteria: Sequence[Criterion] = (),
        *,
        columns: Sequence[str | Column],
        custom_joins: Mapping[str, str] | None = None,
        page_size: int = 1000,
    ) -> AsyncGenerator[list[SearchRow], None]:
        """Yield all rows in batches, in no order, each row once whatever moves meanwhile: closed ranges of internal ids, each read in one page.

        Rows hold the column ``internalId`` besides those asked for. A record that alone has more rows than a page (a transaction with
        very many lines) is read page by page. ``MalformedReply`` where NetSuite keeps counting other rows than it answers.
        """
        wanted = [one if isinstance(one, Column) else Column(one) for one in columns]
        if not any(column.name == _ID for column in wanted):
            wanted.append(Column(_ID))

        async def ask(ids: IdRange | None) -> Answer[SearchRow]:
            own = criteria if ids is None else [*criteria, ids.criterion()]
            page = await self.search(
                type, own, columns=wanted, custom_joins=custom_joins, page_size=page_size
            )
            if ids is not None and ids.low == ids.high:
                return await self._rows_of_one(page)
            return _answer(page.rows, page.total_records)

        what = f"{type} rows"
        return RangeWalk(ask, page_size, self._parallel, what, lambda: self.context("search")).everything()

    async def _rows_of_one(self, first: SearchPage) -> Answer[SearchRow]:
        """Read the rows of one record to the last page; they are complete where all pages count the same."""
        rows, totals = list(first.rows), {first.total_records}
        for index in range(2, first.total_pages + 1):
            page = await self.search_more_with_id(first.search_id, index, page_size=first.page_size)
            rows += page.rows
            totals.add(page.total_records)
        answer = _answer(rows, first.total_records)
        return answer if len(totals) == 1 else replace(answer, complete=False)

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


def _answer(rows: list[SearchRow], total: int) -> Answer[SearchRow]:
    """A record may have many rows, even equal ones: they are complete when they are as many as NetSuite counted."""
    ids = [row.internal_id for row in rows if row.internal_id]
    return Answer(rows, ids, total, len(rows) == total)
