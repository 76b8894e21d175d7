"""A whole system to which NetSuite's notices mean nothing: it polls, and people ask for records."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from landbridge.demo.commands import CommandFailedError, run_command
from tests.acceptance.conftest import System, one_record, settled
from tests.waiting import eventually

pytestmark = pytest.mark.full


@pytest.fixture
def deaf(working: System) -> Iterator[System]:
    """A system with a worker, quiet, that ignores notices."""
    environment = working.stack.environment
    run_command("realtime", "disable", environment=environment)
    observer = working.observer
    eventually(lambda: settled(observer) and observer.runs(), what="the first catch-up")
    yield working
    run_command("realtime", "poll", "off", environment=environment)


@pytest.mark.requirement("kind-10")
def test_poll_mode_brings_what_was_saved_though_no_notice_counts(deaf: System) -> None:
    environment, observer = deaf.stack.environment, deaf.observer
    quiet = deaf.save_customer("Nobody asks for it yet")
    assert observer.records("customer", quiet) == []

    run_command("realtime", "poll", "on", "--every", "5", environment=environment)
    one_record(observer, "customer", quiet)
    polled = deaf.save_customer("Polled")
    one_record(observer, "customer", polled, 20)

    assert {notice["answer"] for notice in observer.notices()[:2]} == {"real_time_off"}
    bringing = [run for run in observer.runs(kind="real-time") if run["counts"].get("created")]
    assert {run["reason"] for run in bringing} == {"Poll"}


@pytest.mark.requirement("kind-06")
@pytest.mark.requirement("kind-08")
def test_a_record_and_a_date_are_asked_for_by_command(deaf: System) -> None:
    environment, observer = deaf.stack.environment, deaf.observer
    wanted = deaf.save_customer("Wanted at once")
    said = run_command("run", "record", "customers", wanted, "--wait", "--json", environment=environment)
    answer = json.loads(said.splitlines()[-1])
    assert (answer["internal_id"], answer["outcome"]) == (wanted, "created")
    one_record(observer, "customer", wanted)
    with pytest.raises(CommandFailedError, match="customer 987654: skipped"):
        run_command("run", "record", "customers", "987654", "--wait", environment=environment)

    said = run_command(
        "run", "--kind", "full", "--since", "2020-01-01", "--wait", "--json", environment=environment
    )
    run = json.loads(said.splitlines()[-1])
    assert (run["state"], run["since"]) == ("completed", "2020-01-01T00:00:00Z")
    assert run["counts"]["unchanged"] >= 1
