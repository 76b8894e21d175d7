"""Comparisons in a whole system: of accounts that are equal, killed in the middle, beside runs, and by the workers."""

from __future__ import annotations

import json
import os
import subprocess
from typing import Any

import pytest

from landbridge.demo.commands import COMMAND, run_command
from tests.acceptance.conftest import System, one_record, settled
from tests.waiting import eventually


def verified(system: System, *arguments: str) -> dict[str, Any]:
    """Run `landbridge verify` and return what it found; exit 0, so nothing differs."""
    printed = run_command("verify", *arguments, "--json", environment=system.stack.environment)
    found: dict[str, Any] = json.loads(printed.splitlines()[-1])
    return found


@pytest.mark.full
@pytest.mark.requirement("verify-01", "verify-02", "verify-03")
def test_comparison_survives_its_command_and_stays_within_the_budget_beside_a_run(working: System) -> None:
    observer = working.observer
    for number in range(3):
        saved = working.save_customer(f"Verified {number}")
    one_record(observer, "customer", saved)
    eventually(lambda: settled(observer), what="a quiet queue")
    environment = {**os.environ, **working.stack.environment}

    working.hold("soap.search", times=100)
    command = subprocess.Popen([*COMMAND, "verify"], env=environment, stdout=subprocess.DEVNULL)
    eventually(lambda: observer.get("/verifications")["items"], what="the comparison")
    working.wait_until_held("soap.search")
    command.kill()
    command.wait()
    working.release()
    working.stack.control.call("DELETE", "/statistics")
    run_command("run", "--kind", "full", environment=working.stack.environment)
    resumed = verified(working, "--resume")

    assert (resumed["state"], resumed["differences"], resumed["duplicates"]) == ("completed", 0, 0)
    assert [one["id"] for one in observer.get("/verifications")["items"]] == [resumed["id"]]
    customers = next(one for one in resumed["workflows"] if one["workflow"] == "customers")
    assert customers["destination"] == customers["netsuite"] - customers["left_out"] >= 3
    assert working.stack.control.call("GET", "/statistics")["most_in_flight"] == 1
