"""The list of record types goes to NetSuite by itself: a duty of the tick queues it, the worker's task writes it there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from landbridge.service.runs import beside
from landbridge.service.runs.queueing import CERTIFICATE_QUEUE
from landbridge.service.suiteapp.monitored import due

TASK = "landbridge.publish_record_types"
QUEUE = CERTIFICATE_QUEUE
PRIORITY = 200
"""As the look after a certificate: it is short, and notices depend on it."""

EVERY = timedelta(minutes=1)


def once_a_minute(duty: Callable[[datetime], int]) -> Callable[[datetime], int]:
    """Return a duty that does ``duty`` only when it was not done for ``EVERY`` in this process.

    What pages and commands change they publish themselves, so nobody waits for this; and comparing reads every workflow.
    """
    last: datetime | None = None

    def in_turn(now: datetime) -> int:
        nonlocal last
        if last is not None and last <= now < last + EVERY:
            return 0
        last = now
        return duty(now)

    return in_turn


def queue_due(now: datetime) -> int:
    """Queue a writing for each connection whose list NetSuite has not; return how many."""
    connections = due(now)
    if connections:
        jobs = {f"{TASK}:{connection_id}": {"connection_id": connection_id} for connection_id in connections}
        beside.defer(QUEUE, TASK, PRIORITY, jobs)
    return len(connections)
