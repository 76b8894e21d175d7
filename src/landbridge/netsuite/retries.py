"""Trying again, by the class of the error and never otherwise.

A thin loop of our own: what is repeated depends on two classes of trouble with different patience, and clock, sleep and
randomness come from outside.
"""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from landbridge.netsuite.errors import (
    ConnectionNotMade,
    MalformedReply,
    OutcomeUnknown,
    ReplyTooLarge,
    Retry,
    SearchLapsed,
    Wait,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How patient to be.

    ``retries`` (0 to 10, as the connection's setting) bounds repeats after passing trouble, time-outs among it; none begins later than
    ``repeat_within_s`` after the first try did. Over-limit answers are waited out for ``patience_s`` in all, the time that requests take
    not counted. Waits grow from ``first_wait_s`` to ``longest_wait_s``, with full jitter in their upper half. ``sign_in_wait_s``: after
    how long a refused sign-in is tried again that was accepted before, once, since five refusals in a row lock the user; ``None``: never.
    """

    retries: int = 5
    patience_s: float = 120.0
    first_wait_s: float = 0.25
    longest_wait_s: float = 15.0
    sign_in_wait_s: float | None = 5.0
    repeat_within_s: float = math.inf

    def __post_init__(self) -> None:
        if not 0 <= self.retries <= 10:
            raise ValueError(f"retries {self.retries} is outside 0 to 10")

    @classmethod
    def off(cls) -> RetryPolicy:
        """Never try again."""
        return cls(retries=0, patience_s=0.0)


@dataclass(frozen=True, slots=True)
class Retrier:
    """Runs attempts. ``sleep`` waits seconds, ``monotonic`` answers seconds, ``random`` answers 0 to below 1."""

    policy: RetryPolicy
    sleep: Callable[[float], Awaitable[None]]
    monotonic: Callable[[], float]
    random: Callable[[], float]

    async def run(self, attempt: Callable[[], Awaitable[T]], *, writes: bool) -> T:
        """Run ``attempt`` until it succeeds or fails for good; every call signs anew.

        A write is repeated only when it is known not to have happened: NetSuite refused it (``Wait``) or no connection
        came about. Otherwise it raises ``OutcomeUnknown`` from what happened.
        """
        started = self.monotonic()
        waited = 0.0
        waits = repeats = 0
        while True:
            try:
                return await attempt()
            except Wait as error:
                delay = max(self._delay(waits), error.retry_after_s)
                if waited + delay > self.policy.patience_s:
                    raise
                waited += delay
                waits += 1
            except SearchLapsed:
                raise
            except (Retry, MalformedReply, ReplyTooLarge) as error:
                if writes and not isinstance(error, ConnectionNotMade):
                    raise _unknown(error) from error
                asked = error.retry_after_s if isinstance(error, Retry) else 0.0
                delay = max(self._delay(repeats), asked)
                late = self.monotonic() - started + delay > self.policy.repeat_within_s
                if not isinstance(error, Retry) or repeats >= self.policy.retries or late:
                    raise
                repeats += 1
            await self.sleep(delay)

    async def pause(self, before: int) -> None:
        """Sleep as long as before the repeat after so many repeats."""
        await self.sleep(self._delay(before))

    def _delay(self, before: int) -> float:
        full = min(self.policy.first_wait_s * 2**before, self.policy.longest_wait_s)
        return float(full * (0.5 + 0.5 * self.random()))


def _unknown(error: Retry | MalformedReply | ReplyTooLarge) -> OutcomeUnknown:
    return OutcomeUnknown(
        f"The write may have happened: {error.message}", code=error.code, context=error.context
    )
