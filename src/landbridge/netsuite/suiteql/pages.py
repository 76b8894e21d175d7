"""One page of a query (help section_157909186990, *Executing SuiteQL Queries Through REST Web Services*)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from landbridge.netsuite.errors import MalformedReply, NetSuiteError, PermissionMissing, QueryRefused
from landbridge.netsuite.rest.exchange import RestExchange, RestReply, RestRequest
from landbridge.netsuite.suiteql.parameters import Parameter, bound

PATH = "/services/rest/query/v1/suiteql"
LARGEST_PAGE = 1000
MOST_ROWS = 100_000
"""Rows that one query answers over all its pages; ``totalResults`` says no more."""

READS_OF_A_PAGE = 4

OPERATION = "suiteql"
_PREFIX = "Invalid search query. Detailed unprocessed description follows. "
_PERMISSION = "The role needs the permission SuiteAnalytics Workbook to run queries."


@dataclass(frozen=True, slots=True)
class Page:
    """Rows as they came: texts by lower-case column, nulls left out, an empty list ``links`` in each.

    ``total`` counts the rows of all pages, up to ``MOST_ROWS``.
    """

    items: Sequence[dict[str, Any]]
    total: int
    has_more: bool


async def read_page(
    exchange: RestExchange,
    sql: str,
    values: Sequence[Parameter] = (),
    *,
    limit: int = LARGEST_PAGE,
    offset: int = 0,
) -> Page:
    """Run a query and answer one page. ``offset`` is a multiple of ``limit``.

    Raises ``QueryRefused`` with NetSuite's reason, ``PermissionMissing`` for a role without SuiteAnalytics Workbook, ``MalformedReply``
    for rows that are not as many as NetSuite counts. Rows that come and go while it counts are no such error: the page is read again.
    """
    for _attempt in range(READS_OF_A_PAGE):
        page = _page(await _perform(exchange, sql, values, limit, offset))
        if _adds_up(page, limit, offset):
            return page
    raise MalformedReply(
        f"NetSuite answered {READS_OF_A_PAGE} times other rows of a query than it counted.",
        context=exchange.context(OPERATION),
    )


async def clock_ahead(exchange: RestExchange) -> float:
    """Return the seconds by which our clock is ahead of NetSuite's, by the ``Date`` of the answer to a query of one row."""
    return (await _perform(exchange, "SELECT 1 AS one FROM dual", (), 1, 0)).clock_ahead_s


async def _perform(
    exchange: RestExchange, sql: str, values: Sequence[Parameter], limit: int, offset: int
) -> RestReply:
    text, params = bound(sql, values)
    request = RestRequest(
        OPERATION,
        "POST",
        PATH,
        query={"limit": str(limit), "offset": str(offset)},
        body={"q": text, "params": params} if params else {"q": text},
        headers={"Prefer": "transient"},
    )
    try:
        return await exchange.perform(request)
    except PermissionMissing as error:
        raise PermissionMissing(
            f"{_PERMISSION} {error.message}", code=error.code, context=error.context
        ) from error
    except NetSuiteError as error:
        if error.code != "INVALID_PARAMETER":
            raise
        raise QueryRefused(
            error.message.removeprefix(_PREFIX), code=error.code, context=error.context
        ) from error


def _page(reply: RestReply) -> Page:
    document = reply.document
    items = document.get("items") if isinstance(document, dict) else None
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise MalformedReply("NetSuite's answer to a query has no rows.", context=reply.context)
    total, more = document.get("totalResults"), document.get("hasMore")
    if type(total) is not int or not isinstance(more, bool):
        raise MalformedReply("NetSuite's answer to a query does not count its rows.", context=reply.context)
    return Page(items, total, more)


def _adds_up(page: Page, limit: int, offset: int) -> bool:
    """Whether a page holds the rows that it should by its total, and says rightly whether more follow."""
    end = offset + len(page.items)
    if page.total < 0 or len(page.items) != min(limit, max(page.total - offset, 0)):
        return False
    uncounted = page.total >= MOST_ROWS <= end
    return uncounted or page.has_more == (end < page.total)
