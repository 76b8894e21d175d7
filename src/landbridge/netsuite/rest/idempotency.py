"""Writes that may be repeated, since NetSuite knows them by a key (help subsect_164494900632; decision 38)."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable
from typing import TypeVar

from landbridge.netsuite.attempts import Answered, Attempts
from landbridge.netsuite.errors import (
    ConnectionNotMade,
    Context,
    MalformedReply,
    NetSuiteError,
    OutcomeUnknown,
    ReplyTooLarge,
    Retry,
    SignInAgain,
    Wait,
)

HEADER = "X-NetSuite-Idempotency-Key"

T = TypeVar("T")

_UNANSWERED = (Retry, MalformedReply, ReplyTooLarge)
_NOTHING_SAID_OF_EARLIER = (*_UNANSWERED, Wait, SignInAgain)
"""Errors of an attempt that say nothing about the attempts before it."""


def idempotency_key(key: str | uuid.UUID | None) -> str:
    """Return a key as it is sent, empty for none; ``ValueError`` for what is no UUID, the only form NetSuite takes."""
    if key is None:
        return ""
    try:
        return str(uuid.UUID(str(key)))
    except ValueError:
        raise ValueError("an idempotency key is a UUID") from None


async def repeated_by_key(
    attempts: Attempts, context: Context, attempt: Callable[[Answered], Awaitable[T]]
) -> T:
    """Run a write with a key as patiently as a read: what was carried out before is told by NetSuite, not done again.

    Raises ``OutcomeUnknown`` when patience ends after an attempt whose answer was lost.
    """
    lost: list[NetSuiteError] = []

    async def watched(answered: Answered) -> T:
        try:
            return await attempt(answered)
        except _UNANSWERED as error:
            if not isinstance(error, ConnectionNotMade):
                lost.append(error)
            raise

    try:
        return await attempts.run(context, watched, writes=False)
    except _NOTHING_SAID_OF_EARLIER as error:
        if not lost:
            raise
        raise OutcomeUnknown(
            f"The write may have happened: {lost[-1].message} Repeat it with the same idempotency key.",
            code=lost[-1].code,
            context=lost[-1].context,
        ) from error
