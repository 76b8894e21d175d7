"""Sweeps on the queue of the workers, beside the runs."""

from __future__ import annotations

from landbridge.service.runs import beside
from landbridge.service.runs.queueing import HEALTH_QUEUE

TASK = "landbridge.sweep_deletions"
PRIORITY = 80
"""Below looks at fields, which runs rely on."""


def defer(connection_id: int) -> None:
    """Queue a sweep in the caller's transaction, unless one of the connection waits or goes on."""
    jobs = {f"deletions:{connection_id}": {"connection_id": connection_id}}
    beside.defer(HEALTH_QUEUE, TASK, PRIORITY, jobs, unless_under_way=True)
