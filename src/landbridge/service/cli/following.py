"""Following a run: how it stands, how fast it goes and how long it still takes, until it has ended."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from landbridge.service.runs.models import Run

LOOK_S = 0.2
WINDOW_S = 20.0
"""The rate is that of the last so many seconds: pages of 1000 records arrive at once."""
FAILURES_AT_A_LOOK = 200


@dataclass(frozen=True, slots=True)
class Failure:
    """A record that failed."""

    workflow: str
    internal_id: str
    name: str
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Look:
    """A run at one instant.

    ``position`` in the queue counts from 1 (``None``: under way). ``reason`` says why it waits; of a run under way, what holds it up,
    such as a connection that is paused (empty: nothing does). ``step`` is which of ``steps`` workflows is being read. ``done`` counts
    records read, those known already included; ``expected`` is how many NetSuite said there are in the windows that were opened so far
    (``None``: not known). ``rate`` is in records per second; ``left_s`` as long as both are known.
    """

    run: int
    state: str
    position: int | None = None
    reason: str = ""
    workflow: str = ""
    step: int = 0
    steps: int = 0
    done: int = 0
    expected: int | None = None
    rate: float | None = None
    left_s: float | None = None
    failures: tuple[Failure, ...] = ()

    @property
    def ended(self) -> bool:
        """Whether nothing more happens to it."""
        return self.state not in {"queued", "running"}


@dataclass(slots=True)
class Pace:
    """How fast records arrive. ``monotonic`` answers seconds."""

    monotonic: Callable[[], float]
    _seen: deque[tuple[float, int]] = field(default_factory=deque)

    def rate(self, done: int) -> float | None:
        """Note that so many are done, and return records per second lately; ``None`` before there is anything to tell."""
        now = self.monotonic()
        if not self._seen or self._seen[-1][1] != done or len(self._seen) == 1:
            self._seen.append((now, done))
        while len(self._seen) > 2 and self._seen[1][0] < now - WINDOW_S:
            self._seen.popleft()
        first_at, first = self._seen[0]
        return (done - first) / (now - first_at) if done > first and now > first_at else None


def left(done: int, expected: int | None, rate: float | None) -> float | None:
    """Return the seconds that are left at this rate, ``None`` where that cannot be said."""
    return max(expected - done, 0) / rate if expected is not None and rate else None


def follow(
    run: Run, timeout: float, *, sleep: Callable[[float], None], monotonic: Callable[[], float]
) -> Iterator[Look]:
    """Yield how the run stands until it has ended, which is the last look; keeps ``run`` fresh.

    Raises ``TimeoutError`` after ``timeout`` seconds.
    """
    deadline = monotonic() + timeout
    pace, last_item = Pace(monotonic), 0
    while True:
        run.refresh_from_db()
        failures, last_item = _failures(run, last_item)
        look = _look(run, pace, failures)
        yield look
        if look.ended:
            return
        if monotonic() >= deadline:
            raise TimeoutError(f"run {run.pk} is {run.state} after {timeout:g} s")
        sleep(LOOK_S)


def _look(run: Run, pace: Pace, failures: tuple[Failure, ...]) -> Look:
    from django.utils import timezone  # noqa: PLC0415 - needs Django

    from landbridge.service.runs.lanes.queue import place_of  # noqa: PLC0415 - needs Django

    place = place_of(run, timezone.now())
    if run.state == "queued":
        position, reason = (place.position, place.reason) if place else (None, "")
        return Look(run.pk, run.state, position, reason, steps=len(run.workflows), failures=failures)
    steps = list(run.steps.select_related("workflow"))
    begun = [step for step in steps if step.until is not None]
    current = next((step for step in begun if not step.done), begun[-1] if begun else None)
    known = [step.expected for step in begun]
    expected = sum(count or 0 for count in known) if begun and None not in known else None
    done = int(run.counts.get("read", 0))
    rate = pace.rate(done)
    return Look(
        run.pk,
        run.state,
        reason=place.reason if place and place.held else "",
        workflow=current.workflow.key if current else "",
        step=begun.index(current) + 1 if current else 0,
        steps=len(steps) or len(run.workflows),
        done=done,
        expected=expected,
        rate=rate,
        left_s=left(done, expected, rate),
        failures=failures,
    )


def _failures(run: Run, after: int) -> tuple[tuple[Failure, ...], int]:
    """Return the records that failed since, and up to which row of the log that is."""
    rows = run.items.filter(outcome="failed", pk__gt=after).select_related("workflow")
    if run.state in {"queued", "running"}:
        rows = rows[:FAILURES_AT_A_LOOK]
    found = list(rows)
    told = tuple(Failure(row.workflow.key, row.internal_id, row.name, row.code, row.reason) for row in found)
    return told, found[-1].pk if found else after
