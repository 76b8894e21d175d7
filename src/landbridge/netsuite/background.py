"""One event loop on a thread of its own, for callers without one."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")
Look = Callable[[], None]

LOOK_EVERY_S = 1.0
_look: ContextVar[Look | None] = ContextVar("landbridge_look", default=None)


@contextmanager
def watched(look: Look) -> Iterator[None]:
    """Call ``look`` once a second while this thread waits for NetSuite inside the block.

    What it raises ends the wait and cancels the request: a caller that is told to stop need not wait for a request that hangs.
    """
    token = _look.set(look)
    try:
        yield
    finally:
        _look.reset(token)


class BackgroundLoop:
    """Runs coroutines for any number of threads. Start it, run, stop it; once only."""

    def __init__(self, name: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._half_read: set[AsyncGenerator[Any, None]] = set()
        self._thread = threading.Thread(target=self._loop.run_forever, name=name, daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run ``work`` on the loop and wait for it; an interrupt of the waiting thread cancels it."""
        if not self._thread.is_alive():
            work.close()
            raise RuntimeError("the client is not open")
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return _result(future)
        except BaseException:
            future.cancel()
            raise

    def iterate(self, source: AsyncGenerator[T, None]) -> Iterator[T]:
        """Iterate over an asynchronous generator, one step at a time; leaving early closes it."""
        self._half_read.add(source)
        try:
            while True:
                try:
                    item = self.run(_next(source))
                except StopAsyncIteration:
                    return
                yield item
        finally:
            self._half_read.discard(source)
            if self._thread.is_alive():
                self.run(_close(source))

    def stop(self) -> None:
        """Cancel what is still running, close what was left half read, end the loop and its thread."""
        if self._thread.is_alive():
            self.run(self._finish())
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
        self._loop.close()

    async def _finish(self) -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        for source in list(self._half_read):
            await _close(source)


async def _next(source: AsyncGenerator[T, None]) -> T:
    return await anext(source)


async def _close(source: AsyncGenerator[Any, None]) -> None:
    """Close a generator; a step of it that was cancelled a moment ago has to end first."""
    while getattr(source, "ag_running", False):  # noqa: ASYNC110 - a generator tells nobody when its step has ended
        await asyncio.sleep(0)
    await source.aclose()


def _result(future: Future[T]) -> T:
    look = _look.get()
    while look is not None and not wait([future], LOOK_EVERY_S).done:
        look()
    return future.result()
