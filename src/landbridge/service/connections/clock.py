"""NetSuite's clock, shared by all processes: measured at most every five minutes and kept in the connection's row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeGuard

from landbridge.netsuite import ClockReading
from landbridge.service.connections.models import Connection
from landbridge.service.ports import Clock

FRESH = timedelta(minutes=5)


def stored_reading(connection_id: int) -> ClockReading | None:
    """Return the last measurement of any process, however old."""
    row = (
        Connection.objects.filter(pk=connection_id, clock_measured_at__isnull=False)
        .values_list("clock_offset_ms", "clock_measured_at")
        .first()
    )
    if row is None or row[0] is None or row[1] is None:
        return None
    return ClockReading(offset_s=row[0] / 1000, measured_at=row[1].timestamp())


@dataclass(slots=True)
class SharedClock:
    """Tells NetSuite's time for one connection. ``measure`` asks NetSuite (one request)."""

    connection_id: int
    measure: Callable[[], ClockReading]
    clock: Clock
    _known: ClockReading | None = None

    def now(self) -> datetime:
        """Return the present instant on NetSuite's clock, UTC. Costs a request only where no process measured for five minutes."""
        return self.clock() + timedelta(seconds=self._reading().offset_s)

    def _reading(self) -> ClockReading:
        if self._is_fresh(self._known):
            return self._known
        self._known = stored_reading(self.connection_id)
        if self._is_fresh(self._known):
            return self._known
        measured = self.measure()
        Connection.objects.filter(pk=self.connection_id).update(
            clock_offset_ms=round(measured.offset_s * 1000),
            clock_measured_at=datetime.fromtimestamp(measured.measured_at, UTC),
        )
        self._known = measured
        return measured

    def _is_fresh(self, reading: ClockReading | None) -> TypeGuard[ClockReading]:
        if reading is None:
            return False
        age = self.clock().timestamp() - reading.measured_at
        return 0 <= age < FRESH.total_seconds()
