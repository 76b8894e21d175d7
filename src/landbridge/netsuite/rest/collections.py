"""Collections: what a filter finds, page by page, and whole without trusting the order of pages."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any

from landbridge.netsuite.errors import MalformedReply
from landbridge.netsuite.ranges import IdRange
from landbridge.netsuite.records import Ref
from landbridge.netsuite.rest import requests
from landbridge.netsuite.rest.exchange import RestExchange

_READS_OF_A_RANGE = 5


@dataclass(frozen=True, slots=True)
class CollectionPage:
    """One page of a collection, in NetSuite's own order, which means nothing and may change between two pages."""

    refs: list[Ref]
    total_results: int
    offset: int
    has_more: bool

    @property
    def is_whole(self) -> bool:
        """Whether the page is the whole collection, each record once."""
        return len({ref.internal_id for ref in self.refs}) == len(self.refs) == self.total_results


class Collections:
    """Reads collections of one account."""

    def __init__(self, exchange: RestExchange) -> None:
        self._exchange = exchange

    async def page(self, type_name: str, q: str, *, limit: int, offset: int) -> CollectionPage:
        """One page. ``ValueError`` for a limit or offset that NetSuite does not take."""
        reply = await self._exchange.perform(requests.page(type_name, q, limit, offset))
        try:
            return _page(type_name, reply.document)
        except (KeyError, TypeError, ValueError) as error:
            raise MalformedReply("NetSuite's collection cannot be read.", context=reply.context) from error

    async def whole(self, type_name: str, q: str, *, limit: int) -> AsyncGenerator[list[Ref], None]:
        """Yield everything that ``q`` finds, each record once.

        What does not fit in one page is asked for by closed ranges of internal ids, each complete when its distinct ids are as many as
        NetSuite counted: rows move between the pages of a collection while it is read.
        """
        first = await self.page(type_name, q, limit=limit, offset=0)
        if first.is_whole:
            if first.refs:
                yield first.refs
            return
        todo = IdRange().split(_ids(first), first.total_results, limit)[::-1]
        while todo:
            ids = todo.pop()
            found = await self._range(type_name, q, ids, limit)
            if isinstance(found, CollectionPage):
                if found.refs:
                    yield found.refs
            else:
                todo.extend(found[::-1])

    async def _range(
        self, type_name: str, q: str, ids: IdRange, limit: int
    ) -> CollectionPage | list[IdRange]:
        inside = f"id BETWEEN [{ids.low}, {ids.high}]"
        condition = f"({q}) AND {inside}" if q else inside
        for _attempt in range(_READS_OF_A_RANGE):
            page = await self.page(type_name, condition, limit=limit, offset=0)
            if page.is_whole:
                return page
            if page.total_results > limit and ids.low < ids.high:
                return ids.split(_ids(page), page.total_results, limit)
        raise MalformedReply(
            f"NetSuite answered {_READS_OF_A_RANGE} times fewer distinct {type_name} records from {ids.low} to {ids.high} "
            "than it counted.",
            context=self._exchange.context("rest.list"),
        )


def _page(type_name: str, document: Any) -> CollectionPage:
    refs = [Ref(str(item["id"]), "", None, type_name) for item in document["items"]]
    return CollectionPage(
        refs, int(document["totalResults"]), int(document["offset"]), document["hasMore"] is True
    )


def _ids(page: CollectionPage) -> list[int]:
    return [int(ref.internal_id) for ref in page.refs]
