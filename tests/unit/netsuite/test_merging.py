"""Several reads at once: a bound on what is under way and ahead, and no error lost."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from functools import partial
from typing import Any

import pytest

from landbridge.netsuite.merging import PAGES_AHEAD, Read, merged


class Reads:
    """Counts reads that are under way, at most and now."""

    def __init__(self) -> None:
        self.now = self.most = self.begun = 0

    async def pages(self, *numbers: int) -> AsyncGenerator[int, None]:
        self.now += 1
        self.begun += 1
        self.most = max(self.most, self.now)
        try:
            for number in numbers:
                await asyncio.sleep(0)
                yield number
        finally:
            self.now -= 1


def _each(*reads: Read[int]) -> Callable[[], Read[int] | None]:
    left = iter(reads)
    return lambda: next(left, None)


async def test_all_batches_come_and_no_more_reads_run_than_allowed() -> None:
    reads = Reads()
    take = _each(*(partial(reads.pages, number, -number) for number in range(1, 30)))
    found = [batch async for batch in merged(take, 4)]
    assert sorted(found) == sorted([*range(1, 30), *range(-29, 0)])
    assert (reads.most, reads.now) == (4, 0)


async def test_a_read_may_find_more_to_read() -> None:
    found: list[int] = []
    todo = [8]

    async def halves(number: int) -> AsyncGenerator[int, None]:
        await asyncio.sleep(0)
        if number > 1:
            todo.extend([number // 2, number - number // 2])
        else:
            yield number

    def take() -> Read[int] | None:
        return partial(halves, todo.pop()) if todo else None

    found = [batch async for batch in merged(take, 3)]
    assert found == [1] * 8


async def test_who_takes_nothing_holds_the_reads_back() -> None:
    reads = Reads()
    take = _each(*(partial(reads.pages, number) for number in range(100)))
    async with aclosing(merged(take, 3)) as batches:
        await anext(batches)
        for _ in range(100):
            await asyncio.sleep(0)
        assert reads.begun == 1 + PAGES_AHEAD + 3
    assert reads.now == 0


async def _failing(kind: type[BaseException]) -> AsyncGenerator[int, None]:
    await asyncio.sleep(0)
    raise kind("not open")
    yield 0


async def _what_is_raised(take: Callable[[], Read[int] | None]) -> str:
    try:
        async for _ in merged(take, 3):
            pass
    except RuntimeError as error:
        return str(error)
    return "nothing"


async def test_reads_that_fail_together_raise_one_error_and_leave_none_behind() -> None:
    told: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, context: told.append(context))
    take = _each(*(partial(_failing, RuntimeError) for _ in range(3)))
    assert await _what_is_raised(take) == "not open"
    await asyncio.sleep(0)  # a turn of the loop, after which nothing holds the tasks any more
    gc.collect()
    assert told == []


async def test_a_read_that_is_cancelled_from_within_ends_it() -> None:
    with pytest.raises(asyncio.CancelledError):
        await anext(merged(_each(partial(_failing, asyncio.CancelledError)), 1))


async def test_an_error_comes_after_the_batches_before_it() -> None:
    reads = Reads()
    found: list[int] = []

    batches = merged(_each(partial(reads.pages, 1, 2), partial(_failing, OSError)), 1)
    found = [await anext(batches), await anext(batches)]
    with pytest.raises(OSError, match="not open"):
        await anext(batches)
    assert found == [1, 2]
