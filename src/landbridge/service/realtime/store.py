"""The intake's side of the database: a pool, the directory kept fresh, refusals written, old rows forgotten."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime, timedelta

import psycopg
import structlog
from psycopg_pool import AsyncConnectionPool

from landbridge.service.measures import TALLY
from landbridge.service.realtime import repository
from landbridge.service.realtime.answers import Answer
from landbridge.service.realtime.directory import Directory
from landbridge.service.realtime.gate import Genuine
from landbridge.service.realtime.grouping import Groups
from landbridge.service.realtime.refusal_log import RefusalLog

STALE_AFTER = 5.0
"""Seconds after which the directory is read again though nothing told of a change."""
REFRESH_PAUSE = 0.05
"""Between two readings of the directory, so that a stream of changes does not keep the intake from its work."""
LISTEN_SECONDS = 1.0
FORGET_EVERY = 60.0
TOTALS_EVERY = 5.0
KEEP_REFUSALS = timedelta(days=30)
RETRY_AFTER = 1.0
STATEMENT_TIMEOUT_MS = 5000

_log = structlog.get_logger(__name__)


class Store:
    """Opened with ``async with``; keeps five tasks of its own running meanwhile."""

    def __init__(self, url: str, clock: Callable[[], datetime], *, connections: int = 8) -> None:
        self._url = url
        self._clock = clock
        self._pool: AsyncConnectionPool[repository.Database] = AsyncConnectionPool(
            url,
            open=False,
            min_size=2,
            max_size=connections,
            timeout=5,
            kwargs={"autocommit": True, "options": f"-c statement_timeout={STATEMENT_TIMEOUT_MS}"},
        )
        self._groups = Groups(self._write)
        self._changed = asyncio.Event()
        # Python 3.11's wait_for, which psycopg uses, may swallow a cancellation; the loops look here as well.
        self._closing = asyncio.Event()
        self.directory = Directory()
        self.refusals = RefusalLog(clock)

    @contextlib.asynccontextmanager
    async def opened(self) -> AsyncIterator[Store]:
        """Connect, read the directory, and keep it fresh inside the block."""
        async with self._pool:
            await self.refresh()
            tasks = [
                asyncio.create_task(self._listen()),
                asyncio.create_task(self._keep_fresh()),
                asyncio.create_task(self._write_refusals()),
                asyncio.create_task(self._write_totals()),
                asyncio.create_task(self._forget()),
            ]
            try:
                yield self
            finally:
                self._closing.set()
                self._changed.set()
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
                await self._groups.drained()
                await self.flush_refusals()
                await self.flush_totals()

    async def accept(self, notice: Genuine, trace: str = "") -> Answer:
        """Store the notice and queue its run. Raises ``RefusedError`` (`replayed`), ``psycopg.Error``."""
        return await self._groups.store(repository.Asked(notice, trace=trace))

    async def ignore(self, notice: Genuine, answer: Answer) -> None:
        """Store a notice that asks for nothing. Raises ``RefusedError`` (`replayed`), ``psycopg.Error``."""
        await self._groups.store(repository.Asked(notice, answer))

    async def _write(self, asked: Sequence[repository.Asked]) -> list[Answer | None]:
        async with self._pool.connection() as database:
            return await repository.store(database, asked)

    async def refresh(self) -> None:
        """Read the directory now."""
        async with self._pool.connection() as database:
            self.directory = await repository.load_directory(database)

    async def ready(self) -> bool:
        """Whether the database answers."""
        try:
            async with self._pool.connection(timeout=2) as database:
                await database.execute("SELECT 1")
        except psycopg.Error:
            return False
        return True

    async def flush_refusals(self) -> None:
        """Write the counts of refusals gathered so far."""
        if counts := self.refusals.take():
            with contextlib.suppress(psycopg.Error):  # they are in the process log as well
                async with self._pool.connection() as database:
                    await repository.save_refusals(database, counts)

    async def flush_totals(self) -> None:
        """Add what was counted so far to the installation's totals; what cannot be added is kept for the next time."""
        if rows := TALLY.take():
            try:
                async with self._pool.connection() as database:
                    await repository.add_totals(database, rows)
            except psycopg.Error:
                TALLY.give_back(rows)

    async def _pause(self, seconds: float) -> None:
        """Sleep, or less when closing."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._closing.wait()

    async def _listen(self) -> None:
        """Set ``_changed`` whenever PostgreSQL says so; a lost connection counts as a change."""
        while not self._closing.is_set():
            try:
                async with await psycopg.AsyncConnection.connect(
                    self._url, autocommit=True, application_name=repository.WATCHING
                ) as database:
                    await database.execute(f"LISTEN {repository.CHANNEL}")
                    self._changed.set()
                    while not self._closing.is_set():
                        async for _ in database.notifies(timeout=LISTEN_SECONDS):
                            self._changed.set()
            except psycopg.Error as error:
                _log.warning("directory not watched", error=type(error).__name__)
            await self._pause(RETRY_AFTER)

    async def _keep_fresh(self) -> None:
        while not self._closing.is_set():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(STALE_AFTER):
                    await self._changed.wait()
            self._changed.clear()
            try:
                await self.refresh()
                await self._pause(REFRESH_PAUSE)
            except psycopg.Error as error:
                _log.warning("directory not read", error=type(error).__name__)
                await self._pause(RETRY_AFTER)

    async def _write_refusals(self) -> None:
        while not self._closing.is_set():
            await self._pause(1)
            await self.flush_refusals()

    async def _write_totals(self) -> None:
        while not self._closing.is_set():
            await self._pause(TOTALS_EVERY)
            await self.flush_totals()

    async def _forget(self) -> None:
        while not self._closing.is_set():
            try:
                async with self._pool.connection() as database:
                    await repository.forget(database, self._clock(), KEEP_REFUSALS)
            except psycopg.Error as error:
                _log.warning("old rows not deleted", error=type(error).__name__)
            await self._pause(FORGET_EVERY)
