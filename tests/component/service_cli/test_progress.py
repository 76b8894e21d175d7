"""A run that a command waits for: what it shows, what it streams, and its exit code. The links are done while the command sleeps."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from rich.console import Console

from landbridge.netsuite.errors import FixSetup
from landbridge.service.cli import progress, runs
from landbridge.service.cli.following import Look, Pace, follow, left
from landbridge.service.runs import queueing
from landbridge.service.runs.execution.link import run_link
from landbridge.service.runs.lanes.control import cancel_run, pause, resume
from landbridge.service.runs.models import Run, RunStep
from landbridge.service.runs.starts.starting import start_run
from tests.component.service_cli.conftest import Commands
from tests.component.service_runs.conftest import FLAG, Stand, make_connection, make_stand


@dataclass
class Night:
    """What goes on while a command sleeps: the next step, and a second passes."""

    stand: Stand
    steps: list[Callable[[], object]] = field(default_factory=list)
    at: float = 0.0

    def sleep(self, _seconds: float) -> None:
        self.at += 1.0
        if self.steps:
            self.steps.pop(0)()
        else:
            self.link()

    def monotonic(self) -> float:
        return self.at

    def link(self) -> None:
        for kind in (queueing.MANUAL, queueing.FULL):
            run_link(self.stand.connection.pk, kind, self.stand.services)

    def nothing(self) -> None:
        """Nobody works."""


@pytest.fixture
def night(command: Commands, monkeypatch: pytest.MonkeyPatch) -> Night:
    """Six customers, two a page, one page a link."""
    stand = make_stand()
    stand.netsuite.page_size = 2
    stand.services.link_time = timedelta(0)
    for number in range(1, 7):
        stand.customer(str(number))
    night = Night(stand)
    monkeypatch.setattr(runs, "time", SimpleNamespace(sleep=night.sleep, monotonic=night.monotonic))
    return night


def events(printed: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in printed.splitlines()]


def expect(count: int) -> Callable[[], None]:
    """Note what NetSuite said there is."""
    return lambda: RunStep.objects.update(expected=count) and None


@pytest.mark.requirement("progress-02")
def test_json_streams_events_and_ends_with_the_result(night: Night, command: Commands) -> None:
    night.steps = [night.nothing, night.link, expect(6)]
    *streamed, result = events(command("run", "customers", "--wait", "--json"))
    kinds = [event["event"] for event in streamed]
    assert kinds[0] == "queued"
    assert streamed[0]["position"] == 1
    assert streamed[0]["reason"]
    assert kinds.count("started") == 1
    assert kinds[-1] == "finished"
    assert streamed[-1]["state"] == "completed"
    far = [event for event in streamed if event["event"] == "progress"]
    assert [event["done"] for event in far][-1] == 6
    assert [event["done"] for event in far] == sorted(event["done"] for event in far)
    known = [event for event in far if event["expected"] == 6 and 0 < event["done"] < 6]
    assert known
    assert all(event["rate"] > 0 and event["left_s"] > 0 for event in known if event["rate"])
    assert {event["workflow"] for event in far} == {"customers"}
    assert "event" not in result
    assert (result["state"], result["counts"]["created"]) == ("completed", 6)


@pytest.mark.requirement("progress-02")
def test_each_record_that_fails_is_an_event(night: Night, command: Commands) -> None:
    night.stand.netsuite.save("customer", "9", entityId="Nobody knows", stage="_nonsense", **{FLAG: True})
    *streamed, result = events(command("run", "customers", "--wait", "--json", code=1))
    failed = [event for event in streamed if event["event"] == "failed"]
    assert len(failed) == result["counts"]["failed"] == 1
    assert all(event["reason"] and event["workflow"] == "customers" for event in failed)


@pytest.mark.requirement("progress-01")
def test_without_a_terminal_lines_tell_what_changes(night: Night, command: Commands) -> None:
    night.steps = [night.nothing, night.link, expect(6)]
    printed = command("run", "customers", "--wait").splitlines()
    assert printed[0].startswith("Run 1 is number 1 in the queue.")
    assert any(line.startswith("customers (1 of 1)") and "records" in line for line in printed)
    assert printed[-1].startswith("Run 1 completed. ")
    assert len(printed) < 8


@pytest.mark.requirement("progress-01")
@pytest.mark.requirement("progress-02")
def test_a_run_under_way_whose_connection_is_paused_says_so(night: Night, command: Commands) -> None:
    place, admin = night.stand.connection, night.stand.admin

    def stop() -> None:
        pause(place, by=admin, now=night.stand.clock())

    night.steps = [night.link, stop, night.nothing, lambda: resume(place, by=admin)]
    printed = command("run", "customers", "--wait").splitlines()
    told = "The connection is paused by Ada Admin since 2026-03-02 09:00:00 UTC."
    assert [line for line in printed if line.startswith(f"customers (1 of 1). {told}")]
    assert printed[-1].startswith("Run 1 completed. ")

    for number in range(1, 7):
        night.stand.netsuite.save("customer", str(number), phone="1")
    night.stand.clock.advance(60)
    night.steps = [night.link, stop, night.nothing, lambda: resume(place, by=admin)]
    streamed = events(command("run", "customers", "--wait", "--kind", "full", "--json"))
    held = [event["reason"] for event in streamed if event.get("event") == "held"]
    assert held.count(told.replace("09:00", "09:01")) == 1
    assert streamed[-1]["state"] == "completed"


@pytest.mark.requirement("progress-01")
def test_a_bar_shows_how_far_how_fast_and_how_long_still(night: Night) -> None:
    run = start_run(
        night.stand.connection, "manual", ["customers"], by=None, now=night.stand.clock(), reason="Test"
    )
    night.steps = [night.link, expect(6)]
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, width=120, color_system=None)
    with progress.live(console) as tell:
        for look in follow(run, 60, sleep=night.sleep, monotonic=night.monotonic):
            tell(look)
            console.print(progress.figures(look))
    shown = screen.getvalue()
    assert "customers (1 of 1)" in shown
    assert "2 of 6 records" in shown
    assert "/s" in shown
    assert "left" in shown


@pytest.mark.requirement("progress-03")
def test_exit_codes_tell_how_a_run_ended(night: Night, command: Commands) -> None:
    assert "completed" in command("run", "customers", "--wait", code=0)

    def refuse(_operation: str) -> None:
        raise FixSetup("The role lacks the permission Lists -> Customers.")

    night.stand.netsuite.before = refuse
    assert "lacks the permission" in command("run", "customers", "--wait", code=1)
    night.stand.netsuite.before = None

    night.steps = [night.nothing] * 9
    printed = command("run", "customers", "--wait", "--timeout", "3", code=4)
    assert "is queued after 3 s" in printed
    night.steps = [lambda: cancel_run(Run.objects.get(state="queued"))]
    assert "cancelled" in command("run", "customers", "--wait", code=5)
    make_connection("Second", "TSTDRV2")
    assert "say which" in command("run", "customers", code=2)


@pytest.mark.requirement("progress-03")
def test_a_timeout_tells_programs_how_far_it_was(night: Night, command: Commands) -> None:
    night.steps = [night.nothing] * 9
    printed = command("run", "customers", "--wait", "--json", "--timeout", "2", code=4)
    lines = [line for line in printed.splitlines() if line.startswith("{")]
    assert json.loads(lines[-1])["state"] == "queued"


@pytest.mark.requirement("progress-03")
def test_nothing_reachable_is_an_exit_code_of_its_own(
    command: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL")
    assert "landbridge up" in command("run", "--data", str(tmp_path / "empty"), code=3)


def test_the_rate_is_that_of_the_last_seconds() -> None:
    at = [0.0]
    pace = Pace(lambda: at[0])
    assert pace.rate(0) is None
    seen = []
    for second, done in ((10, 1000), (20, 2000), (30, 2100), (40, 2200), (50, 2300)):
        at[0] = float(second)
        seen.append(pace.rate(done))
    assert seen[:2] == [100, 100]
    assert seen[-1] == pytest.approx(10)


def test_time_left_is_said_only_where_it_is_known() -> None:
    assert left(10, 110, 50.0) == 2.0
    assert left(10, None, 50.0) is left(10, 110, None) is left(10, 110, 0.0) is None
    assert left(120, 110, 50.0) == 0.0
    assert progress.figures(Look(1, "running", done=12_000, expected=20_000, rate=350.4, left_s=3725)) == (
        "12,000 of 20,000 records  350/s  1:02:05 left"
    )
    assert progress.figures(Look(1, "running", done=7)) == "7 records"
