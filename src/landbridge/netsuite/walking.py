"""Reading everything that a search finds without relying on any order.

A search takes no sort order, and every further page runs the search again, so rows can move between pages. What one page answers is
complete by itself; everything larger is split into closed ranges of internal ids that each fit in one page.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from landbridge.netsuite.errors import Context, MalformedReply
from landbridge.netsuite.merging import Read, merged
from landbridge.netsuite.ranges import Front, IdRange
from landbridge.netsuite.reading import OnTotal

T = TypeVar("T")

READS_OF_A_RANGE = 4


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """What one request answered: ``batch`` of the ``total`` that NetSuite counted, and the internal ids in it, as they came.

    ``complete``: the batch is all of it, nothing twice.
    """

    batch: list[T]
    ids: Sequence[str]
    total: int
    complete: bool


def each_once(ids: Sequence[str], total: int) -> bool:
    """Whether ``ids`` are ``total`` distinct ones: how an answer of records is known to be complete."""
    return len(set(ids)) == len(ids) == total


@dataclass(frozen=True, slots=True)
class RangeWalk(Generic[T]):
    """Reads everything that one search finds, each of it once: whatever moves, appears or vanishes meanwhile, never with a gap.

    ``ask`` sends the request for one range, or for all ids, and answers up to a page of ``page_size``. ``what`` (``customer records``) and
    ``context`` are for the ``MalformedReply`` where NetSuite's answers never become what it counts.
    """

    ask: Callable[[IdRange | None], Awaitable[Answer[T]]]
    page_size: int
    parallel: int
    what: str
    context: Callable[[], Context]

    async def everything(self, on_total: OnTotal | None = None) -> AsyncGenerator[list[T], None]:
        """Yield all of it in batches, in no order. What fits in one page costs exactly one request."""
        first = await self.ask(None)
        if on_total is not None:
            on_total(first.total)
        if first.complete:
            if first.batch:
                yield first.batch
            return
        todo = _Todo([IdRange()], None)
        if first.total > self.page_size:
            todo = _Todo([], Front(self._numbers(first), first.total, self.page_size))
        async with aclosing(self._walk(todo)) as batches:
            async for batch in batches:
                yield batch

    def within(self, ids: IdRange) -> AsyncGenerator[list[T], None]:
        """Yield everything whose internal id lies in ``ids``, by the same rule."""
        return self._walk(_Todo([ids], None))

    async def ranges(self) -> list[IdRange]:
        """Return closed ranges, in order, that cover every internal id and should each fit in one page. One request."""
        first = await self.ask(None)
        if first.total <= self.page_size:
            return [IdRange()]
        return IdRange().split(self._numbers(first), first.total, self.page_size)

    def _walk(self, todo: _Todo) -> AsyncGenerator[list[T], None]:
        def take() -> Read[list[T]] | None:
            ids = todo.take()
            return None if ids is None else partial(self._range, ids, todo)

        return merged(take, self.parallel)

    async def _range(self, ids: IdRange, todo: _Todo) -> AsyncGenerator[list[T], None]:
        """Read one range until it is complete, or leave its pieces to be read."""
        for _attempt in range(READS_OF_A_RANGE):
            answer = await self.ask(ids)
            held = self._numbers(answer)
            # What lies in another range would come twice.
            if answer.complete and all(ids.low <= id_ <= ids.high for id_ in held):
                todo.learn(ids, held)
                if answer.batch:
                    yield answer.batch
                return
            if held and answer.total > self.page_size and ids.low < ids.high:
                todo.add(ids.split(held, answer.total, self.page_size))
                return
        raise MalformedReply(
            f"NetSuite answered {READS_OF_A_RANGE} times other distinct {self.what} from {ids.low} to {ids.high} than it counted.",
            context=self.context(),
        )

    def _numbers(self, answer: Answer[T]) -> list[int]:
        try:
            return [int(id_) for id_ in answer.ids]
        except ValueError as error:
            raise MalformedReply(
                f"Internal ids of {self.what} are no numbers.", context=self.context()
            ) from error


@dataclass(slots=True)
class _Todo:
    """The ranges still to be read: pieces of those that were too large first, then what ``front`` cuts."""

    ranges: list[IdRange]
    front: Front | None

    def take(self) -> IdRange | None:
        """Return the next range, ``None`` where there is none now."""
        if self.ranges:
            return self.ranges.pop()
        return None if self.front is None or self.front.done else self.front.cut()

    def add(self, pieces: Sequence[IdRange]) -> None:
        self.ranges.extend(reversed(pieces))

    def learn(self, ids: IdRange, held: Sequence[int]) -> None:
        if self.front is not None:
            self.front.learn(ids, held)
