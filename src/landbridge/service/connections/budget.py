"""One budget of concurrent requests per NetSuite account, for all workers on all machines: advisory locks of PostgreSQL.

A slot is one advisory lock, held by a session of its own for as long as a request is in flight. The session says that it lives once
a second; PostgreSQL ends it after five silent seconds, so a worker that was stopped in the middle of a request blocks nobody for long.
The sessions must reach PostgreSQL itself, not a pooler that hands sessions around between transactions.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import psycopg
import structlog

SILENCE_MS = 5000
BEAT_S = 1.0

TRY = """
SELECT slot, set_config('idle_session_timeout', %(silence)s, false)
FROM generate_series(0, %(last)s) AS slot
WHERE pg_try_advisory_lock(hashtext(%(key)s), slot) LIMIT 1
"""
WAIT = "SELECT pg_advisory_lock(hashtext(%(key)s), %(slot)s), set_config('idle_session_timeout', %(silence)s, false)"
RELEASE = "SELECT pg_advisory_unlock_all(), set_config('idle_session_timeout', '0', false)"

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class PostgresBudget:
    """At most ``slots`` requests to ``account`` at once, counted over every process that uses the same database.

    ``conninfo`` is psycopg's. Used on one event loop; ``close`` comes last.
    """

    account: str
    slots: int
    conninfo: str = field(repr=False)
    silence_ms: int = SILENCE_MS
    beat_s: float = BEAT_S
    choose: Callable[[int], int] = random.randrange
    _turns: asyncio.Semaphore = field(init=False)
    _free: list[psycopg.AsyncConnection[tuple[object, ...]]] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self._turns = asyncio.Semaphore(self.slots)

    @asynccontextmanager
    async def slot(self) -> AsyncIterator[None]:
        """Wait for a free slot and hold it. Raises ``psycopg.OperationalError`` where PostgreSQL cannot be reached."""
        async with self._turns:
            session = await self._acquire()
            beats = asyncio.create_task(self._beat(session))
            try:
                yield
            finally:
                beats.cancel()
                await asyncio.gather(beats, return_exceptions=True)
                await self._release(session)

    async def _acquire(self) -> psycopg.AsyncConnection[tuple[object, ...]]:
        while self._free:
            session = self._free.pop()
            with contextlib.suppress(
                psycopg.OperationalError
            ):  # it ended while nobody used it, as when PostgreSQL restarts
                return await self._take(session)
        return await self._take(
            await psycopg.AsyncConnection.connect(
                self.conninfo, autocommit=True, application_name="landbridge budget"
            )
        )

    async def _take(
        self, session: psycopg.AsyncConnection[tuple[object, ...]]
    ) -> psycopg.AsyncConnection[tuple[object, ...]]:
        keys = {"key": f"landbridge budget {self.account}", "silence": f"{self.silence_ms}ms"}
        try:
            got = await (await session.execute(TRY, {**keys, "last": self.slots - 1})).fetchone()
            if got is None:
                await session.execute(WAIT, {**keys, "slot": self.choose(self.slots)})
        except BaseException:
            await session.close()  # whether it holds a lock is unknown: without the session it does not
            raise
        return session

    async def _beat(self, session: psycopg.AsyncConnection[tuple[object, ...]]) -> None:
        while True:
            await asyncio.sleep(self.beat_s)
            await session.execute("SELECT 1")

    async def _release(self, session: psycopg.AsyncConnection[tuple[object, ...]]) -> None:
        try:
            await session.execute(RELEASE)
        except psycopg.Error as error:
            log.warning("budget_slot_was_lost", account=self.account, error=str(error))
            await session.close()
        else:
            self._free.append(session)

    def refused(self) -> None:
        """The number of slots stays."""

    def accepted(self) -> None:
        """The number of slots stays."""

    async def close(self) -> None:
        """Close the idle sessions; on whatever loop, since nothing is sent."""
        while self._free:
            await self._free.pop().close()
