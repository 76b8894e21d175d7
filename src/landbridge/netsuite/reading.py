"""Reading many records without relying on any order.

A search takes no sort order, and every further page runs the search again, so rows can move between pages. What one page
answers is complete by itself; everything larger is split into closed ``internalIdNumber`` ranges that each fit in one page.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime

from landbridge.netsuite.errors import MalformedReply, NetSuiteError, PermissionMissing, RecordMissing
from landbridge.netsuite.records import Criterion, Record, SearchPage
from landbridge.netsuite.soap.requests import GET_LIST_LIMIT
from landbridge.netsuite.soap.service import SoapService
from landbridge.recordtypes import RECORD_TYPES

_LOWEST, _HIGHEST = -(10**9), 10**15
"""Internal ids are whole numbers far inside these bounds; a few system records have small negative ones (assumed)."""
_READS_OF_A_RANGE = 4
_FILL = 0.7


@dataclass(frozen=True, slots=True)
class IdRange:
    """A closed range of internal ids."""

    low: int = _LOWEST
    high: int = _HIGHEST

    def criterion(self) -> Criterion:
        """The range as a search condition."""
        return Criterion("internalIdNumber", "between", (self.low, self.high))

    def split(self, sample: Sequence[int], total: int, page_size: int) -> list[IdRange]:
        """Split into ranges that should each fit in a page, by quantiles of a sample of the ids inside.

        Always answers at least two ranges, each smaller than this one, so that splitting ends. ``ValueError`` for a range
        of a single id.
        """
        if self.low >= self.high:
            raise ValueError("a range of one id cannot be split")
        pieces = max(2, -(-total // max(1, int(page_size * _FILL))))
        ids = sorted(set(sample))
        cuts = {ids[len(ids) * piece // pieces] for piece in range(1, pieces)} if ids else set()
        inner = sorted(cut for cut in cuts if self.low < cut <= self.high)
        if not inner:
            inner = [(self.low + self.high) // 2 + 1]
        lows = [self.low, *inner]
        highs = [*(cut - 1 for cut in inner), self.high]
        return [IdRange(low, high) for low, high in zip(lows, highs, strict=True)]


class Reader:
    """Reads records of one account in batches."""

    def __init__(self, soap: SoapService, *, page_size: int, parallel: int) -> None:
        self._soap = soap
        self._page_size = page_size
        self._parallel = parallel

    async def changed(
        self, type_name: str, since: datetime, criteria: Sequence[Criterion] = ()
    ) -> AsyncGenerator[list[Record], None]:
        """Yield batches of everything modified at or after ``since``; no upper bound, no order, no record twice.

        What fits in one page costs exactly one request. ``ValueError`` when the type has no field to ask by.
        """
        conditions = [Criterion(_modified_field(type_name), "onOrAfter", (since,)), *criteria]
        async with aclosing(self.matching(type_name, conditions)) as batches:
            async for batch in batches:
                yield batch

    async def matching(
        self, type_name: str, criteria: Sequence[Criterion]
    ) -> AsyncGenerator[list[Record], None]:
        """Yield batches of everything that matches ``criteria``, read by the same rule."""
        first = await self._search(type_name, criteria)
        if _is_complete(first):
            if first.records:
                yield first.records
            return
        whole = IdRange()
        if first.total_records <= self._page_size:
            ranges = [whole]
        else:
            ranges = whole.split(_ids(first), first.total_records, self._page_size)
        async with aclosing(self._in_parallel(type_name, criteria, ranges)) as batches:
            async for batch in batches:
                yield batch

    async def key_ranges(self, type_name: str) -> list[IdRange]:
        """Return closed ranges, in order, that cover every internal id and should each fit in one page. One request."""
        first = await self._search(type_name, ())
        if first.total_records <= self._page_size:
            return [IdRange()]
        return IdRange().split(_ids(first), first.total_records, self._page_size)

    async def in_range(self, type_name: str, ids: IdRange) -> AsyncGenerator[list[Record], None]:
        """Yield batches of every record whose internal id lies in ``ids``, by the same rule."""
        async with aclosing(self._in_parallel(type_name, (), [ids])) as batches:
            async for batch in batches:
                yield batch

    async def by_ids(self, type_name: str, ids: Sequence[str]) -> AsyncGenerator[list[Record], None]:
        """Yield full records by ``getList`` in chunks; those that are missing or hidden from the role are left out.

        Other failures are raised.
        """
        distinct = list(dict.fromkeys(ids))
        for start in range(0, len(distinct), GET_LIST_LIMIT):
            outcomes = await self._soap.get_list(type_name, distinct[start : start + GET_LIST_LIMIT])
            found = [
                outcome.value
                for outcome in outcomes
                if not isinstance(outcome.error, (RecordMissing, PermissionMissing))
            ]
            if found:
                yield found

    async def _in_parallel(
        self, type_name: str, criteria: Sequence[Criterion], ranges: list[IdRange]
    ) -> AsyncGenerator[list[Record], None]:
        """Read ranges by a few tasks; ranges that turn out too large are split and join the rest."""
        todo = list(reversed(ranges))
        running: set[asyncio.Task[list[Record] | list[IdRange]]] = set()
        try:
            while todo or running:
                while todo and len(running) < self._parallel:
                    running.add(asyncio.create_task(self._range(type_name, criteria, todo.pop())))
                done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    result = task.result()
                    todo.extend(piece for piece in reversed(result) if isinstance(piece, IdRange))
                    records = [record for record in result if isinstance(record, Record)]
                    if records:
                        yield records
        finally:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    async def _range(
        self, type_name: str, criteria: Sequence[Criterion], ids: IdRange
    ) -> list[Record] | list[IdRange]:
        """Read one range until its distinct ids equal its total; answers its pieces when it needs more than one page."""
        for _attempt in range(_READS_OF_A_RANGE):
            page = await self._search(type_name, [*criteria, ids.criterion()])
            if _is_complete(page):
                return page.records
            if page.total_records > self._page_size and ids.low < ids.high:
                return ids.split(_ids(page), page.total_records, self._page_size)
        raise self._incomplete(type_name, ids)

    async def _search(self, type_name: str, criteria: Sequence[Criterion]) -> SearchPage:
        return await self._soap.search(type_name, criteria, page_size=self._page_size)

    def _incomplete(self, type_name: str, ids: IdRange) -> NetSuiteError:
        return MalformedReply(
            f"NetSuite answered {_READS_OF_A_RANGE} times fewer distinct {type_name} records from {ids.low} to {ids.high} "
            "than it counted.",
            context=self._soap.context("search"),
        )


def _is_complete(page: SearchPage) -> bool:
    return len({record.internal_id for record in page.records}) == len(page.records) == page.total_records


def _ids(page: SearchPage) -> list[int]:
    return [int(record.internal_id) for record in page.records]


def _modified_field(type_name: str) -> str:
    if type_name.startswith("customrecord"):
        return "lastModified"
    kind = RECORD_TYPES.get(type_name)
    if kind is not None and any(field.name == "lastModifiedDate" and field.search for field in kind.fields):
        return "lastModifiedDate"
    raise ValueError(f"{type_name} has no last-modified field to search by")
