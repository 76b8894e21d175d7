"""One seed from start to end."""

from __future__ import annotations

import asyncio
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from landbridge.demo.commands import CommandFailedError, run_command
from landbridge.demo.setup import set_up
from tools.chaos import comparison
from tools.chaos.acts import Player
from tools.chaos.plan import WORKERS, plan
from tools.chaos.settling import NotQuietError, heal, wait_until_quiet
from tools.chaos.town import Town
from tools.chaos.writers import InlineEditor, Writer

MOST_SHOWN = 40
PATIENCE_S = 240.0
CONTEXTS = (
    ("Una", "USERINTERFACE", 0.05),
    ("Uwe", "USERINTERFACE", 0.05),
    ("Carl", "CSVIMPORT", 0.04),
    ("Cora", "CSVIMPORT", 0.04),
)
"""Who saves, in which execution context, and how long they rest between two saves."""


@dataclass
class Result:
    """What came of a seed."""

    seed: int
    saved: Counter[str] = field(default_factory=Counter)
    counts: dict[str, int] = field(default_factory=dict)
    quiet_after_s: float = 0.0
    wrong: list[str] = field(default_factory=list)


def play(seed: int, minutes: float, folder: Path, say: Callable[[str], None]) -> Result:
    """Play a seed in ``folder`` and return what is wrong at the end."""
    result = Result(seed)
    with Town(folder) as town:
        asyncio.run(set_up(town))
        for name in WORKERS:
            town.start(name)
        result.saved = _storm(town, seed, minutes, say)
        say("healing")
        heal(town)
        try:
            result.quiet_after_s = wait_until_quiet(town, PATIENCE_S)
        except NotQuietError as error:
            result.wrong.append(str(error))
        result.counts = comparison.counts(town)
        result.wrong += comparison.differences(town)
        result.wrong += _verified(town)
    return result


def _storm(town: Town, seed: int, minutes: float, say: Callable[[str], None]) -> Counter[str]:
    """Let everybody save while the plan is played; return how many saves there were of which kind."""
    stop = threading.Event()

    def dice(name: str) -> random.Random:
        return random.Random(f"{seed} {name}")  # noqa: S311 - as the plan's

    writers: list[Writer | InlineEditor] = [
        Writer(name, town.control, context, pause_s, dice(name), stop) for name, context, pause_s in CONTEXTS
    ]
    first = writers[0]
    assert isinstance(first, Writer)
    writers.append(InlineEditor(town.addresses["netsuite"], first.known.customers, 0.3, dice("Ivy"), stop))
    threads = [threading.Thread(target=writer.run, daemon=True) for writer in writers]
    for thread in threads:
        thread.start()
    begun = time.monotonic()
    try:
        Player(town, lambda at, line: say(f"{at:7.1f}  {line}")).play(plan(seed, minutes))
        time.sleep(max(0.0, begun + minutes * 60 - time.monotonic()))
    finally:
        stop.set()
    for thread in threads:
        thread.join(120)
    return sum((writer.saved for writer in writers), Counter[str]())


def _verified(town: Town) -> list[str]:
    """Return what `landbridge verify` has to say when it finds a difference."""
    try:
        run_command("verify", "--json", environment=town.environment)
    except CommandFailedError as error:
        return [str(error)]
    return []
