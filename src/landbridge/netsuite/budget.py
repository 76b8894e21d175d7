"""How many requests may be in flight at once against one account, by what NetSuite lets pass."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Protocol
from weakref import WeakValueDictionary

GROW_S = 10.0
"""So long the budget stays as it is before it grows a step: one refusal in ten seconds is what it costs to find out that there is no more."""

STEP_PART = 8
"""A step is this part of what is allowed, at least one."""


class Slot(Protocol):
    """The place of one attempt."""

    async def refused(self) -> None:
        """Hear that NetSuite refused the attempt for its limit; also after the slot was left."""
        ...


class Budget(Protocol):
    """A share of the account's concurrency. One slot is held for each attempt, never while waiting for the next."""

    def slot(self) -> AbstractAsyncContextManager[Slot]:
        """Wait for a free slot and hold it inside ``async with``."""
        ...

    def known_limit(self, limit: int) -> None:
        """Hear what NetSuite says is the most for this integration; the budget never allows more from now on."""
        ...


@dataclass(slots=True)
class Level:
    """How many requests are allowed, from 1 to ``ceiling``: a step less when NetSuite refuses, a step more every ``GROW_S`` seconds.

    Instants are seconds of one clock. Refusals of one moment count once: only of an attempt that began after the last change
    does a refusal say anything about what is allowed now.
    """

    ceiling: int
    _allowed: int = 0
    _changed_at: float | None = None

    def allowed(self, at: float) -> int:
        """What is allowed at an instant."""
        if self._changed_at is None:
            return self.ceiling
        steps = int((at - self._changed_at) / GROW_S)
        return min(self.ceiling, self._allowed + steps * _step(self._allowed))

    def refused(self, began: float, at: float) -> None:
        """Take note that an attempt that began at ``began`` was refused."""
        if self._changed_at is None or began > self._changed_at:
            allowed = self.allowed(at)
            self._allowed = max(1, allowed - _step(allowed))
            self._changed_at = at


def _step(allowed: int) -> int:
    return max(1, allowed // STEP_PART)


class LocalBudget:
    """Slots within this process, for any number of clients, threads and event loops; first come, first served.

    At most ``slots`` (default: one request at a time, assumed safe for every account), fewer while NetSuite refuses some.
    """

    def __init__(self, slots: int = 1, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        if slots < 1:
            raise ValueError("a budget has at least one slot")
        self._slots = slots
        self._known: int | None = None
        self._level = Level(slots)
        self._monotonic = monotonic
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
        return self._level.allowed(self._monotonic())

    @asynccontextmanager
    async def slot(self) -> AsyncIterator[Slot]:
        """Wait for a free slot and hold it."""
        await self._take()
        try:
            yield _LocalSlot(self, self._monotonic())
        finally:
            with self._lock:
                self._give_back()

    def known_limit(self, limit: int) -> None:
        """Never allow more than ``limit`` (at least one) from now on."""
        with self._lock:
            self._known = max(1, limit)
            self._bound()

    def refused(self, began: float) -> None:
        """Allow less after the refusal of an attempt that began at ``began``."""
        with self._lock:
            self._level.refused(began, self._monotonic())

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
            self._bound()

    def _bound(self) -> None:
        self._level.ceiling = self._slots if self._known is None else min(self._slots, self._known)
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


@dataclass(frozen=True, slots=True)
class _LocalSlot:
    """A slot that is held, or was."""

    budget: LocalBudget
    began: float

    async def refused(self) -> None:
        """Tell the budget."""
        self.budget.refused(self.began)


_SHARED: WeakValueDictionary[str, LocalBudget] = WeakValueDictionary()
_SHARED_LOCK = threading.Lock()
