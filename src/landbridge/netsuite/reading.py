"""Reading many records without relying on any order.

A search takes no sort order, and every further page runs the search again, so rows can move between pages. What one page
answers is complete by itself; everything larger is split into closed ``internalIdNumber`` ranges that each fit in one page.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from landbridge.netsuite.errors import MalformedReply, NetSuiteError, PermissionMissing, RecordMissing
from landbridge.netsuite.ranges import Front, IdRange
from landbridge.netsuite.records import Criterion, Record, SearchPage
from landbridge.netsuite.soap.criteria import search_fields
from landbridge.netsuite.soap.requests import GET_LIST_LIMIT
from landbridge.netsuite.soap.service import SoapService
from landbridge.recordtypes import RECORD_TYPES

_READS_OF_A_RANGE = 4
PAGES_AHEAD = 2
"""Pages that may wait to be taken while further ones are read."""

OnTotal = Callable[[int], None]
"""Told how many records NetSuite counted, before the first batch; on the client's event loop."""


class RecordReader(Protocol):
    """Reads many records of one account, the same ``Record`` whichever protocol it reads by. Batches are in no order."""

    def changed(
        self,
        type_name: str,
        since: datetime,
        criteria: Sequence[Criterion] = (),
        on_total: OnTotal | None = None,
    ) -> AsyncGenerator[list[Record], None]:
        """Yield batches of everything modified at or after ``since``, each record once."""
        ...

    def matching(
        self, type_name: str, criteria: Sequence[Criterion], on_total: OnTotal | None = None
    ) -> AsyncGenerator[list[Record], None]:
        """Yield batches of everything that meets all ``criteria``."""
        ...

    def by_ids(self, type_name: str, ids: Sequence[str]) -> AsyncGenerator[list[Record], None]:
        """Yield records by internal id; what is missing or hidden from the role is left out."""
        ...

    async def key_ranges(self, type_name: str) -> list[IdRange]:
        """Return closed ranges, in order, that cover every internal id."""
        ...

    def in_range(self, type_name: str, ids: IdRange) -> AsyncGenerator[list[Record], None]:
        """Yield batches of every record whose internal id lies in ``ids``."""
        ...


@dataclass(frozen=True, slots=True)
class _Page:
    """What one request for a range gave: its records, or its pieces when it needs more than one page."""

    ids: IdRange
    records: list[Record]
    pieces: list[IdRange]


class Reader:
    """Reads records of one account in batches."""

    def __init__(self, soap: SoapService, *, page_size: int, parallel: int) -> None:
        self._soap = soap
        self._page_size = page_size
        self._parallel = parallel

    async def changed(
        self,
        type_name: str,
        since: datetime,
        criteria: Sequence[Criterion] = (),
        on_total: OnTotal | None = None,
    ) -> AsyncGenerator[list[Record], None]:
        """Yield batches of everything modified at or after ``since``; no upper bound, no order, no record twice.

        What fits in one page costs exactly one request. ``ValueError`` when the type has no field to ask by.
        """
        conditions = [Criterion(_modified_field(type_name), "onOrAfter", (since,)), *criteria]
        async with aclosing(self.matching(type_name, conditions, on_total)) as batches:
            async for batch in batches:
                yield batch

    async def matching(
        self, type_name: str, criteria: Sequence[Criterion], on_total: OnTotal | None = None
    ) -> AsyncGenerator[list[Record], None]:
        """Yield batches of everything that matches ``criteria``, read by the same rule."""
        first = await self._search(type_name, criteria)
        if on_total is not None:
            on_total(first.total_records)
        if _is_complete(first):
            if first.records:
                yield first.records
            return
        front = None
        if first.total_records > self._page_size:
            front = Front(_ids(first), first.total_records, self._page_size)
        ranges = [] if front else [IdRange()]
        async with aclosing(self._in_parallel(type_name, criteria, ranges, front)) as batches:
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
        self,
        type_name: str,
        criteria: Sequence[Criterion],
        ranges: list[IdRange],
        front: Front | None = None,
    ) -> AsyncGenerator[list[Record], None]:
        """Yield the pages of ``ranges``, then of those that ``front`` cuts, while a task reads on."""
        pages: asyncio.Queue[list[Record] | None] = asyncio.Queue(PAGES_AHEAD)
        reading = asyncio.create_task(self._read_on(type_name, criteria, ranges, front, pages))
        try:
            while (records := await pages.get()) is not None:
                yield records
            await reading
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)

    async def _read_on(
        self,
        type_name: str,
        criteria: Sequence[Criterion],
        ranges: list[IdRange],
        front: Front | None,
        pages: asyncio.Queue[list[Record] | None],
    ) -> None:
        """Put every page, then ``None``, also where reading failed: whoever takes them then finds the error in this task."""
        try:
            await self._read_all(type_name, criteria, ranges, front, pages)
        except Exception:
            await pages.put(None)
            raise
        await pages.put(None)

    async def _read_all(
        self,
        type_name: str,
        criteria: Sequence[Criterion],
        ranges: list[IdRange],
        front: Front | None,
        pages: asyncio.Queue[list[Record] | None],
    ) -> None:
        """Read ranges by a few tasks, and no further than somebody takes their pages; pieces of too large ones go first."""
        todo = list(reversed(ranges))
        running: set[asyncio.Task[_Page]] = set()
        try:
            while todo or running or (front and not front.done):
                while len(running) < self._parallel and (todo or (front and not front.done)):
                    ids = todo.pop() if todo or front is None else front.cut()
                    running.add(asyncio.create_task(self._range(type_name, criteria, ids)))
                done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                for page in [task.result() for task in done]:
                    todo.extend(reversed(page.pieces))
                    if front and not page.pieces:
                        front.learn(page.ids, [int(record.internal_id) for record in page.records])
                    if page.records:
                        await pages.put(page.records)
        finally:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    async def _range(self, type_name: str, criteria: Sequence[Criterion], ids: IdRange) -> _Page:
        """Read one range until its distinct ids equal its total, or answer its pieces."""
        for _attempt in range(_READS_OF_A_RANGE):
            page = await self._search(type_name, [*criteria, ids.criterion()])
            if _is_complete(page):
                return _Page(ids, page.records, [])
            if page.total_records > self._page_size and ids.low < ids.high:
                return _Page(ids, [], ids.split(_ids(page), page.total_records, self._page_size))
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
    if kind is not None and "lastModifiedDate" in search_fields(kind):
        return "lastModifiedDate"
    raise ValueError(f"{type_name} has no last-modified field to search by")
