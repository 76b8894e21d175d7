"""How many requests may be in flight at once against one account, by what NetSuite lets pass.

A slot whose request was refused for the limit rests for a while: as many slots rest as were too many, after one round of refusals, and the
budget grows again as they wake one by one. Decision 40 says why not in some other way.
"""

from __future__ import annotations

import asyncio
import random
import threading
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Protocol
from weakref import WeakValueDictionary

REST_S = 20.0
"""A refused slot rests this long at most and half as long at least: so often it costs a refusal to find out that there is no more."""


def rest_s(random: float) -> float:
    """How long a slot rests, by a number from 0 to below 1."""
    return REST_S * (0.5 + 0.5 * random)


class Slot(Protocol):
    """The place of one attempt, while it is held."""

    def refused(self) -> None:
        """Hear that NetSuite refused the attempt for its limit."""
        ...


class Budget(Protocol):
    """A share of the account's concurrency. One slot is held for each attempt, never while waiting for the next."""

    def slot(self) -> AbstractAsyncContextManager[Slot]:
        """Wait for a free slot and hold it inside ``async with``."""
        ...

    def known_limit(self, limit: int) -> None:
        """Hear what NetSuite says is the most for this integration; the budget never allows more from now on."""
        ...


class LocalBudget:
    """Slots within this process, for any number of clients, threads and event loops; first come, first served.

    At most ``slots`` (default: one request at a time, assumed safe for every account), fewer while NetSuite refuses some.
    """

    def __init__(
        self,
        slots: int = 1,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        random: Callable[[], float] = random.random,
    ) -> None:
        if slots < 1:
            raise ValueError("a budget has at least one slot")
        self._slots = slots
        self._known: int | None = None
        self._resting: list[float] = []
        self._monotonic = monotonic
        self._random = random
        self._lock = threading.Lock()
        self._held = 0
        self._waiting: deque[_Waiting] = deque()

    @classmethod
    def shared(cls, account: str, slots: int = 1) -> LocalBudget:
        """The budget of all clients of an account in this process; with as many slots as whoever asked for most."""
        with _SHARED_LOCK:
            budget = _SHARED.get(account)
            if budget is None:
                budget = _SHARED[account] = cls(slots)
        budget._widen(slots)
        return budget

    @property
    def allowed(self) -> int:
        """How many requests may be in flight now."""
        now = self._monotonic()
        self._resting = [until for until in self._resting if until > now]
        ceiling = self._slots if self._known is None else min(self._slots, self._known)
        return max(1, ceiling - len(self._resting))

    @asynccontextmanager
    async def slot(self) -> AsyncIterator[Slot]:
        """Wait for a free slot and hold it."""
        await self._take()
        slot = _LocalSlot()
        try:
            yield slot
        finally:
            with self._lock:
                if slot.was_refused:
                    self._resting.append(self._monotonic() + rest_s(self._random()))
                self._give_back()

    def known_limit(self, limit: int) -> None:
        """Never allow more than ``limit`` (at least one) from now on."""
        with self._lock:
            self._known = max(1, limit)

    async def _take(self) -> None:
        with self._lock:
            if not self._waiting and self._held < self.allowed:
                self._held += 1
                return
            waiting = _Waiting(asyncio.get_running_loop())
            self._waiting.append(waiting)
        try:
            await waiting.turn
        except BaseException:
            with self._lock:
                if waiting.has_slot:
                    self._give_back()
                else:
                    self._waiting.remove(waiting)
            raise

    def _give_back(self) -> None:
        self._held -= 1
        self._hand_out()

    def _hand_out(self) -> None:
        while self._waiting and self._held < self.allowed:
            waiting = self._waiting.popleft()
            with suppress(RuntimeError):  # its loop was closed: nobody waits there any more
                waiting.loop.call_soon_threadsafe(waiting.take_turn)
                waiting.has_slot = True
                self._held += 1

    def _widen(self, slots: int) -> None:
        with self._lock:
            self._slots = max(slots, self._slots)
            self._hand_out()


@dataclass(eq=False, slots=True)
class _Waiting:
    """Who waits for a slot."""

    loop: asyncio.AbstractEventLoop
    turn: asyncio.Future[None] = field(init=False)
    has_slot: bool = False

    def __post_init__(self) -> None:
        self.turn = self.loop.create_future()

    def take_turn(self) -> None:
        if not self.turn.done():
            self.turn.set_result(None)


@dataclass(slots=True)
class _LocalSlot:
    """A slot that is held."""

    was_refused: bool = False

    def refused(self) -> None:
        """Let it rest once it is left."""
        self.was_refused = True


_SHARED: WeakValueDictionary[str, LocalBudget] = WeakValueDictionary()
_SHARED_LOCK = threading.Lock()
