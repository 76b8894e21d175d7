"""Several reads at once, as one stream of batches in no order."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
Read = Callable[[], AsyncGenerator[T, None]]

AHEAD = 2
"""Batches that may wait to be taken while further ones are read."""


@dataclass(frozen=True, slots=True)
class _Batch(Generic[T]):
    value: T


@dataclass(frozen=True, slots=True)
class _Ended:
    """What a worker puts last."""

    error: Exception | None = None


async def merged(reads: Iterable[Read[T]], parallel: int) -> AsyncGenerator[T, None]:
    """Yield the batches of all ``reads``, at most ``parallel`` of them under way. The first error ends them all."""
    todo = iter(reads)
    put: asyncio.Queue[_Batch[T] | _Ended] = asyncio.Queue(AHEAD)
    workers = [asyncio.create_task(_work(todo, put)) for _ in range(parallel)]
    waiting = len(workers)
    try:
        while waiting:
            got = await put.get()
            if isinstance(got, _Batch):
                yield got.value
                continue
            if got.error is not None:
                raise got.error
            waiting -= 1
    finally:
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)


async def _work(todo: Iterator[Read[T]], put: asyncio.Queue[_Batch[T] | _Ended]) -> None:
    """Read one after the other."""
    try:
        for read in todo:
            async with aclosing(read()) as batches:
                async for batch in batches:
                    await put.put(_Batch(batch))
    except Exception as error:  # noqa: BLE001 - handed to whoever takes the batches
        await put.put(_Ended(error))
    else:
        await put.put(_Ended())
