"""The storm itself, for two minutes, and what holds of every storm: its plan comes from its seed alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tools.chaos.plan import FARTHEST_S, MEMBERS, plan

PROJECT = Path(__file__).resolve().parents[2]
SEED, MINUTES = 20261121, 2
LONGEST_S = 900


def test_the_same_seed_gives_the_same_plan() -> None:
    assert plan(7, 2) == plan(7, 2)
    assert plan(7, 2) != plan(8, 2)


@pytest.mark.parametrize("seed", range(20))
def test_two_minutes_bring_every_kind_of_trouble_and_all_of_it_ends(seed: int) -> None:
    steps = plan(seed, MINUTES)
    assert {step.target for step in steps if step.act == "kill"} == set(MEMBERS)
    assert {"crash", "freeze", "fault", "clock", "run", "cancel", "schedule"} <= {step.act for step in steps}
    for begins, ends in (("kill", "start"), ("freeze", "thaw")):
        for step in (step for step in steps if step.act == begins):
            assert any(one.act == ends and one.target == step.target and one.at > step.at for one in steps)
    moved = [step.detail["advance_s"] for step in steps if step.act == "clock"]
    assert abs(sum(moved)) <= FARTHEST_S


@pytest.mark.full
@pytest.mark.timeout(LONGEST_S + 60)
@pytest.mark.requirement("chaos-01")
def test_after_two_minutes_of_chaos_nothing_is_lost_double_or_unexplained() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tools.chaos", "--seed", str(SEED), "--minutes", str(MINUTES)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=LONGEST_S,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-3000:]
    assert f"seed {SEED}: nothing is lost, nothing is double" in done.stdout
