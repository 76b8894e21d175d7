"""All sixteen record types of NetSuite over one whole system: in real time, by schedule and by hand."""

from __future__ import annotations

import asyncio
import json
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from landbridge.demo.arrivals import Arrival
from landbridge.demo.commands import run_command
from landbridge.demo.observer import Observer
from landbridge.demo.scenario import play
from landbridge.demo.setup import PURCHASE_ORDERS, VENDOR_BILLS, SignIn, set_up
from landbridge.demo.stack import Stack
from tests.acceptance.allrecords import PURCHASES, WORKFLOWS, save_all, save_purchase
from tests.acceptance.conftest import System, settled
from tests.waiting import eventually

pytestmark = [pytest.mark.full, pytest.mark.timeout(900), pytest.mark.requirement("import-11")]

SETTLED_AFTER = timedelta(seconds=20)
"""Fifteen seconds after the last notice of a type everything is looked for once more."""

SCHEDULED_WITHIN_S = 240
"""A schedule starts with the next minute; a busy machine takes its time."""


@pytest.fixture(scope="module")
def full_system() -> Iterator[System]:
    """A system with every workflow on, one worker, and the first run done."""
    folder = Path(tempfile.mkdtemp(prefix="landbridge-all-types-"))
    folder.chmod(0o755)  # as root, PostgreSQL runs under an account of its own
    try:
        with Stack(folder, workers=0) as stack:
            system = System(stack, SignIn("", ""))
            system.start_worker()
            system.sign_in = asyncio.run(set_up(stack, everything=True))
            yield system
            system.end_workers()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def in_real_time(full_system: System) -> list[Arrival]:
    """What became of a record of every type that somebody saved in a page."""
    return asyncio.run(play(full_system.stack, full_system.sign_in))


def command(system: System, *words: str) -> str:
    return run_command(*words, environment=system.stack.environment)


def imported(observer: Observer, run: int) -> dict[tuple[str, str], str]:
    """Return the outcomes of a run by workflow and internal id."""
    return {(one["workflow"], one["internal_id"]): one["outcome"] for one in observer.items_of(run)}


def wait_out_what_comes_by_itself(system: System) -> None:
    """Let the settle passes of the last notices go by, and the catch-up of a new worker: the next one is five minutes away."""
    last = max(datetime.fromisoformat(one["received_at"]) for one in system.observer.notices())
    eventually(lambda: datetime.now(UTC) > last + SETTLED_AFTER, 60, "the settle passes")
    begun = datetime.now(UTC)
    system.end_workers()
    system.start_worker()
    observer = system.observer

    def is_over() -> bool:
        newer = [
            one
            for one in observer.runs(kind="catch-up")
            if datetime.fromisoformat(one["queued_at"]) >= begun and one["finished_at"]
        ]
        return bool(newer) and settled(observer)

    eventually(is_over, 90, "the catch-up of a new worker")


def run_of_a_schedule(system: System, *workflows: str) -> dict[str, Any]:
    """Set a schedule for every minute, wait for its run and take it away again."""
    observer = system.observer
    before = {one["id"] for one in observer.runs(kind="scheduled")}
    command(system, "schedule", "add-cron", "* * * * *", *workflows)
    (schedule,) = json.loads(command(system, "schedule", "list", "--json"))["schedules"]

    def ended() -> list[dict[str, Any]]:
        return [
            one for one in observer.runs(kind="scheduled") if one["id"] not in before and one["finished_at"]
        ]

    try:
        found: dict[str, Any] = eventually(ended, SCHEDULED_WITHIN_S, "the run of the schedule")[-1]
    finally:
        command(system, "schedule", "remove", str(schedule["id"]))
    return found


def import_by_hand(system: System, *workflows: str) -> dict[str, Any]:
    said = command(system, "run", *workflows, "--wait", "--json")
    found: dict[str, Any] = json.loads(said.splitlines()[-1])
    return found


def change_over(system: System, off: str, on: str) -> None:
    command(system, "workflows", "deactivate", off)
    command(system, "workflows", "activate", on)


def test_every_type_arrives_in_real_time(full_system: System, in_real_time: list[Arrival]) -> None:
    observer = full_system.observer
    assert {one.save.workflow for one in in_real_time} == {*WORKFLOWS, *PURCHASES}
    assert [one for one in in_real_time if one.accepted is None] == []
    created = [one.save for one in in_real_time if one.outcome == "created"]
    assert {one.workflow for one in created} == {*WORKFLOWS, *PURCHASES}
    brought = {
        known
        for run in observer.runs(kind="real-time")
        for known, outcome in imported(observer, run["id"]).items()
        if outcome == "created"
    }
    assert [one for one in created if (one.workflow, one.internal_id) not in brought] == []


def test_every_type_arrives_by_schedule(full_system: System, in_real_time: list[Arrival]) -> None:
    assert in_real_time
    observer = full_system.observer
    wait_out_what_comes_by_itself(full_system)
    saved = save_all(full_system.stack.control, "by schedule")
    bill = save_purchase(full_system.stack.control, VENDOR_BILLS)
    outcomes = imported(observer, run_of_a_schedule(full_system)["id"])
    expected = {*saved.items(), (VENDOR_BILLS, bill)}
    assert {one: outcomes.get(one) for one in expected} == dict.fromkeys(expected, "created")

    change_over(full_system, off=VENDOR_BILLS, on=PURCHASE_ORDERS)
    wait_out_what_comes_by_itself(full_system)
    order = save_purchase(full_system.stack.control, PURCHASE_ORDERS)
    run = run_of_a_schedule(full_system, PURCHASE_ORDERS)
    assert imported(observer, run["id"])[PURCHASE_ORDERS, order] == "created"


def test_every_type_arrives_by_hand(full_system: System, in_real_time: list[Arrival]) -> None:
    assert in_real_time
    observer = full_system.observer
    wait_out_what_comes_by_itself(full_system)
    first, second = VENDOR_BILLS, PURCHASE_ORDERS
    if PURCHASE_ORDERS in import_by_hand(full_system)["workflows"]:
        first, second = second, first
    saved = {
        **save_all(full_system.stack.control, "by hand"),
        first: save_purchase(full_system.stack.control, first),
    }
    outcomes = imported(observer, import_by_hand(full_system)["id"])
    assert {one: outcomes.get(one) for one in saved.items()} == dict.fromkeys(saved.items(), "created")

    change_over(full_system, off=first, on=second)
    other = save_purchase(full_system.stack.control, second)
    run = import_by_hand(full_system, second)
    assert imported(observer, run["id"])[second, other] == "created"
