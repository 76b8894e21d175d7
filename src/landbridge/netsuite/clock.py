"""NetSuite's clock, known by its distance from ours."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime

_FRESH_S = 300.0


@dataclass(frozen=True, slots=True)
class ClockReading:
    """One measurement: NetSuite's clock is ``offset_s`` ahead of ours, as seen at ``measured_at`` (our Unix seconds).

    Plain numbers, so that a caller can keep it between processes and hand it to the next client.
    """

    offset_s: float
    measured_at: float


@dataclass(frozen=True, slots=True)
class RestClock:
    """NetSuite's time by the ``Date`` of an answer, since REST has no ``getServerTime``: right to the second, never ahead.

    ``ahead`` answers the seconds by which our clock, ``now``, is ahead.
    """

    ahead: Callable[[], Awaitable[float]]
    now: Callable[[], float]

    async def ask(self) -> datetime:
        """NetSuite's clock, UTC."""
        return datetime.fromtimestamp(self.now() - await self.ahead(), UTC)


class ServerClock:
    """Tells NetSuite's time; asks for it (``ask``) at most every five minutes, and not at all with a fresh reading."""

    def __init__(
        self,
        ask: Callable[[], Awaitable[datetime]],
        now: Callable[[], float],
        reading: ClockReading | None = None,
    ) -> None:
        self._ask = ask
        self._now = now
        self.reading = reading

    async def now(self) -> datetime:
        """The present instant on NetSuite's clock, UTC."""
        reading = await self.measure()
        return datetime.fromtimestamp(self._now() + reading.offset_s, UTC)

    async def measure(self, *, fresh_s: float = _FRESH_S) -> ClockReading:
        """A reading not older than ``fresh_s`` seconds; half of the round trip is taken as the way there."""
        known = self.reading
        if known is not None and 0 <= self._now() - known.measured_at < fresh_s:
            return known
        before = self._now()
        server = await self._ask()
        after = self._now()
        self.reading = ClockReading(server.timestamp() - (before + after) / 2, after)
        return self.reading
