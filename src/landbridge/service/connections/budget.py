"""One budget of concurrent requests per NetSuite account, for all workers on all machines: advisory locks of PostgreSQL.

A slot is one advisory lock, held by a session of its own for as long as a request is in flight. The session says that it lives once
a second; PostgreSQL ends it after five silent seconds, so a worker that was stopped in the middle of a request blocks nobody for long.
The sessions must reach PostgreSQL itself, not a pooler that hands sessions around between transactions.

Where NetSuite refuses a request for its limit, the table of levels notes that fewer slots are allowed, by the rule of
:class:`landbridge.netsuite.budget.Level`. Whoever takes a slot reads it in the same query; it is written only after a refusal.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import psycopg
import structlog

from landbridge.netsuite.budget import GROW_S, STEP_PART, Slot

SILENCE_MS = 5000
BEAT_S = 1.0
LONGEST_QUEUE_MS = 2000
"""So long a session waits for one slot before it looks at all of them again: the slot may not be allowed any more."""

GROWN = """
least(
    %(slots)s,
    level.allowed + greatest(1, level.allowed / %(part)s)
        * floor(extract(epoch FROM clock_timestamp() - level.changed_at) / %(grow_s)s)
)::int
"""
ALLOWED = f"""
coalesce((SELECT {GROWN} FROM connections_budgetlevel AS level WHERE level.account = %(account)s), %(slots)s)
"""  # noqa: S608 - constants of this module

TRY = f"""
SELECT level.allowed, free.slot, clock_timestamp(), set_config('idle_session_timeout', %(silence)s, false),
       set_config('lock_timeout', %(queue)s, false)
FROM (SELECT {ALLOWED} AS allowed) AS level
LEFT JOIN LATERAL (
    SELECT slot FROM generate_series(0, level.allowed - 1) AS slot
    WHERE pg_try_advisory_lock(hashtext(%(key)s), slot) LIMIT 1
) AS free ON true
"""  # noqa: S608 - as above
WAIT = "SELECT pg_advisory_lock(hashtext(%(key)s), %(slot)s)"
LOOK = f"SELECT {ALLOWED}, clock_timestamp(), set_config('idle_session_timeout', %(silence)s, false)"
RELEASE = "SELECT pg_advisory_unlock_all(), set_config('idle_session_timeout', '0', false)"
REFUSED = f"""
INSERT INTO connections_budgetlevel AS level (account, allowed, changed_at)
VALUES (%(account)s, greatest(1, %(slots)s - greatest(1, %(slots)s / %(part)s)), clock_timestamp())
ON CONFLICT (account) DO UPDATE SET
    allowed = greatest(1, {GROWN} - greatest(1, {GROWN} / %(part)s)),
    changed_at = clock_timestamp()
WHERE level.changed_at < %(began)s
"""  # noqa: S608 - as above
"""Refusals of one moment count once: those of attempts that began before the last change say nothing."""

Session = psycopg.AsyncConnection[tuple[object, ...]]

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class PostgresBudget:
    """At most ``slots`` requests to ``account`` at once, counted over every process that uses the same database.

    Fewer while NetSuite refuses some, for every process alike. ``conninfo`` is psycopg's. Used on one event loop; ``close`` comes last.
    """

    account: str
    slots: int
    conninfo: str = field(repr=False)
    silence_ms: int = SILENCE_MS
    beat_s: float = BEAT_S
    choose: Callable[[int], int] = random.randrange
    _turns: asyncio.Semaphore = field(init=False)
    _free: list[Session] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self._turns = asyncio.Semaphore(self.slots)

    @asynccontextmanager
    async def slot(self) -> AsyncIterator[Slot]:
        """Wait for a free slot and hold it. Raises ``psycopg.OperationalError`` where PostgreSQL cannot be reached."""
        async with self._turns:
            session, began = await self._acquire()
            beats = asyncio.create_task(self._beat(session))
            try:
                yield _PostgresSlot(self, began)
            finally:
                beats.cancel()
                await asyncio.gather(beats, return_exceptions=True)
                await self._release(session)

    def known_limit(self, limit: int) -> None:
        """Never take more than ``limit`` slots (at least one) from now on."""
        self.slots = max(1, min(self.slots, limit))

    async def refused(self, began: datetime) -> None:
        """Allow fewer slots after the refusal of an attempt that began at ``began``."""
        session = await self._session()
        try:
            await session.execute(REFUSED, {**self._values(), "began": began})
        except psycopg.Error as error:  # the refusal itself is what the caller has to hear of
            log.warning("budget_refusal_not_noted", account=self.account, error=str(error))
            await session.close()
        else:
            self._free.append(session)

    def _values(self) -> dict[str, object]:
        return {
            "account": self.account,
            "slots": self.slots,
            "part": STEP_PART,
            "grow_s": GROW_S,
            "key": f"landbridge budget {self.account}",
            "silence": f"{self.silence_ms}ms",
            "queue": f"{LONGEST_QUEUE_MS}ms",
        }

    async def _acquire(self) -> tuple[Session, datetime]:
        while self._free:
            session = self._free.pop()
            with contextlib.suppress(
                psycopg.OperationalError
            ):  # it ended while nobody used it, as when PostgreSQL restarts
                return session, await self._take(session)
        session = await self._connected()
        return session, await self._take(session)

    async def _session(self) -> Session:
        return self._free.pop() if self._free else await self._connected()

    async def _connected(self) -> Session:
        return await psycopg.AsyncConnection.connect(
            self.conninfo, autocommit=True, application_name="landbridge budget"
        )

    async def _take(self, session: Session) -> datetime:
        """Take a slot; return when, on PostgreSQL's clock."""
        try:
            while True:
                began = await self._tried(session)
                if began is not None:
                    return began
        except BaseException:
            await session.close()  # whether it holds a lock is unknown: without the session it does not
            raise

    async def _tried(self, session: Session) -> datetime | None:
        values = self._values()
        began: datetime
        allowed, slot, began, *_ = await _row(session, TRY, values)
        if slot is None:
            slot = self.choose(allowed)
            try:
                await session.execute(WAIT, {**values, "slot": slot})
            except psycopg.errors.LockNotAvailable:
                return None
            allowed, began, *_ = await _row(session, LOOK, values)
            if slot >= allowed:  # it is no longer allowed
                await session.execute(RELEASE)
                return None
        return began

    async def _beat(self, session: Session) -> None:
        while True:
            await asyncio.sleep(self.beat_s)
            await session.execute("SELECT 1")

    async def _release(self, session: Session) -> None:
        try:
            await session.execute(RELEASE)
        except psycopg.Error as error:
            log.warning("budget_slot_was_lost", account=self.account, error=str(error))
            await session.close()
        else:
            self._free.append(session)

    async def close(self) -> None:
        """Close the idle sessions; on whatever loop, since nothing is sent."""
        while self._free:
            await self._free.pop().close()


@dataclass(frozen=True, slots=True)
class _PostgresSlot:
    """A slot that is held, or was."""

    budget: PostgresBudget
    began: datetime

    async def refused(self) -> None:
        """Tell the budget."""
        await self.budget.refused(self.began)


async def _row(session: Session, query: str, values: dict[str, object]) -> Any:
    row = await (await session.execute(query, values)).fetchone()
    assert row is not None, "the query answers one row"
    return row
