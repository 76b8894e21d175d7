"""Reading rule 3: complete in any order, one request where one page is enough, nothing twice."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import aclosing
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landbridge.netsuite import Criterion, MalformedReply, Outcome, Record, RecordMissing, Ref, SearchPage
from landbridge.netsuite.errors import Context, NetSuiteError, PermissionMissing, Retry
from landbridge.netsuite.merging import PAGES_AHEAD
from landbridge.netsuite.ranges import IdRange
from landbridge.netsuite.soap.reading import SoapReader

SINCE = datetime(2026, 1, 1, tzinfo=UTC)


class ShuffledAccount:
    """Answers searches over a set of ids in a new order every time, as the reader must expect."""

    def __init__(self, ids: set[int], page_size: int, seed: int) -> None:
        self.ids = ids
        self.page_size = page_size
        self.searches: list[tuple[Criterion, ...]] = []
        self.loses_a_row = 0
        self.running = self.most_at_once = 0
        self.grows_after: int | None = None
        self._random = random.Random(seed)

    async def search(
        self, type_name: str, criteria: Sequence[Criterion], *, page_size: int, body_fields_only: bool
    ) -> SearchPage:
        assert body_fields_only
        self.searches.append(tuple(criteria))
        self.running += 1
        self.most_at_once = max(self.most_at_once, self.running)
        await asyncio.sleep(0)
        self.running -= 1
        if self.grows_after == len(self.searches):
            self.ids |= {max(self.ids) + extra for extra in range(1, page_size + 2)}
        found = [id_ for id_ in self.ids if all(_holds(criterion, id_) for criterion in criteria)]
        self._random.shuffle(found)
        page = found[:page_size]
        if self.loses_a_row and page:
            self.loses_a_row -= 1
            page[0] = page[-1]
        records = [Record(type_name, str(id_), None) for id_ in page]
        pages = -(-len(found) // page_size)
        return SearchPage(records, len(found), page_size, pages, 1, "search-1")

    async def get_list(self, _type: str, ids: Sequence[str]) -> list[Outcome[Record]]:
        assert len(ids) <= 1000
        return [
            Outcome(Ref(id_), Record("customer", id_, None))
            if int(id_) in self.ids
            else Outcome(Ref(id_), None, RecordMissing("That record does not exist"))
            for id_ in ids
        ]

    def context(self, operation: str) -> Context:
        return Context("123456", operation)


def _holds(criterion: Criterion, id_: int) -> bool:
    if criterion.field != "internalIdNumber":
        return True
    low, high = criterion.values
    assert criterion.operator == "between"
    assert isinstance(low, int)
    assert isinstance(high, int)
    return low <= id_ <= high


async def _read(account: ShuffledAccount, parallel: int = 3) -> list[str]:
    reader = SoapReader(account, page_size=account.page_size, parallel=parallel)  # type: ignore[arg-type]  # the two verbs it uses
    return [record.internal_id async for batch in reader.changed("customer", SINCE) for record in batch]


@pytest.mark.requirement("client-03")
@pytest.mark.requirement("verb-07")
@settings(max_examples=150, deadline=None)
@given(
    st.sets(st.integers(-20, 2000) | st.integers(10**6, 10**6 + 50) | st.integers(1, 10**14), max_size=150),
    st.integers(5, 12),
    st.integers(),
    st.integers(1, 6),
)
async def test_every_record_once_in_whatever_order(
    ids: set[int], page_size: int, seed: int, parallel: int
) -> None:
    account = ShuffledAccount(set(ids), page_size, seed)
    read = await _read(account, parallel)
    assert len(read) == len(ids)
    assert {int(id_) for id_ in read} == ids
    assert all(
        search[0] == Criterion("lastModifiedDate", "onOrAfter", (SINCE,)) for search in account.searches
    )


@pytest.mark.requirement("client-03")
@pytest.mark.requirement("verb-07")
@pytest.mark.parametrize("parallel", [1, 3])
async def test_so_many_ranges_are_read_at_the_same_time(parallel: int) -> None:
    account = ShuffledAccount(set(range(1, 500)), page_size=10, seed=1)
    assert len(await _read(account, parallel)) == 499
    assert account.most_at_once == parallel


@pytest.mark.requirement("verb-07")
@pytest.mark.parametrize("count", [0, 1, 5])
async def test_what_fits_in_a_page_costs_exactly_one_request(count: int) -> None:
    account = ShuffledAccount(set(range(1, count + 1)), 5, 1)
    assert len(await _read(account)) == count
    assert len(account.searches) == 1


@pytest.mark.requirement("client-03")
@pytest.mark.requirement("verb-07")
@pytest.mark.parametrize(
    ("ids", "requests"),
    [
        pytest.param(range(1, 20_001), 23, id="one after the other"),
        pytest.param(range(7, 140_001, 7), 22, id="every seventh"),
        pytest.param({*range(1, 10_001), *range(10**6, 10**6 + 70_000, 7)}, 29, id="two kinds of density"),
        pytest.param(random.Random(1).sample(range(10**6), 20_000), 31, id="by chance"),
        pytest.param({int(1.0005**step) for step in range(2000, 60_000, 2)}, 40, id="ever thinner"),
    ],
)
async def test_a_large_read_costs_little_more_than_its_pages(ids: Iterable[int], requests: int) -> None:
    account = ShuffledAccount(set(ids), 1000, 7)
    assert len(await _read(account, parallel=2)) == len(account.ids)
    assert len(account.searches) <= requests


async def test_pages_are_read_while_the_one_before_is_worked_on_but_only_a_few() -> None:
    account = ShuffledAccount(set(range(1, 2001)), 10, 7)
    reader = SoapReader(account, page_size=10, parallel=3)  # type: ignore[arg-type]  # the two verbs it uses
    async with aclosing(reader.changed("customer", SINCE)) as batches:
        await anext(batches)
        for _ in range(200):  # turns of the loop, in which a reader without bound would read everything
            await asyncio.sleep(0)
        read = len(account.searches)
    assert PAGES_AHEAD < read < 25  # of two hundred and more


async def test_the_number_of_records_is_told_before_the_first_batch() -> None:
    account = ShuffledAccount(set(range(1, 31)), 10, 7)
    reader = SoapReader(account, page_size=10, parallel=3)  # type: ignore[arg-type]  # the two verbs it uses
    told: list[int] = []
    async with aclosing(reader.changed("customer", SINCE, on_total=told.append)) as batches:
        await anext(batches)
        assert told == [30]


async def _take_all(batches: AsyncGenerator[list[Record], None], read: list[str]) -> None:
    async for batch in batches:
        read += [record.internal_id for record in batch]


async def test_an_error_comes_after_the_pages_that_were_read_before() -> None:
    class Breaking(ShuffledAccount):
        async def search(
            self, type_name: str, criteria: Sequence[Criterion], *, page_size: int, body_fields_only: bool
        ) -> SearchPage:
            if len(self.searches) == 6:
                raise Retry("The connection broke.")
            return await super().search(
                type_name, criteria, page_size=page_size, body_fields_only=body_fields_only
            )

    account = Breaking(set(range(1, 101)), 10, 7)
    reader = SoapReader(account, page_size=10, parallel=1)  # type: ignore[arg-type]  # the two verbs it uses
    read: list[str] = []
    async with aclosing(reader.changed("customer", SINCE)) as batches:
        with pytest.raises(Retry):
            await _take_all(batches, read)
    assert len(set(read)) == len(read) > 0


@pytest.mark.requirement("client-03")
@pytest.mark.requirement("verb-07")
@pytest.mark.parametrize("size", [5, 40])
async def test_a_range_that_does_not_add_up_is_read_again(size: int) -> None:
    account = ShuffledAccount(set(range(1, size + 1)), 5, 3)
    account.loses_a_row = 2
    assert sorted(map(int, await _read(account))) == list(range(1, size + 1))


@pytest.mark.requirement("client-03")
@pytest.mark.requirement("verb-07")
async def test_a_count_that_never_adds_up_is_an_error_not_a_loss() -> None:
    account = ShuffledAccount({1, 2, 3}, 5, 3)
    account.loses_a_row = 1000
    with pytest.raises(MalformedReply, match="other distinct customer records"):
        await _read(account)


@pytest.mark.requirement("client-03")
@pytest.mark.requirement("verb-07")
async def test_rows_that_join_while_reading_arrive_too() -> None:
    account = ShuffledAccount(set(range(1, 31)), 10, 5)
    account.grows_after = 2
    assert {int(id_) for id_ in await _read(account)} == account.ids


async def test_leaving_early_leaves_no_task_behind() -> None:
    account = ShuffledAccount(set(range(1, 200)), 10, 5)
    reader = SoapReader(account, page_size=10, parallel=3)  # type: ignore[arg-type]  # the two verbs it uses
    batches = reader.changed("customer", SINCE)
    first = await anext(batches)
    await batches.aclose()
    assert 1 <= len(first) <= 10
    searches = len(account.searches)
    assert searches < 20


@given(
    st.integers(-1000, 1000), st.integers(1, 5000), st.lists(st.integers(-3000, 8000)), st.integers(1, 10**6)
)
def test_a_split_covers_the_range_with_smaller_ones(
    low: int, width: int, sample: list[int], total: int
) -> None:
    whole = IdRange(low, low + width)
    pieces = whole.split([id_ for id_ in sample if low <= id_ <= low + width], total, 1000)
    assert len(pieces) >= 2
    assert (pieces[0].low, pieces[-1].high) == (whole.low, whole.high)
    assert all(before.high + 1 == after.low for before, after in pairwise(pieces))
    assert all(piece.low <= piece.high for piece in pieces)


def test_a_range_of_one_id_cannot_be_split() -> None:
    with pytest.raises(ValueError, match="one id"):
        IdRange(5, 5).split([5], 2000, 1000)


async def test_by_ids_asks_once_for_each_id_in_chunks_and_leaves_out_missing_ones() -> None:
    account = ShuffledAccount(set(range(1, 2501)), 10, 5)
    reader = SoapReader(account, page_size=10, parallel=1)  # type: ignore[arg-type]  # the two verbs it uses
    wanted = [str(id_) for id_ in range(1, 2601)] * 2
    batches = [batch async for batch in reader.by_ids("customer", wanted)]
    assert [len(batch) for batch in batches] == [1000, 1000, 500]


async def test_by_ids_leaves_out_a_record_that_is_hidden_from_the_role_and_raises_what_may_pass() -> None:
    class Guarded(ShuffledAccount):
        refusal: NetSuiteError = PermissionMissing("You do not have permission to view this record.")

        async def get_list(self, type_name: str, ids: Sequence[str]) -> list[Outcome[Record]]:
            outcomes = await super().get_list(type_name, ids)
            return [Outcome(outcomes[0].requested, None, self.refusal), *outcomes[1:]]

    account = Guarded({1, 2}, 10, 5)
    reader = SoapReader(account, page_size=10, parallel=1)  # type: ignore[arg-type]  # the two verbs it uses
    batches = [batch async for batch in reader.by_ids("customer", ["1", "2"])]
    assert [[record.internal_id for record in batch] for batch in batches] == [["2"]]

    account.refusal = Retry("An unexpected error occurred.")
    with pytest.raises(Retry):
        await anext(reader.by_ids("customer", ["1", "2"]))


@pytest.mark.parametrize(
    ("type_name", "field"),
    [
        ("employee", "lastModifiedDate"),
        ("projectTask", "lastModifiedDate"),
        ("item", "lastModifiedDate"),
        ("customrecord_x", "lastModified"),
    ],
)
async def test_changes_are_asked_for_by_the_field_that_a_search_of_the_type_has(
    type_name: str, field: str
) -> None:
    account = ShuffledAccount(set(), 5, 1)
    reader = SoapReader(account, page_size=5, parallel=1)  # type: ignore[arg-type]  # the two verbs it uses
    assert [batch async for batch in reader.changed(type_name, SINCE)] == []
    ((*members, asked),) = account.searches
    assert asked == Criterion(field, "onOrAfter", (SINCE,))
    assert [criterion.field for criterion in members] == (["type"] if type_name == "item" else [])


async def test_a_type_without_a_modified_field_is_refused() -> None:
    reader = SoapReader(ShuffledAccount(set(), 5, 1), page_size=5, parallel=1)  # type: ignore[arg-type]  # the two verbs it uses
    with pytest.raises(ValueError, match="expenseCategory has no last-modified field"):
        await anext(reader.changed("expenseCategory", SINCE))
