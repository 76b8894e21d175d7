"""Whether what waits is taken up in time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from landbridge.service.health.check.lines import QUEUE, Line
from landbridge.service.health.check.situation import Situation
from landbridge.service.runs.lanes.queue import Place, Queue, queues

LATE = timedelta(minutes=10)
"""What waits longer, though nothing else of the connection is at work, is stuck."""

_RESUME = "Resume the connection: page Queue, or `landbridge queue resume`."


def judge(situation: Situation) -> Line:
    """Whether the connection is open, and how old the oldest thing is that waits. Raises ``DatabaseError``."""
    now = situation.now
    [queue] = queues(now, situation.connection.pk)
    waiting = [place for place in queue.places if not _at_work(place)]
    oldest = min(waiting, key=lambda place: place.since, default=None)
    if oldest is not None and now - oldest.since > LATE:
        return _late(queue, oldest, _minutes(now - oldest.since))
    if queue.stopped:
        return QUEUE.warning(f"{queue.stopped}: nothing new is imported.", _RESUME)
    if oldest is None:
        return QUEUE.ok("Nothing waits.")
    return QUEUE.ok(f"{len(waiting)} waiting, the oldest for {_minutes(now - oldest.since)}.")


def _late(queue: Queue, oldest: Place, age: str) -> Line:
    """In line behind what goes on it is only late; held back, or with nothing at work, it is stuck."""
    message = (
        f"{oldest.content[:1].upper()}{oldest.content[1:]} ({oldest.kind}) waits for {age}. {oldest.reason}"
    )
    if queue.stopped:
        return QUEUE.failed(message, _RESUME)
    if oldest.held or not _busy(queue.places):
        return QUEUE.failed(message, "See the page Queue and the workers' log for what holds it.")
    return QUEUE.warning(message, "Wait for the run that goes on, or cancel it on the page Queue.")


def _busy(places: Sequence[Place]) -> bool:
    return any(_at_work(place) for place in places)


def _at_work(place: Place) -> bool:
    return place.position is None or (place.under_way and not place.held)


def _minutes(age: timedelta) -> str:
    seconds = max(0, round(age.total_seconds()))
    return f"{seconds} seconds" if seconds < 120 else f"{seconds // 60} minutes"
