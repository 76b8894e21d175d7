"""Whether anybody works on what is queued."""

from __future__ import annotations

from landbridge.service.health import checks
from landbridge.service.health.check.lines import WORKERS, Line
from landbridge.service.health.check.situation import Situation

_START = "Start `landbridge up`, or `landbridge worker` beside it, and read its log."


def judge(_situation: Situation) -> Line:
    """Whether a worker's heart beat lately, on the database's clock. Raises ``DatabaseError``."""
    known = checks.workers()
    alive = sum(worker.alive for worker in known)
    if alive:
        return WORKERS.ok("One worker is at work." if alive == 1 else f"{alive} workers are at work.")
    last = f" since {known[0].last_heartbeat:%Y-%m-%d %H:%M:%S} UTC" if known else ""
    return WORKERS.failed(f"No worker has been heard of{last}: nothing is imported.", _START)
