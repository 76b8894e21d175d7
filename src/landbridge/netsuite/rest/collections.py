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
from landbridge.netsuite.walking import Answer, RangeWalk, each_once


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
        return each_once([ref.internal_id for ref in self.refs], self.total_results)


class Collections:
    """Reads collections of one account."""

    def __init__(self, exchange: RestExchange, parallel: int) -> None:
        self._exchange = exchange
        self._parallel = parallel

    async def page(self, type_name: str, q: str, *, limit: int, offset: int) -> CollectionPage:
        """One page. ``ValueError`` for a limit or offset that NetSuite does not take."""
        reply = await self._exchange.perform(requests.page(type_name, q, limit, offset))
        try:
            return _page(type_name, reply.document)
        except (KeyError, TypeError, ValueError) as error:
            raise MalformedReply("NetSuite's collection cannot be read.", context=reply.context) from error

    def whole(self, type_name: str, q: str, *, limit: int) -> AsyncGenerator[list[Ref], None]:
        """Yield everything that ``q`` finds, each record once, in no order; in one request where it fits in one page."""

        async def ask(ids: IdRange | None) -> Answer[Ref]:
            page = await self.page(type_name, q if ids is None else _inside(q, ids), limit=limit, offset=0)
            found = [ref.internal_id for ref in page.refs]
            return Answer(page.refs, found, page.total_results, page.is_whole)

        what = f"{type_name} records"
        walk = RangeWalk(ask, limit, self._parallel, what, lambda: self._exchange.context("rest.list"))
        return walk.everything()


def _inside(q: str, ids: IdRange) -> str:
    inside = f"id BETWEEN [{ids.low}, {ids.high}]"
    return f"({q}) AND {inside}" if q else inside


def _page(type_name: str, document: Any) -> CollectionPage:
    refs = [Ref(str(item["id"]), "", None, type_name) for item in document["items"]]
    return CollectionPage(
        refs, int(document["totalResults"]), int(document["offset"]), document["hasMore"] is True
    )
