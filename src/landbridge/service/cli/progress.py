"""What is shown of a run that a command waits for: a live bar on a terminal, lines elsewhere, or one JSON object a line."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

from landbridge.service.cli.following import Look
from landbridge.service.cli.output import json_line, line

LINES_EVERY_S = 5.0
EVENTS_EVERY_S = 1.0

Event = dict[str, Any]
Tell = Callable[[Look], None]


def reporter(*, as_json: bool, monotonic: Callable[[], float]) -> AbstractContextManager[Tell]:
    """Return what tells a person or a program of each look."""
    if as_json:
        return nullcontext(Events(monotonic).tell)
    return live(Console(file=sys.stdout)) if sys.stdout.isatty() else nullcontext(Lines(monotonic).tell)


@dataclass(slots=True)
class Events:
    """One JSON object a line: what happened, and at most once a second how far it is."""

    monotonic: Callable[[], float]
    _last: Look = field(default_factory=lambda: Look(0, ""))
    _told: tuple[str, int, int | None] = ("", 0, None)
    _told_at: float = float("-inf")

    def tell(self, look: Look) -> None:
        """Print what is new."""
        for event in happened(self._last, look):
            json_line(event)
        far = (look.workflow, look.done, look.expected)
        now = self.monotonic()
        if far != self._told and (look.ended or now - self._told_at >= EVENTS_EVERY_S):
            json_line(progress_event(look))
            self._told, self._told_at = far, now
        if look.ended:
            json_line({"event": "finished", "run": look.run, "state": look.state})
        self._last = look


@dataclass(slots=True)
class Lines:
    """A line whenever something changes, and every few seconds how far it is."""

    monotonic: Callable[[], float]
    _head: str = ""
    _told_at: float = 0.0

    def tell(self, look: Look) -> None:
        """Print what is new; the end of the run is told by the command."""
        head, now = heading(look), self.monotonic()
        if look.ended or (head == self._head and now - self._told_at < LINES_EVERY_S):
            return
        line(f"{head}  {figures(look)}".rstrip())
        self._head, self._told_at = head, now


@contextmanager
def live(console: Console) -> Iterator[Tell]:
    """Show a bar that moves, and take it away at the end."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[figures]}"),
    )
    with Progress(*columns, console=console, transient=True, refresh_per_second=8) as bar:
        task = bar.add_task("", total=None, figures="")

        def tell(look: Look) -> None:
            bar.update(
                task,
                description=heading(look),
                completed=look.done,
                total=look.expected,
                figures=figures(look),
                refresh=look.ended,
            )

        yield tell


def happened(last: Look, look: Look) -> Iterator[Event]:
    """Yield what happened between two looks."""
    queued = ("queued", look.position, look.reason)
    if look.state == "queued" and queued != (last.state, last.position, last.reason):
        yield {"event": "queued", "run": look.run, "position": look.position, "reason": look.reason}
    if look.state != "queued" and last.state in {"", "queued"}:
        yield {"event": "started", "run": look.run, "steps": look.steps}
    if look.state == "running" and look.reason not in {"", last.reason}:
        yield {"event": "held", "run": look.run, "reason": look.reason}
    for failure in look.failures:
        yield {
            "event": "failed",
            "run": look.run,
            "workflow": failure.workflow,
            "internal_id": failure.internal_id,
            "name": failure.name,
            "code": failure.code,
            "reason": failure.reason,
        }


def progress_event(look: Look) -> Event:
    """How far a run is, for a program."""
    return {
        "event": "progress",
        "run": look.run,
        "workflow": look.workflow,
        "step": look.step,
        "steps": look.steps,
        "done": look.done,
        "expected": look.expected,
        "rate": None if look.rate is None else round(look.rate, 1),
        "left_s": None if look.left_s is None else round(look.left_s, 1),
    }


def heading(look: Look) -> str:
    """What a run is at, in words."""
    if look.state == "queued":
        place = (
            f"Run {look.run} is number {look.position} in the queue."
            if look.position
            else f"Run {look.run} waits."
        )
        return f"{place} {look.reason}".strip()
    if not look.workflow:
        at = f"Run {look.run} is {look.state}"
    else:
        at = f"{look.workflow} ({look.step} of {look.steps})"
    return f"{at}. {look.reason}" if look.reason else at


def figures(look: Look) -> str:
    """How far, how fast, how long still; what is not known is left out."""
    if look.state == "queued":
        return ""
    of = f" of {look.expected:,}" if look.expected is not None else ""
    rate = f"{look.rate:,.0f}/s" if look.rate is not None else ""
    rest = f"{_duration(look.left_s)} left" if look.left_s is not None and not look.ended else ""
    return "  ".join(part for part in (f"{look.done:,}{of} records", rate, rest) if part)


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
