"""Telling a refused sign-in under load from a wrong secret.

NetSuite answers both with the same words (github.com/julbrs/netsuite-api-client/issues/26, github.com/salto-io/salto/pull/6465), and five
refusals in a row lock the user for half an hour (help section_1509544929). What tells them apart is that the same credentials were
accepted before: then a refusal is in doubt, and asked about again a little later, at most twice. Credentials that were never accepted are
not tried again. Whoever else wants to send meanwhile waits for the answer instead of finding out for himself.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from enum import Enum
from typing import TypeVar

from landbridge.netsuite.errors import Context, FixRecord, PermissionMissing, SignInAgain
from landbridge.netsuite.retries import RetryPolicy

T = TypeVar("T")
Before = Callable[[], None]
"""To be called right before a request is sent, with its slot at hand; raises where it is not to be sent now."""
Attempt = Callable[[Before], Awaitable[T]]

REMEMBERED_S = 600.0
"""So long nobody asks again after a refusal that stood: with three refusals in a row at most, the fifth is far away."""

_PLAIN = frozenset({"INVALID_ROLE", "LOGIN_DISABLED", "ROLE_REQUIRED", "TWO_FA_REQD"})
_FINAL = frozenset(
    {
        "consumer_key_refused",
        "consumer_key_unknown",
        "FeatureDisabled",
        "InvalidSignature",
        "permission_denied",
        "temporary_locked",
        "token_rejected",
    }
)
"""Codes, and details as REST and RESTlets tell them, that say what is wrong: load has no part in it."""


class Door(Enum):
    """Where one signs in; a role may open one and not another."""

    SOAP = "soap"
    REST = "rest"
    RESTLET = "restlet"


class _HeldBack(Exception):  # noqa: N818 - no error: the attempt comes later
    """The attempt was not sent, as the credentials have come into doubt."""


def _go() -> None:
    """Send it."""


class Trust:
    """What is known of one client's credentials at one door. For one event loop.

    ``monotonic`` answers seconds, ``random`` 0 to below 1. How often and after how many seconds a refusal in doubt is asked about again is
    ``policy.sign_in_waits_s``, within ``retries`` and ``patience_s``.
    """

    def __init__(
        self,
        policy: RetryPolicy,
        sleep: Callable[[float], Awaitable[None]],
        monotonic: Callable[[], float],
        random: Callable[[], float],
    ) -> None:
        self._all_waits = [wait for wait in policy.sign_in_waits_s if wait <= policy.patience_s][
            : policy.retries
        ]
        self._sleep = sleep
        self._monotonic = monotonic
        self._random = random
        self._good = False
        self._in_doubt = False
        self._waits: list[float] = []
        self._refusal: SignInAgain | None = None
        self._stands_until = 0.0
        self._alone = asyncio.Lock()

    async def run(self, attempt: Attempt[T], context: Context) -> T:
        """Run a signed ``attempt``; again where its refusal is in doubt. It calls what it is given right before it sends.

        Raises what it raised, and the same refusal without asking where NetSuite refused the credentials a short while ago.
        """
        for _ in range(1 + len(self._all_waits)):
            if self._good:
                try:
                    return await self._noted(attempt, self._hold_back)
                except _HeldBack:
                    pass
                except SignInAgain as error:
                    self._doubt(error)
            async with self._alone:
                if not self._good:
                    return await self._carefully(attempt, context)
        return await self._noted(attempt, _go)

    def _hold_back(self) -> None:
        """Stop whom a refusal overtook while he waited for a slot."""
        if not self._good:
            raise _HeldBack

    async def _carefully(self, attempt: Attempt[T], context: Context) -> T:
        """Run ``attempt`` while nobody else sends."""
        self._raise_what_stands(context)
        while True:
            if self._in_doubt and self._waits:
                await self._sleep(self._waits.pop(0) * (0.5 + 0.5 * self._random()))
            try:
                return await self._noted(attempt, _go)
            except SignInAgain as error:
                self._doubt(error, alone=True)

    async def _noted(self, attempt: Attempt[T], before: Before) -> T:
        try:
            result = await attempt(before)
        except (FixRecord, PermissionMissing):
            self._accept()
            raise
        self._accept()
        return result

    def _accept(self) -> None:
        self._good = True
        self._in_doubt = False
        self._waits = list(self._all_waits)
        self._refusal = None

    def _doubt(self, error: SignInAgain, *, alone: bool = False) -> None:
        """Take note of a refusal; raises it where it stands."""
        if error.code in _PLAIN or error.detail in _FINAL:
            self._waits.clear()
        if not (alone or self._good):
            return  # somebody asks already
        self._good = False
        self._in_doubt = bool(self._waits)
        if not self._in_doubt:
            self._refusal = error
            self._stands_until = self._monotonic() + REMEMBERED_S
            raise error

    def _raise_what_stands(self, context: Context) -> None:
        left = self._stands_until - self._monotonic()
        if self._refusal is not None and left > 0:
            raise self._refusal.remembered(
                f"NetSuite refused these credentials a moment ago and is not asked again for {left:.0f} s, since five refusals lock "
                f"the user: {self._refusal.message}",
                context,
            )
