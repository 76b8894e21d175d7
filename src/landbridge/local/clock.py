"""The account's clock: the one place that asks what time it is."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


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
        """Move the clock by ``seconds``, forwards or backwards."""
        with self._lock:
            self._offset += timedelta(seconds=seconds)

    def set(self, instant: datetime) -> None:
        """Move the clock so that it is ``instant`` (aware) now. Raises ``ValueError`` for a naive one."""
        if instant.tzinfo is None:
            raise ValueError("the clock is set to an aware instant")
        with self._lock:
            self._offset = instant.astimezone(UTC) - self._source()

    def reset(self) -> None:
        """Show the machine's time again."""
        with self._lock:
            self._offset = timedelta(0)
