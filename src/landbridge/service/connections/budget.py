"""One budget of concurrent requests per NetSuite account, for all workers on all machines: advisory locks of PostgreSQL.

A slot is one advisory lock, held by a session of its own for as long as a request is in flight. The session says that it lives once
a second; PostgreSQL ends it after five silent seconds, so a worker that was stopped in the middle of a request blocks nobody for long.
The sessions must reach PostgreSQL itself, not a pooler that hands sessions around between transactions.

A slot whose request NetSuite refused for its limit rests, for every process alike: its session keeps the lock and says nothing more, so
that PostgreSQL ends it, and with it the rest, after ten to twenty seconds (decision 40), also when its client closes meanwhile.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg
import structlog

from landbridge.netsuite.budget import Slot, rest_s

SILENCE_MS = 5000
BEAT_S = 1.0
QUEUE_MS = 500
"""So long a session waits for one slot before it looks at all of them again: the slot it waits for may be at rest."""

NEVER_AT_REST = 0
"""The slot that always goes on: one request at a time is allowed whatever NetSuite refuses."""

AWAKE, AT_REST = "landbridge budget", "landbridge budget, at rest"
"""Names of the sessions in ``pg_stat_activity``."""

TRY = """
SELECT slot, set_config('idle_session_timeout', %(silence)s, false)
FROM generate_series(0, %(last)s) AS slot
WHERE pg_try_advisory_lock(hashtext(%(key)s), slot) LIMIT 1
"""
WAIT = "SELECT pg_advisory_lock(hashtext(%(key)s), %(slot)s), set_config('idle_session_timeout', %(silence)s, false)"
REST = "SELECT set_config('idle_session_timeout', %(rest)s, false), set_config('application_name', %(name)s, false)"
RELEASE = "SELECT pg_advisory_unlock_all(), set_config('idle_session_timeout', '0', false)"

Session = psycopg.AsyncConnection[tuple[object, ...]]

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class PostgresBudget:
    """At most ``slots`` requests to ``account`` at once, counted over every process that uses the same database.

    Fewer while some rest that NetSuite refused. ``conninfo`` is psycopg's. Used on one event loop; ``close`` comes last.
    """

    account: str
    slots: int
    conninfo: str = field(repr=False)
    silence_ms: int = SILENCE_MS
    beat_s: float = BEAT_S
    choose: Callable[[int], int] = random.randrange
    random: Callable[[], float] = random.random
    monotonic: Callable[[], float] = time.monotonic
    _turns: asyncio.Semaphore = field(init=False)
    _free: list[Session] = field(init=False, default_factory=list)
    _resting: list[tuple[Session, float]] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self._turns = asyncio.Semaphore(self.slots)

    @asynccontextmanager
    async def slot(self) -> AsyncIterator[Slot]:
        """Wait for a free slot and hold it. Raises ``psycopg.OperationalError`` where PostgreSQL cannot be reached."""
        async with self._turns:
            slot = await self._acquire()
            beats = asyncio.create_task(self._beat(slot.session))
            try:
                yield slot
            finally:
                try:
                    beats.cancel()
                    await asyncio.gather(beats, return_exceptions=True)
                    await self._leave(slot)
                except BaseException:
                    await slot.session.close()  # who was cancelled while leaving leaves no session behind
                    raise

    def known_limit(self, limit: int) -> None:
        """Never take more than ``limit`` slots (at least one) from now on."""
        self.slots = max(1, min(self.slots, limit))

    async def _acquire(self) -> _HeldSlot:
        while self._free:
            session = self._free.pop()
            with contextlib.suppress(
                psycopg.OperationalError
            ):  # it ended while nobody used it, as when PostgreSQL restarts
                return await self._take(session)
        return await self._take(await self._connected())

    async def _connected(self) -> Session:
        opening = asyncio.create_task(self._opened())
        try:
            return await asyncio.shield(opening)
        except asyncio.CancelledError:
            opening.add_done_callback(
                _discard
            )  # psycopg leaves a session behind when it is cancelled while it connects
            raise

    async def _opened(self) -> Session:
        session = await psycopg.AsyncConnection.connect(
            self.conninfo, autocommit=True, application_name=AWAKE
        )
        try:
            await session.execute("SELECT set_config('lock_timeout', %s, false)", (f"{QUEUE_MS}ms",))
        except BaseException:
            await session.close()
            raise
        return session

    async def _take(self, session: Session) -> _HeldSlot:
        try:
            while (number := await self._tried(session)) is None:
                pass
        except BaseException:
            await session.close()  # whether it holds a lock is unknown: without the session it does not
            raise
        return _HeldSlot(session, number)

    async def _tried(self, session: Session) -> int | None:
        """Take a free slot, or wait for one of them, though not for long."""
        keys = {"key": f"landbridge budget {self.account}", "silence": f"{self.silence_ms}ms"}
        row: Any = await (await session.execute(TRY, {**keys, "last": self.slots - 1})).fetchone()
        if row is not None:
            return int(row[0])
        number = self.choose(self.slots)
        try:
            await session.execute(WAIT, {**keys, "slot": number})
        except psycopg.errors.LockNotAvailable:
            return None
        return number

    async def _beat(self, session: Session) -> None:
        while True:
            await asyncio.sleep(self.beat_s)
            await session.execute("SELECT 1")

    async def _leave(self, slot: _HeldSlot) -> None:
        rests = slot.was_refused and slot.number != NEVER_AT_REST
        try:
            if rests:
                await self._rest(slot.session)
            else:
                await slot.session.execute(RELEASE)
                self._free.append(slot.session)
        except psycopg.Error as error:
            log.warning("budget_slot_was_lost", account=self.account, error=str(error))
            await slot.session.close()

    async def _rest(self, session: Session) -> None:
        """Let the session keep its lock until PostgreSQL ends it for its silence."""
        seconds = rest_s(self.random())
        await session.execute(REST, {"rest": f"{round(1000 * seconds)}ms", "name": AT_REST})
        self._resting.append((session, self.monotonic() + seconds))
        if len(self._resting) > self.slots + 1:  # the first of them ended long ago
            await self._resting.pop(0)[0].close()

    async def close(self) -> None:
        """Close the idle sessions; on whatever loop, since no answer is waited for. Slots at rest go on resting without us."""
        for session, until in self._resting:
            with contextlib.suppress(psycopg.Error):  # it ended by itself
                _go_on_resting(session, until - self.monotonic())
        for session in (*self._free, *(one for one, _ in self._resting)):
            await session.close()
        self._free.clear()
        self._resting.clear()


def _discard(opening: asyncio.Task[Session]) -> None:
    if not opening.cancelled() and opening.exception() is None:
        opening.result().pgconn.finish()


def _go_on_resting(session: Session, seconds: float) -> None:
    """Give the session something to do: PostgreSQL sees that nobody is there any more, and frees the lock, when that is done."""
    if seconds > 0:
        session.pgconn.send_query(f"SELECT pg_sleep({seconds:.3f})".encode())
        session.pgconn.flush()


@dataclass(slots=True)
class _HeldSlot:
    """A slot that is held: its number, and the session that has the lock."""

    session: Session
    number: int
    was_refused: bool = False

    def refused(self) -> None:
        """Let it rest once it is left."""
        self.was_refused = True
