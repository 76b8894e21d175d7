"""Looks on the queue of the workers, beside the runs: the tick waits for no answer of NetSuite's."""

from __future__ import annotations

from landbridge.service.runs import beside
from landbridge.service.runs.queueing import HEALTH_QUEUE

TASK = "landbridge.look_at_fields"
PRIORITY = 90
"""Below health checks, which scheduled runs wait for."""


def defer(connection_id: int) -> None:
    """Queue a look in the caller's transaction, unless one of the connection waits or goes on."""
    jobs = {f"fields:{connection_id}": {"connection_id": connection_id}}
    beside.defer(HEALTH_QUEUE, TASK, PRIORITY, jobs, unless_under_way=True)
