"""Doing what the plan says: each step in a thread of its own, so that none waits for another."""

from __future__ import annotations

import contextlib
import json
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from landbridge.demo.commands import CommandFailedError, run_command
from landbridge.demo.control import ControlError
from tools.chaos.plan import Step
from tools.chaos.town import Town
from tools.chaos.writers import AWAY

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LATEST_S = 60.0


@dataclass
class Player:
    """Plays a plan on a town. ``say`` gets a line for each step, with the seconds since the start."""

    town: Town
    say: Callable[[float, str], None]
    threads: list[threading.Thread] = field(default_factory=list)

    def play(self, steps: tuple[Step, ...]) -> None:
        """Do every step at its time and return when all are done."""
        begun = time.monotonic()
        for step in steps:
            time.sleep(max(0.0, begun + step.at - time.monotonic()))
            thread = threading.Thread(target=self._do, args=(step, begun), daemon=True)
            thread.start()
            self.threads.append(thread)
        for thread in self.threads:
            thread.join(LATEST_S)

    def _do(self, step: Step, begun: float) -> None:
        self.say(time.monotonic() - begun, str(step))
        acts: dict[str, Callable[[Step], None]] = {
            "kill": lambda one: self.town.kill(one.target),
            "crash": lambda _: self.town.crash(),
            "start": lambda one: self.town.start(one.target),
            "freeze": lambda one: self.town.members[one.target].freeze(),
            "thaw": lambda one: self.town.members[one.target].thaw(),
            "fault": lambda one: self._control("POST", "/faults", one),
            "clear": lambda one: self._control("DELETE", "/faults", one),
            "clock": lambda one: self._control("POST", "/clock", one),
            "run": lambda one: self._command("run", "--kind", one.target),
            "cancel": lambda _: self._cancel(),
            "pause": lambda _: self._command("queue", "pause"),
            "drain": lambda _: self._command("queue", "drain"),
            "resume": lambda _: self._command("queue", "resume"),
            "schedule": lambda _: self._schedule(),
        }
        acts[step.act](step)

    def _control(self, method: str, path: str, step: Step) -> None:
        with contextlib.suppress(*AWAY, ControlError):  # the account is away: so is its trouble
            self.town.control.call(method, path, step.detail or None)

    def _command(self, *arguments: str) -> str:
        """Run a command; while the database is away it says so, and that is all right."""
        with contextlib.suppress(CommandFailedError, subprocess.TimeoutExpired):
            return run_command(*arguments, environment=self.town.environment)
        return ""

    def _cancel(self) -> None:
        listed = self._command("runs", "list", "--limit", "5", "--json")
        runs = json.loads(listed.strip().splitlines()[-1]) if listed.strip() else []
        rows = runs["runs"] if isinstance(runs, dict) else runs
        under_way = [row for row in rows if row["state"] in ("queued", "running")]
        if under_way:
            self._command("queue", "cancel", str(under_way[0]["id"]))

    def _schedule(self) -> None:
        """Set a schedule for the present hour: what it does within it is the product's to decide."""
        now = datetime.now(UTC)
        self._command("schedule", "add", DAYS[now.weekday()], str(now.hour))
