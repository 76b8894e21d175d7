"""The list of record types goes to NetSuite by itself: a duty of the tick queues it, the worker's task writes it there."""

from __future__ import annotations

from datetime import datetime

from landbridge.service.runs import beside
from landbridge.service.runs.queueing import CERTIFICATE_QUEUE
from landbridge.service.suiteapp.monitored import due

TASK = "landbridge.publish_record_types"
QUEUE = CERTIFICATE_QUEUE
PRIORITY = 200
"""As the look after a certificate: it is short, and notices depend on it."""


def queue_due(now: datetime) -> int:
    """Queue a writing for each connection whose list NetSuite has not; return how many."""
    connections = due(now)
    if connections:
        jobs = {f"{TASK}:{connection_id}": {"connection_id": connection_id} for connection_id in connections}
        beside.defer(QUEUE, TASK, PRIORITY, jobs)
    return len(connections)
