"""When a certificate renews itself, and when a renewal that failed is tried again. Chance is passed in, from 0 up to 1."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

Chance = Callable[[], float]

EARLIEST = timedelta(days=14)
"""Before the end. The original renews one to two weeks before (help article ``article_0124073449``)."""

FIRST_DELAY, LONGEST_DELAY = timedelta(minutes=1), timedelta(days=1)
JITTER = 0.2
TRIES_LEFT = 4
"""A delay is at most this share of the time that is left."""


def chance() -> float:
    """Return a number from 0 up to 1 that nobody can foresee."""
    return secrets.randbelow(1 << 53) / (1 << 53)


def renewal_moment(not_before: datetime, not_after: datetime, draw: Chance) -> datetime:
    """Return a moment seven to fourteen days before the end; of a validity below four weeks, in its third quarter."""
    earliest = min(EARLIEST, (not_after - not_before) / 2)
    return not_after - earliest * (1 + draw()) / 2


def retry_delay(failures: int, left: timedelta, draw: Chance) -> timedelta:
    """Return how long to wait after so many failures in a row: a minute, doubled each time, up to a day, a fifth more or less.

    ``left`` is the time until notices would be refused; near it, tries come closer, down to a minute apart.
    """
    delay = min(
        FIRST_DELAY * (1 << min(failures - 1, 20)), LONGEST_DELAY, max(left / TRIES_LEFT, FIRST_DELAY)
    )
    return delay * (1 - JITTER + 2 * JITTER * draw())
