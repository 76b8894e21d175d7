"""What happens when: drawn from the seed, before anything starts, so that a seed can be played again."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

WORKERS = ("worker 1", "worker 2")
SERVERS = ("service", "intake", "netsuite")
MEMBERS = ("postgres", *SERVERS, *WORKERS)
"""Everything that runs, each a process of its own."""

CLOCK_MOVES_S = (-90, -30, -7, 5, 20, 90)
FARTHEST_S = 200
"""How far NetSuite's clock may be from ours in the end: beyond five minutes it accepts no signature of ours."""

FIRST_S, QUIET_END_S = 4.0, 4.0
SHORTEST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 4.0
FAULTS: tuple[dict[str, Any], ...] = (
    {"kind": "soap.search", "effect": "lose_reply", "share": 0.5},
    {"kind": "soap.*", "effect": "drop", "share": 0.4},
    {"kind": "soap.*", "effect": "limit", "share": 0.6},
    {"kind": "soap.search", "effect": "truncate", "share": 0.5},
    {"kind": "soap.*", "effect": "error", "share": 0.5},
    {"kind": "soap.*", "effect": "page", "share": 0.5},
    {"kind": "soap.*", "effect": "page", "status": 200, "times": 2},
    {"kind": "soap.search", "effect": "stall", "seconds": 4, "times": 2},
    {"kind": "*", "latency_ms": 400},
)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is done ``at`` seconds after the start. ``target`` is a member, or what an act is about."""

    at: float
    act: str
    target: str = ""
    detail: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        told = " ".join(f"{name}={value}" for name, value in self.detail.items())
        return " ".join(part for part in (self.act, self.target, told) if part)


def plan(seed: int, minutes: float) -> tuple[Step, ...]:
    """Return the steps in order of time. The same seed and length give the same plan; each kind of trouble comes once in a round."""
    rng = random.Random(seed)  # noqa: S311 - a seed that can be played again, no secret
    steps: list[Step] = []
    at, ahead_s = FIRST_S, 0
    for trouble in _rounds(rng):
        if at > minutes * 60 - QUIET_END_S:
            break
        if trouble[0] == "clock":
            moved = rng.choice([move for move in CLOCK_MOVES_S if abs(ahead_s + move) <= FARTHEST_S])
            ahead_s += moved
            steps.append(Step(at, *trouble, {"advance_s": moved}))
        else:
            steps += _made(trouble, at, rng)
        at += rng.uniform(SHORTEST_PAUSE_S, LONGEST_PAUSE_S)
    return tuple(sorted(steps, key=lambda step: step.at))


def _rounds(rng: random.Random) -> Iterator[tuple[str, str]]:
    """Deal a shuffled deck of all kinds of trouble, again and again."""
    deck = [
        *(("kill", member) for member in (*MEMBERS, *WORKERS)),
        *(("freeze", member) for member in (*SERVERS, *WORKERS)),
        *(("fault", "") for _ in range(4)),
        ("crash", "postgres"),
        ("clock", "netsuite"),
        ("run", "manual"),
        ("run", "full"),
        ("cancel", ""),
        ("pause", ""),
        ("schedule", ""),
    ]
    while True:
        rng.shuffle(deck)
        yield from deck


def _made(trouble: tuple[str, str], at: float, rng: random.Random) -> list[Step]:
    """Return the steps of one trouble: what is killed comes back, what is frozen thaws, what is paused goes on."""
    act, target = trouble
    if act in ("kill", "crash"):
        back = at + rng.uniform(0.2, 4)
        if target != "intake":
            return [Step(at, act, target), Step(back, "start", target)]
        # After one failed notice NetSuite's script asks nobody for five minutes; what it remembers dies with the account.
        again = back + rng.uniform(2, 6)
        return [
            Step(at, act, target),
            Step(back, "start", target),
            Step(again, "kill", "netsuite"),
            Step(again + 1, "start", "netsuite"),
        ]
    if act == "freeze":
        longest = 14.0 if target in WORKERS else 4.0  # a stopped worker is taken over after six seconds
        return [Step(at, act, target), Step(at + rng.uniform(0.5, longest), "thaw", target)]
    if act == "fault":
        fault = {**rng.choice(FAULTS), "seed": rng.randrange(1000)}
        return [Step(at, act, "netsuite", fault), Step(at + rng.uniform(1, 8), "clear", "netsuite")]
    if act == "pause":
        return [Step(at, rng.choice(("pause", "drain"))), Step(at + rng.uniform(1, 6), "resume")]
    return [Step(at, act, target)]
