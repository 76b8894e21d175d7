"""The weekly sweep, and how many changes real time missed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from landbridge.service.projects.models import SppRecord
from landbridge.service.runs import queueing
from landbridge.service.runs.errors import RunRefused
from landbridge.service.runs.ticking import tick
from landbridge.service.verification import starting
from landbridge.service.verification.link import verify_link
from landbridge.service.verification.missed import missed_by_real_time
from landbridge.service.verification.models import Sweep, Verification
from landbridge.service.verification.weekly import next_start, set_sweep, start_due, sweep_of
from landbridge.service.workflows.activation import set_real_time
from landbridge.service.workflows.models import Workflow

from .conftest import Bench

pytestmark = pytest.mark.requirement("verify-05")

WEEK = timedelta(days=7)


@pytest.fixture
def live(bench: Bench) -> Bench:
    """A stand that went live a week and a day ago, with three customers."""
    for number in ("1", "2", "3"):
        bench.stand.customer(number)
    bench.imported()
    Workflow.objects.filter(connection=bench.stand.connection).update(real_time_since=bench.stand.clock())
    bench.stand.clock.advance(WEEK.total_seconds())
    return bench


def missed(bench: Bench) -> dict[str, int]:
    now = bench.stand.clock()
    return missed_by_real_time(bench.stand.connection, now - WEEK, now)


def test_what_a_notice_announced_was_not_missed(live: Bench) -> None:
    live.stand.customer("1", "Announced")
    live.stand.notice("customer", "1")
    live.stand.real_time()
    live.stand.customer("2", "Announced, and a catch-up was there before")
    live.stand.notice("customer", "2")
    live.stand.run(queueing.CATCH_UP)
    live.stand.real_time()

    assert missed(live) == {"employees": 0, "customers": 0, "projects": 0}


def test_what_only_another_run_brought_was_missed(live: Bench) -> None:
    live.stand.customer("1", "By CSV")
    live.stand.customer("4", "By CSV, new")
    live.stand.run(queueing.CATCH_UP)
    live.stand.clock.advance(60)
    live.stand.employee("9")
    live.stand.run(queueing.MANUAL)

    assert missed(live) == {"employees": 1, "customers": 2, "projects": 0}


def test_what_changed_before_real_time_was_on_was_not_missed(live: Bench) -> None:
    set_real_time(live.stand.connection, "customers", live=False, by=live.stand.admin)
    live.stand.customer("1", "Before")
    live.stand.clock.advance(60)
    set_real_time(live.stand.connection, "customers", live=True, by=live.stand.admin)
    Workflow.objects.filter(key="customers").update(real_time_since=live.stand.clock())
    live.stand.run(queueing.CATCH_UP)

    assert missed(live)["customers"] == 0


def test_workflow_that_is_not_live_misses_nothing(live: Bench) -> None:
    set_real_time(live.stand.connection, "customers", live=False, by=live.stand.admin)
    live.stand.customer("1", "By CSV")
    live.stand.run(queueing.CATCH_UP)

    assert missed(live) == {"employees": 0, "projects": 0}


def test_what_nobody_brought_is_found_by_the_sweep_and_reported(live: Bench) -> None:
    tick(live.stand.clock())
    live.stand.clock.advance(WEEK.total_seconds())
    live.stand.customer("1", "Brought by a catch-up")
    live.stand.run(queueing.CATCH_UP)
    live.stand.customer("2", "Brought by nobody")
    live.stand.clock.advance(3600)

    start_due(live.stand.clock())
    sweep = Verification.objects.get()
    for _ in range(100):
        verify_link(sweep.pk, live.stand.services)
        live.stand.clock.advance(1)

    sweep.refresh_from_db()
    assert (sweep.kind, sweep.state) == ("weekly", "completed")
    assert live.found(sweep) == {"customers 2": "differs"}
    assert sweep.missed == {"employees": 0, "customers": 2, "projects": 0}


def test_sweep_comes_once_a_week_by_itself(bench: Bench) -> None:
    bench.stand.clock.at = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # a Monday
    starts = []
    for _ in range(4 * 15):
        if start_due(bench.stand.clock()):
            starts.append(bench.stand.clock())
            Verification.objects.update(state="completed")
        bench.stand.clock.advance(6 * 3600)

    assert starts == [datetime(2026, 3, 8, 3, 0, tzinfo=UTC), datetime(2026, 3, 15, 3, 0, tzinfo=UTC)]


def test_weeks_away_are_made_up_for_once(bench: Bench) -> None:
    start_due(bench.stand.clock())
    bench.stand.clock.advance(4 * WEEK.total_seconds())

    assert [start_due(bench.stand.clock()) for _ in range(3)] == [1, 0, 0]


def test_sweep_can_be_turned_off_and_moved(bench: Bench) -> None:
    now = bench.stand.clock()
    place = bench.stand.connection
    assert sweep_of(place, now).active
    set_sweep(place, active=False, weekday=2, hour=22, by=bench.stand.admin, now=now)
    bench.stand.clock.advance(2 * WEEK.total_seconds())
    assert start_due(bench.stand.clock()) == 0

    moved = set_sweep(place, active=True, weekday=2, hour=22, by=bench.stand.admin, now=bench.stand.clock())
    assert (moved.next_at.weekday(), moved.next_at.hour) == (2, 22)
    with pytest.raises(RunRefused):
        set_sweep(place, active=True, weekday=7, hour=0, by=None, now=now)


def test_sweep_that_meets_another_comparison_comes_an_hour_later(bench: Bench) -> None:
    start_due(bench.stand.clock())
    Sweep.objects.update(next_at=bench.stand.clock())
    other = starting.start(bench.stand.connection, by=bench.stand.admin, now=bench.stand.clock())

    assert start_due(bench.stand.clock()) == 0
    starting.cancel(other, now=bench.stand.clock())
    bench.stand.clock.advance(3600)
    assert start_due(bench.stand.clock()) == 1


def test_next_start_is_never_now() -> None:
    sunday = datetime(2026, 3, 8, 3, 0, tzinfo=UTC)
    assert next_start(sunday, 6, 3) == sunday + WEEK
    assert next_start(sunday - timedelta(seconds=1), 6, 3) == sunday
    assert next_start(sunday + timedelta(hours=1), 0, 0) == datetime(2026, 3, 9, 0, 0, tzinfo=UTC)


def test_gone_from_suiteprojects_pro_without_a_change_in_netsuite_was_not_missed(live: Bench) -> None:
    SppRecord.objects.filter(type="customer").delete()
    live.verify()

    assert missed(live)["customers"] == 0
