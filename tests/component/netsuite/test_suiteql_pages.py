"""Pages that hold fewer rows than NetSuite counts, or more: nothing is taken for the whole that is a part."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Iterable
from typing import Any

import pytest

from landbridge.netsuite import Client, RetryPolicy
from landbridge.netsuite.errors import MalformedReply
from landbridge.netsuite.suiteql.pages import READS_OF_A_PAGE
from tests.component.netsuite.conftest import MakeClient
from tests.component.netsuite.scripted import Answer, Request, ScriptedNetSuite

JSON = {"Content-Type": "application/vnd.oracle.resource+json; type=collection"}
SQL = "SELECT id FROM customer"


def page(ids: Iterable[int], total: int, *, more: bool) -> Answer:
    """One page of rows as NetSuite lays it out."""
    items = [{"links": [], "id": str(id_)} for id_ in ids]
    document = {"links": [], "count": len(items), "hasMore": more, "items": items, "totalResults": total}
    return Answer(json.dumps(document).encode(), 200, JSON)


def by_offset(client: Client) -> AsyncGenerator[list[Any], None]:
    """The rows page by page."""
    return client.suiteql.query(SQL)


def by_key(client: Client) -> AsyncGenerator[list[Any], None]:
    """The rows by ranges of their key."""
    return client.suiteql.query_by_key(SQL)


IMPOSSIBLE = {
    "a part": page([1, 2], 2500, more=False),
    "a part of one page": page([1, 2], 3, more=False),
    "nothing": page([], 2500, more=False),
    "a part, with more": page([1, 2], 2500, more=True),
    "the whole, with more": page([1, 2], 2, more=True),
    "a full page, without more": page(range(1, 1001), 2500, more=False),
    "more than it counts": page([1, 2], 1, more=False),
    "more than was asked for": page(range(1, 1002), 1001, more=False),
    "less than nothing": page([], -1, more=False),
    "no number for a count": Answer(b'{"items":[{"id":"1"}],"totalResults":true,"hasMore":false}', 200, JSON),
}


@pytest.mark.requirement("web-13")
@pytest.mark.parametrize("read", [by_offset, by_key])
@pytest.mark.parametrize("answer", IMPOSSIBLE.values(), ids=IMPOSSIBLE)
async def test_an_answer_that_never_adds_up_is_an_error_not_a_loss(
    make_client: MakeClient, netsuite: ScriptedNetSuite, answer: Answer, read: Any
) -> None:
    netsuite.answers = [answer]
    async with make_client(retry=RetryPolicy.off()) as client:
        with pytest.raises(MalformedReply):
            _ = [rows async for rows in read(client)]
    assert len(netsuite.requests) <= READS_OF_A_PAGE


@pytest.mark.requirement("web-13")
@pytest.mark.parametrize("read", [by_offset, by_key])
async def test_a_page_that_does_not_add_up_is_read_again(
    client: Client, netsuite: ScriptedNetSuite, read: Any
) -> None:
    netsuite.answers = [page([1, 2], 3, more=False), page([1, 2, 3], 3, more=False)]
    rows = [row["id"] async for page in read(client) for row in page]
    assert rows == ["1", "2", "3"]


async def test_rows_that_come_and_go_between_two_pages_are_no_error(
    client: Client, netsuite: ScriptedNetSuite
) -> None:
    def answered(request: Request) -> Answer:
        if "offset=0" in request.target:
            return page(range(1, 1001), 1500, more=True)
        return page([], 990, more=False)

    netsuite.answers = answered
    rows = [row async for page in client.suiteql.query(SQL) for row in page]
    assert len(rows) == 1000


async def test_what_netsuite_does_not_count_it_may_still_have(
    client: Client, netsuite: ScriptedNetSuite
) -> None:
    """Of 100,000 rows or more ``totalResults`` says 100,000; a page by key is whole all the same."""

    def answered(request: Request) -> Answer:
        if "ROW_NUMBER" in request.body:
            items = [{"links": [], "page": "1", "last": "2000"}]
            document = {"items": items, "hasMore": False, "totalResults": 1}
            return Answer(json.dumps(document).encode(), 200, JSON)
        if "?" not in json.loads(request.body)["q"]:
            return page(range(1, 1001), 100_000, more=True)
        return page(range(1000, 1003), 3, more=False)

    netsuite.answers = answered
    rows = [row["id"] async for page in client.suiteql.query_by_key(SQL) for row in page]
    assert rows == [str(id_) for id_ in range(1, 1003)]
