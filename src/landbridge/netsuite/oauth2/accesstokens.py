"""Access tokens, kept until they end and asked for once, however many wait for one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from landbridge.netsuite.oauth2.tokenendpoint import AccessToken

_EARLY_S = 60.0
_LARGEST_EARLY_SHARE = 0.1
_JUST_FETCHED_S = 10.0


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
        self._fetching: asyncio.Task[str] | None = None
        self._waiting = 0

    async def current(self) -> str:
        """A token that is good for a while yet; raises what the token endpoint's request raised."""
        if self._value and self._monotonic() < self._ends:
            return self._value
        if self._fetching is None or self._fetching.done():
            self._fetching = asyncio.create_task(self._fetch())
        fetching = self._fetching
        self._waiting += 1
        try:
            return await asyncio.shield(fetching)
        finally:
            self._waiting -= 1
            if not self._waiting:
                fetching.cancel()

    def refused(self) -> None:
        """NetSuite refused a token: the next one is fetched anew, unless that has just been done for somebody else's refusal."""
        if self._monotonic() - self._fetched >= _JUST_FETCHED_S:
            self._value = ""

    async def _fetch(self) -> str:
        asked = self._monotonic()
        token = await self._ask()
        self._value, self._fetched = token.value, self._monotonic()
        self._ends = asked + token.life_s - min(_EARLY_S, token.life_s * _LARGEST_EARLY_SHARE)
        return token.value

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"
