"""How many requests may be in flight at once against one account."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol


class Budget(Protocol):
    """A share of the account's concurrency. One slot is held for each attempt, never while waiting for the next."""

    def slot(self) -> AbstractAsyncContextManager[None]:
        """Wait for a free slot and hold it inside ``async with``."""
        ...

    def refused(self) -> None:
        """Hear that NetSuite refused a request for its limit. Does not wait."""
        ...

    def accepted(self) -> None:
        """Hear that NetSuite answered a request. Does not wait."""
        ...


class LocalBudget:
    """Slots within this process and event loop; the default is one request at a time (assumed safe for every account)."""

    def __init__(self, slots: int = 1) -> None:
        if slots < 1:
            raise ValueError("a budget has at least one slot")
        self._semaphore = asyncio.Semaphore(slots)

    @asynccontextmanager
    async def slot(self) -> AsyncIterator[None]:
        """Wait for a free slot and hold it."""
        async with self._semaphore:
            yield

    def refused(self) -> None:
        """The number of slots stays."""

    def accepted(self) -> None:
        """The number of slots stays."""
