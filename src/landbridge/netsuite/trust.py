"""Telling a refused sign-in under load from a wrong secret.

NetSuite answers both with the same words (github.com/julbrs/netsuite-api-client/issues/26, github.com/salto-io/salto/pull/6465), and five
refusals in a row lock the user for half an hour (help section_1509544929). What tells them apart is that the same credentials were
accepted before: then a single refusal is in doubt, and asked about once more a little later. Credentials that were never accepted are
not tried again, and nobody asks again after two refusals in a row, until a while has passed. All doors and all open clients of this
process with the same credentials share one count; whoever else wants to send meanwhile waits for the answer instead of finding out for
himself.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from landbridge.netsuite.errors import Context, FixRecord, PermissionMissing, SignInAgain
from landbridge.netsuite.refusals import Door, Refusals
from landbridge.netsuite.retries import RetryPolicy

T = TypeVar("T")
Before = Callable[[], None]
"""To be called right before a request is sent, with its slot at hand; raises where it is not to be sent now."""
Attempt = Callable[[Before], Awaitable[T]]

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


class _HeldBack(Exception):  # noqa: N818 - no error: the attempt comes later
    """The attempt was not sent, as the credentials have come into doubt."""


class Trust:
    """What one client makes of the refusals of its credentials. For one event loop.

    ``monotonic`` answers seconds, ``random`` 0 to below 1. After how many seconds a refusal in doubt is asked about again is
    ``policy.sign_in_wait_s``; never without ``retries``, or where it is longer than ``patience_s``.
    """

    def __init__(
        self,
        policy: RetryPolicy,
        sleep: Callable[[float], Awaitable[None]],
        monotonic: Callable[[], float],
        random: Callable[[], float],
        refusals: Refusals | None = None,
    ) -> None:
        wait = policy.sign_in_wait_s
        self._wait = wait if policy.retries and wait is not None and wait <= policy.patience_s else None
        self._sleep = sleep
        self._monotonic = monotonic
        self._random = random
        self.share(refusals or Refusals())

    def share(self, refusals: Refusals) -> None:
        """Count with the other clients of the same credentials from now on; before anything is sent."""
        self._refusals = refusals
        self._since = refusals.last_sent

    async def run(self, attempt: Attempt[T], context: Context, door: Door = Door.REST) -> T:
        """Run a signed ``attempt`` at ``door``; again where its refusal is in doubt. It calls what it is given right before it sends.

        Raises what it raised, and the same refusal without asking where NetSuite refused the credentials a short while ago.
        """
        refusals = self._refusals
        for _ in range(2):
            if refusals.trusts(door):
                try:
                    return await self._noted(attempt, door, careful=False)
                except _HeldBack:
                    pass
                except SignInAgain as error:
                    if self._stands(error):
                        raise
            async with refusals.alone.slot():
                if not refusals.trusts(door):
                    return await self._carefully(attempt, context, door)
        async with refusals.alone.slot():
            return await self._carefully(attempt, context, door)

    async def _carefully(self, attempt: Attempt[T], context: Context, door: Door) -> T:
        """Run ``attempt`` while nobody else sends."""
        if self._wait is not None and self._refusals.take_doubt():
            await self._sleep(self._wait * (0.5 + 0.5 * self._random()))
        self._raise_what_stands(door, context)
        return await self._noted(attempt, door, careful=True)

    async def _noted(self, attempt: Attempt[T], door: Door, *, careful: bool) -> T:
        """Run ``attempt`` and take note of what it says of the credentials."""
        refusals, number = self._refusals, 0

        def before() -> None:
            nonlocal number
            if not (careful or refusals.trusts(door)):
                raise _HeldBack
            number = refusals.sent()

        try:
            result = await attempt(before)
        except (FixRecord, PermissionMissing):
            refusals.accepted(door, number)
            raise
        except SignInAgain as error:
            stands = careful or self._stands(error)
            refusals.refused(door, number, error, self._monotonic(), stands=stands)
            raise
        refusals.accepted(door, number)
        return result

    def _stands(self, error: SignInAgain) -> bool:
        """Whether a refusal is believed without asking again."""
        return self._wait is None or error.code in _PLAIN or error.detail in _FINAL

    def _raise_what_stands(self, door: Door, context: Context) -> None:
        now = self._monotonic()
        found = self._refusals.standing(door, now, since=self._since)
        if found is not None:
            error, until = found
            raise error.remembered(
                f"NetSuite refused these credentials a moment ago and is not asked again for {until - now:.0f} s, since five refusals lock "
                f"the user: {error.message}",
                context,
            )
