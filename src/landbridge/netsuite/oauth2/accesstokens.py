"""Access tokens, kept until they end and asked for once, however many wait for one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from landbridge.netsuite.oauth2.tokenendpoint import AccessToken

_EARLY_S = 60.0
_LARGEST_EARLY_SHARE = 0.1
_JUST_FETCHED_S = 10.0


@dataclass(slots=True)
class _Fetch:
    """A request under way, and how many wait for it."""

    task: asyncio.Task[str]
    waiting: int = 0


class AccessTokens:
    """The current token of one scope.

    One request is under way at a time; whoever comes meanwhile waits for it and shares its token or its error. It belongs to
    no waiter: one that is cancelled leaves it to the others, and only when nobody waits any more is it given up.
    """

    def __init__(self, ask: Callable[[], Awaitable[AccessToken]], monotonic: Callable[[], float]) -> None:
        self._ask = ask
        self._monotonic = monotonic
        self._value = ""
        self._fetched = self._ends = 0.0
        self._fetching: _Fetch | None = None

    async def current(self) -> str:
        """A token that is good for a while yet; raises what the token endpoint's request raised."""
        if self._value and self._monotonic() < self._ends:
            return self._value
        if self._fetching is None:
            self._fetching = _Fetch(asyncio.create_task(self._fetch()))
        fetching = self._fetching
        fetching.waiting += 1
        try:
            return await asyncio.shield(fetching.task)
        finally:
            fetching.waiting -= 1
            if fetching.task.done() or not fetching.waiting:
                self._leave(fetching)

    def refused(self) -> None:
        """NetSuite refused a token: the next one is fetched anew, unless that has just been done for somebody else's refusal."""
        if self._monotonic() - self._fetched >= _JUST_FETCHED_S:
            self._value = ""

    def _leave(self, fetching: _Fetch) -> None:
        """Whoever comes from now on starts anew: nobody may join what ends without a token."""
        fetching.task.cancel()
        if self._fetching is fetching:
            self._fetching = None

    async def _fetch(self) -> str:
        asked = self._monotonic()
        token = await self._ask()
        self._value, self._fetched = token.value, self._monotonic()
        self._ends = asked + token.life_s - min(_EARLY_S, token.life_s * _LARGEST_EARLY_SHARE)
        return token.value

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"
