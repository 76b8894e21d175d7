"""Several reads at once, as one stream of batches in no order."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from typing import TypeVar

T = TypeVar("T")
Read = Callable[[], AsyncGenerator[T, None]]
Take = Callable[[], Read[T] | None]
"""Says what to read next, ``None`` for nothing now. Asked again whenever a read has ended: that may have found more to read."""

PAGES_AHEAD = 2
"""Batches that may wait to be taken while further ones are read."""


async def merged(take: Take[T], parallel: int) -> AsyncGenerator[T, None]:
    """Yield the batches of all reads, ``parallel`` of them under way at most, and no further ahead than ``PAGES_AHEAD``.

    The first error ends them all; it comes after the batches that were read before it.
    """
    ready: asyncio.Queue[T | None] = asyncio.Queue()
    room = asyncio.Semaphore(PAGES_AHEAD)

    async def put(batch: T) -> None:
        await room.acquire()
        ready.put_nowait(batch)

    reading = asyncio.create_task(_read_all(take, parallel, put))
    reading.add_done_callback(lambda _task: ready.put_nowait(None))
    try:
        while (batch := await ready.get()) is not None:
            room.release()
            yield batch
        await reading
    finally:
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)


async def _read_all(take: Take[T], parallel: int, put: Callable[[T], Awaitable[None]]) -> None:
    running: set[asyncio.Task[None]] = set()
    try:
        while True:
            while len(running) < parallel and (read := take()) is not None:
                running.add(asyncio.create_task(_read(read, put)))
            if not running:
                return
            done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
                running.remove(task)
    finally:
        for task in running:
            task.cancel()
        # Of reads that failed together, one raises above; the errors of the others are taken here.
        await asyncio.gather(*running, return_exceptions=True)


async def _read(read: Read[T], put: Callable[[T], Awaitable[None]]) -> None:
    async with aclosing(read()) as batches:
        async for batch in batches:
            await put(batch)
