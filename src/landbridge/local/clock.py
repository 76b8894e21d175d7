"""The account's clock: the one place that asks what time it is."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)
"""What the clock can be moved to: every part of the account can reckon with what lies around it."""


def system_now() -> datetime:
    """Return the machine's time, aware, in UTC."""
    return datetime.now(UTC)


class Clock:
    """The machine's time plus an offset that the control plane moves. Thread-safe."""

    def __init__(self, source: Callable[[], datetime] = system_now) -> None:
        self._source = source
        self._offset = timedelta(0)
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """Return the account's time, aware, in UTC, to the millisecond (SOAP shows no more)."""
        with self._lock:
            instant = self._source() + self._offset
        return instant.replace(microsecond=instant.microsecond // 1000 * 1000)

    def advance(self, seconds: float) -> None:
        """Move the clock by ``seconds``, forwards or backwards. Raises ``ValueError`` for a move out of its range."""
        with self._lock:
            try:
                offset = self._offset + timedelta(seconds=seconds)
                shown = self._source() + offset
            except OverflowError as error:
                raise ValueError("the clock cannot be moved so far") from error
            _check(shown)
            self._offset = offset

    def set(self, instant: datetime) -> None:
        """Move the clock so that it is ``instant`` (aware) now. Raises ``ValueError`` for a naive one, or one out of its range."""
        if instant.tzinfo is None:
            raise ValueError("the clock is set to an aware instant")
        _check(instant)
        with self._lock:
            self._offset = instant.astimezone(UTC) - self._source()

    def reset(self) -> None:
        """Show the machine's time again."""
        with self._lock:
            self._offset = timedelta(0)


def _check(instant: datetime) -> None:
    if not EARLIEST <= instant <= LATEST:
        raise ValueError(f"the clock shows {EARLIEST.year} to {LATEST.year}")
