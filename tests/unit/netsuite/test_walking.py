"""The walk by ranges of ids: whatever moves or fails, complete or an error; never a gap, never anything twice."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Iterable
from contextlib import aclosing
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landbridge.netsuite import MalformedReply
from landbridge.netsuite.errors import Context, Retry
from landbridge.netsuite.ranges import IdRange
from landbridge.netsuite.walking import Answer, RangeWalk, each_once

Row = tuple[int, int]
Ids = st.integers(-20, 400) | st.integers(10**6, 10**6 + 50) | st.integers(1, 10**14)


@dataclass
class MovingAccount:
    """Answers pages of rows in a new order every time. Before a request, records may appear or vanish; a request may fail or lie.

    ``rows`` are how many rows each record has.
    """

    rows: dict[int, int]
    page_size: int
    chance: random.Random
    changes: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    """By number of the request: ids and how many rows they have from then on, 0 for none."""
    failing: frozenset[int] = frozenset()
    lying: dict[int, Callable[[list[Row], int], tuple[list[Row], int]]] = field(default_factory=dict)
    requests: int = 0
    failures: int = 0

    def __post_init__(self) -> None:
        self.ever = {(id_, number) for id_, count in self.rows.items() for number in range(count)}
        changed = {id_ for changes in self.changes.values() for id_, _ in changes}
        self.always = {row for row in self.ever if row[0] not in changed}

    async def ask(self, ids: IdRange | None) -> Answer[Row]:
        self.requests += 1
        number = self.requests
        for _ in range(self.chance.randrange(4)):
            await asyncio.sleep(0)
        for id_, count in self.changes.get(number, ()):
            self.rows[id_] = count
            self.ever |= {(id_, one) for one in range(count)}
        if number in self.failing:
            self.failures += 1
            raise Retry(f"Request {number} broke.")
        inside = ids or IdRange()
        found = [
            (id_, one)
            for id_, count in self.rows.items()
            if inside.low <= id_ <= inside.high
            for one in range(count)
        ]
        self.chance.shuffle(found)
        total = len(found)
        page = found if inside.low == inside.high else found[: self.page_size]
        if number in self.lying:
            page, total = self.lying[number](page, total)
        return Answer(page, [str(id_) for id_, _ in page], total, self._complete(page, total))

    def _complete(self, page: list[Row], total: int) -> bool:
        return len(set(page)) == len(page) == total

    def walk(self, parallel: int) -> RangeWalk[Row]:
        return RangeWalk(self.ask, self.page_size, parallel, "customer rows", lambda: Context("1", "search"))


LIES: dict[str, Callable[[list[Row], int], tuple[list[Row], int]]] = {
    "loses one": lambda page, total: (page[1:], total),
    "tells one twice": lambda page, total: (page[:-1] + page[:1], total),
    "tells nothing": lambda _page, total: ([], total),
    "counts one more": lambda page, total: (page, total + 1),
    "counts far too many": lambda page, total: (page, total + 1000),
}


@st.composite
def moving_accounts(draw: st.DrawFn, *, most_rows: int = 1) -> MovingAccount:
    """An account whose records move while it is read."""
    rows = draw(st.dictionaries(Ids, st.integers(1, most_rows), max_size=80))
    known = st.sampled_from(sorted(rows)) | Ids if rows else Ids
    changes = st.lists(st.tuples(known, st.integers(0, most_rows)), max_size=6)
    requests = st.integers(1, 30)
    return MovingAccount(
        rows,
        draw(st.integers(5, 12)),
        random.Random(draw(st.integers())),
        draw(st.dictionaries(requests, changes, max_size=6)),
        draw(st.frozensets(requests, max_size=1)),
        draw(st.dictionaries(requests, st.sampled_from(list(LIES.values())), max_size=3)),
    )


async def _all(account: MovingAccount, parallel: int) -> list[Row]:
    return [row async for batch in account.walk(parallel).everything() for row in batch]


@pytest.mark.requirement("client-03")
@pytest.mark.requirement("verb-07")
@settings(max_examples=300, deadline=None)
@given(moving_accounts() | moving_accounts(most_rows=15), st.integers(1, 5))
async def test_whatever_moves_or_fails_it_is_complete_or_an_error(
    account: MovingAccount, parallel: int
) -> None:
    try:
        read = await _all(account, parallel)
    except Retry:
        assert account.failures
        return
    except MalformedReply:
        assert account.lying
        return
    assert not account.failures
    assert len(read) == len(set(read))
    assert account.always <= set(read) <= account.ever


@settings(max_examples=100, deadline=None)
@given(moving_accounts(most_rows=8), st.integers(1, 5), st.integers(0, 10))
async def test_leaving_early_or_failing_leaves_no_task_and_no_error_behind(
    account: MovingAccount, parallel: int, batches: int
) -> None:
    account.failing = frozenset(range(batches + 2, batches + 2 + parallel))
    try:
        async with aclosing(account.walk(parallel).everything()) as reading:
            for _ in range(batches):
                await anext(reading, None)
    except (Retry, MalformedReply):
        pass
    assert asyncio.all_tasks() == {asyncio.current_task()}


def _still(ids: Iterable[int], page_size: int) -> MovingAccount:
    return MovingAccount(dict.fromkeys(ids, 1), page_size, random.Random(5))


@settings(max_examples=100, deadline=None)
@given(st.integers(5, 8), st.data())
async def test_any_split_of_ids_is_walked_once(page_size: int, data: st.DataObject) -> None:
    count = page_size**2 + data.draw(st.integers(-1, 1))
    account = _still(range(1, count + 1), page_size)
    cuts = sorted(data.draw(st.sets(st.integers(-5, count + 5), max_size=6)))
    ranges = [
        IdRange(low, high - 1) for low, high in zip([IdRange().low, *cuts], [*cuts, 10**15], strict=True)
    ]
    walk = account.walk(2)
    read = [row for one in ranges async for batch in walk.within(one) for row in batch]
    assert sorted(read) == sorted(account.ever) == sorted(await _all(account, 2))


async def test_a_record_with_more_rows_than_a_page_gets_a_range_of_its_own() -> None:
    account = MovingAccount({3: 1, 7: 200, 9: 2}, 10, random.Random(3))
    assert sorted(await _all(account, 2)) == sorted(account.ever)
    assert account.requests < 8
    whole = account.walk(2).within(IdRange())
    assert sorted([row async for batch in whole for row in batch]) == sorted(account.ever)
    assert account.requests < 16


async def test_what_lies_outside_of_a_range_is_no_answer_to_it() -> None:
    """A search that loses its condition would give everything of every range."""

    async def ask(_ids: IdRange | None) -> Answer[int]:
        return Answer([5], ["5"], 1, complete=True)

    walk = RangeWalk(ask, 10, 1, "customer records", lambda: Context("1", "search"))
    assert [batch async for batch in walk.within(IdRange(1, 9))] == [[5]]
    with pytest.raises(MalformedReply, match="from 6 to 9"):
        await anext(walk.within(IdRange(6, 9)))


async def test_ids_that_are_no_numbers_are_malformed_only_where_ranges_are_needed() -> None:
    async def ask(_ids: IdRange | None) -> Answer[str]:
        return Answer(["a"], ["a"], total, each_once(["a"], total))

    walk = RangeWalk(ask, 5, 1, "customer records", lambda: Context("1", "search"))
    total = 1
    assert [batch async for batch in walk.everything()] == [["a"]]
    total = 6
    with pytest.raises(MalformedReply, match="no numbers"):
        await anext(walk.everything())


@pytest.mark.requirement("client-03")
async def test_a_count_without_records_is_not_split_without_end() -> None:
    asked = 0

    async def ask(_ids: IdRange | None) -> Answer[int]:
        nonlocal asked
        asked += 1
        return Answer([], [], 1000, complete=False)

    walk = RangeWalk(ask, 5, 1, "customer records", lambda: Context("1", "search"))
    with pytest.raises(MalformedReply):
        await anext(walk.everything())
    assert asked == 5
