"""Priority in a whole system: a schedule that is set for the next minute, while notices wait."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from landbridge.demo.commands import run_command
from landbridge.demo.observer import Observer
from tests.acceptance.conftest import System, one_record, settled
from tests.waiting import eventually

LEAD = timedelta(seconds=8)
"""Enough to have the notices wait before the minute begins."""


def the_only(observer: Observer, kind: str, after: int) -> dict[str, Any] | None:
    """The run of a kind that came after another."""
    found = [run for run in observer.runs(kind=kind) if run["id"] > after]
    assert len(found) <= 1
    return found[0] if found else None


@pytest.mark.full
@pytest.mark.timeout(300)
@pytest.mark.requirement("queue-01", "queue-02", "queue-03", "queue-05")
def test_a_run_that_is_scheduled_for_the_next_minute_goes_before_notices_that_wait(working: System) -> None:
    observer = working.observer
    working.start_worker()  # a second one: still one run at a time
    eventually(lambda: settled(observer), what="a quiet queue")
    last = observer.runs()[0]["id"]
    working.hold("soap.search")
    run_command("run", "customers", environment=working.stack.environment)
    working.wait_until_held("soap.search")  # the manual run is at work, and everything else waits for it
    due = (datetime.now(UTC) + LEAD).replace(second=0, microsecond=0) + timedelta(minutes=1)
    command = ("schedule", "add-cron", f"{due.minute} {due.hour} * * *", "customers")
    run_command(*command, environment=working.stack.environment)
    saved = [working.save_customer(f"Waits {number}") for number in range(5)]
    assert {notice["answer"] for notice in observer.notices()[:5]} == {"waiting"}

    def waiting() -> list[tuple[int | None, str]]:
        (queue,) = observer.get("/queue")
        return [(place["position"], place["kind"]) for place in queue["places"]]

    eventually(
        lambda: waiting()[:3] == [(None, "manual"), (1, "scheduled"), (2, "real-time")],
        75,
        "the scheduled run before the notices",
    )
    working.release()
    for internal_id in saved:
        one_record(observer, "customer", internal_id)
    scheduled = the_only(observer, "scheduled", last)
    assert scheduled is not None
    real_time = eventually(lambda: the_only(observer, "real-time", last), what="the run of the notices")
    eventually(lambda: settled(observer), what="a quiet queue")
    scheduled, real_time = (observer.get(f"/runs/{run['id']}") for run in (scheduled, real_time))
    manual = the_only(observer, "manual", last)
    assert manual is not None
    assert manual["finished_at"] <= scheduled["started_at"]
    assert scheduled["finished_at"] <= real_time["started_at"]
    notices = [notice for notice in observer.notices() if notice["internal_id"] in saved]
    assert {notice["run"] for notice in notices} == {real_time["id"]}
