"""NetSuite's clock, measured once for all processes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from landbridge.netsuite import ClockReading
from landbridge.service.connections.clock import SharedClock
from landbridge.service.connections.models import Connection

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@dataclass
class Surroundings:
    """Our clock, and NetSuite's, which is ahead of it."""

    now: datetime = NOON
    ahead: float = 7.5
    requests: int = 0

    def clock(self) -> datetime:
        return self.now

    def measure(self) -> ClockReading:
        self.requests += 1
        return ClockReading(self.ahead, self.now.timestamp())


@pytest.mark.requirement("run-05")
def test_measured_once_in_five_minutes_by_whichever_process(connection: Connection) -> None:
    around = Surroundings()
    first = SharedClock(connection.pk, around.measure, around.clock)
    assert first.now() == NOON + timedelta(seconds=7.5)
    around.now += timedelta(minutes=4, seconds=59)
    second = SharedClock(connection.pk, around.measure, around.clock)
    assert second.now() == around.now + timedelta(seconds=7.5)
    assert around.requests == 1
    around.now += timedelta(seconds=1)
    around.ahead = 8
    assert first.now() == second.now() == around.now + timedelta(seconds=8)
    assert around.requests == 2


def test_a_measurement_from_the_future_does_not_count(connection: Connection) -> None:
    around = Surroundings()
    SharedClock(connection.pk, around.measure, around.clock).now()
    around.now -= timedelta(minutes=1)
    SharedClock(connection.pk, around.measure, around.clock).now()
    assert around.requests == 2
