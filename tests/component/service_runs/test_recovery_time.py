"""Hours without NetSuite, and clocks that are moved: time passes as the tick sees it, and everything arrives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from landbridge.netsuite import ClockReading
from landbridge.netsuite.errors import ConnectionNotMade
from landbridge.service.connections.clock import SharedClock
from landbridge.service.runs import queueing
from landbridge.service.runs.models import Lane, Run, RunItem
from landbridge.service.runs.starts.starting import start_run
from landbridge.service.runs.ticking import tick

from .conftest import Stand
from .queue import register_worker, work_one

STEP_S = 40


@dataclass
class MeasuredNetSuite:
    """The account in memory, whose clock the service knows as in earnest: measured at times, kept for five minutes."""

    stand: Stand

    def __post_init__(self) -> None:
        self._clock = SharedClock(self.stand.connection.pk, self._measure, self.stand.clock)

    def now(self) -> datetime:
        return self._clock.now()

    def _measure(self) -> ClockReading:
        ours = self.stand.clock()
        return ClockReading((self.stand.netsuite.now() - ours).total_seconds(), ours.timestamp())

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stand.netsuite, name)


def pass_time(stand: Stand, seconds: float) -> None:
    """Let time pass: a worker ticks and does what waits."""
    worker = register_worker()
    for _ in range(round(seconds / STEP_S)):
        stand.clock.advance(STEP_S)
        tick(stand.clock())
        while work_one(stand.connection.pk, stand.services, worker):
            pass


def phones(stand: Stand) -> dict[str, Any]:
    return {name: record.fields.get("phone") for name, record in stand.spp("customer").items()}


@pytest.mark.requirement("recovery-03")
def test_netsuite_away_for_an_hour_and_what_was_saved_meanwhile_arrives_by_itself(stand: Stand) -> None:
    stand.customer("1", phone="before")
    pass_time(stand, 60)
    assert phones(stand) == {"Customer 1": "before"}

    def away(_: str) -> None:
        raise ConnectionNotMade("No connection to NetSuite came about.", code="CONNECT")

    stand.netsuite.before = away
    stand.notice("customer", "1")
    start_run(stand.connection, queueing.SCHEDULED, by=stand.admin, now=stand.clock())
    pass_time(stand, 1800)
    stand.customer("1", phone="meanwhile")
    stand.customer("2", phone="new")
    pass_time(stand, 1800)
    failed = Run.objects.filter(state=Run.State.FAILED)
    assert failed.exists()
    assert {run.error for run in failed} == {"No connection to NetSuite came about. (CONNECT)"}
    assert all(run.hint for run in failed)
    assert phones(stand) == {"Customer 1": "before"}

    stand.netsuite.before = None
    pass_time(stand, 420)  # the longest rest between two attempts, and a catch-up
    assert phones(stand) == {"Customer 1": "meanwhile", "Customer 2": "new"}
    assert not Run.objects.filter(state__in=["queued", "running"]).exists()
    assert RunItem.objects.filter(internal_id="2", outcome="created").count() == 1


@pytest.mark.requirement("recovery-05")
@pytest.mark.parametrize("whose", ["ours", "NetSuite's"])
@pytest.mark.parametrize(
    ("moved_s", "later"), [(3600, "notice"), (-100, "catch-up"), (-3600, "notice"), (-40 * 86400, "catch-up")]
)
def test_a_clock_that_is_moved_loses_no_change(stand: Stand, whose: str, moved_s: int, later: str) -> None:
    stand.services.reader_for = lambda _: MeasuredNetSuite(stand)
    stand.customer("1", phone="before")
    pass_time(stand, 60)
    stand.customer("2", phone="just before")
    if whose == "ours":
        stand.clock.advance(moved_s)
        stand.netsuite.offset -= timedelta(seconds=moved_s)
    else:
        stand.netsuite.offset += timedelta(seconds=moved_s)
        stand.netsuite.visible_at.clear()  # what was saved stays there to be seen
    stand.customer("1", phone="after")
    stand.customer("3", phone="just after")
    if later == "notice":
        stand.notice("customer", "1")
        pass_time(stand, STEP_S)
        assert phones(stand)["Customer 1"] == "after"
    pass_time(stand, 320)
    stand.customer("3", phone="later")
    pass_time(stand, 320)
    assert phones(stand) == {"Customer 1": "after", "Customer 2": "just before", "Customer 3": "later"}
    assert Lane.objects.get().caught_up_at <= stand.clock()
