"""What a test says: lines that passed, warned, failed or were not tried."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeVar

from landbridge.netsuite.errors import NetSuiteError, Retry

ANSWERS_WITHIN_S = 30.0
"""Somebody waits for the test: what is not answered by then counts as not answered."""

FIRST_MEND = "First mend the above."

T = TypeVar("T")


class CheckState(Enum):
    """How a line ended; ``SKIPPED`` lines were not tried, or cannot be known, because another one failed."""

    PASSED = "passed"
    WARNED = "warned"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One line of the test. ``key`` is stable: ``host``, ``version``, ``sign_in``, ``clock``, ``permission_`` with the permission's id
    (``permission_LIST_CUSTJOB``), ``suiteapp``, ``limits``. ``advice`` is empty for a passed line. ``limit``, of the line ``limits`` alone,
    is what ``Client.respect_limits`` answers. ``error`` is what NetSuite, or the way there, refused a failed line with."""

    key: str
    title: str
    state: CheckState
    message: str
    advice: str = ""
    limit: int | None = None
    error: NetSuiteError | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Subject:
    """A line before anything is known about it."""

    key: str
    title: str

    def passed(self, message: str) -> CheckLine:
        """It is right."""
        return CheckLine(self.key, self.title, CheckState.PASSED, message)

    def warned(self, message: str, advice: str) -> CheckLine:
        """It works, and somebody should do something."""
        return CheckLine(self.key, self.title, CheckState.WARNED, message, advice)

    def failed(self, message: str, advice: str) -> CheckLine:
        """It does not work."""
        return CheckLine(self.key, self.title, CheckState.FAILED, message, advice)

    def refused(self, error: NetSuiteError, advice: str = "") -> CheckLine:
        """It does not work, in NetSuite's words; ``advice`` where it is better known here than the error knows it."""
        return CheckLine(
            self.key, self.title, CheckState.FAILED, str(error), advice or error.advice, error=error
        )

    def skipped(self, message: str = "Not tried.", advice: str = FIRST_MEND) -> CheckLine:
        """Nobody knows."""
        return CheckLine(self.key, self.title, CheckState.SKIPPED, message, advice)


async def answer_of(asked: Awaitable[T]) -> T | NetSuiteError:
    """Return the answer or the error of one request, ``Retry`` where none came in time."""
    try:
        async with asyncio.timeout(ANSWERS_WITHIN_S):
            return await asked
    except NetSuiteError as error:
        return error
    except TimeoutError:
        return Retry(f"NetSuite did not answer within {ANSWERS_WITHIN_S:.0f} seconds.")
