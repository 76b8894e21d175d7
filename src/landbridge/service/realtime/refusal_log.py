"""Counts refusals in memory and writes the counts once a second, so that a flood of rubbish costs one row a minute.

At most ``MOST_KEYS`` counts are held between two writes; a flood that uses many connections' names loses its detail, not
its number in the process log.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import structlog

from landbridge.service.realtime.refusals import RefusedError
from landbridge.service.realtime.repository import RefusalKey

MOST_KEYS = 1000
LOG_LINES_A_SECOND = 20

_log = structlog.get_logger(__name__)


class RefusalLog:
    """What was refused since the last ``take``."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._counts: dict[RefusalKey, tuple[int, str]] = {}
        self._lines = 0

    def add(self, refused: RefusedError) -> None:
        """Count a refusal, and log the first ones of each second."""
        key = RefusalKey(
            refused.connection_id, refused.refusal.code, self._clock().replace(second=0, microsecond=0)
        )
        count, detail = self._counts.get(key, (0, refused.detail))
        if count or len(self._counts) < MOST_KEYS:
            self._counts[key] = (count + 1, detail)
        self._lines += 1
        if self._lines <= LOG_LINES_A_SECOND:
            _log.warning(
                "notice refused",
                code=refused.refusal.code,
                connection=refused.connection_id,
                detail=refused.detail,
            )

    def take(self) -> dict[RefusalKey, tuple[int, str]]:
        """Return the counts and begin anew."""
        if self._lines > LOG_LINES_A_SECOND:
            _log.warning("more notices refused", count=self._lines - LOG_LINES_A_SECOND)
        taken, self._counts, self._lines = self._counts, {}, 0
        return taken
