"""The look after a certificate on the queue of the workers: its own queue and task, no lane."""

from __future__ import annotations

from datetime import datetime

from landbridge.service.runs import beside
from landbridge.service.runs.queueing import CERTIFICATE_QUEUE

TASK = "landbridge.look_after_certificate"
PRIORITY = 200
"""Above every run (``runs.queueing.PRIORITIES``): it is short, and notices depend on it; one at a time (``runs.beside``)."""


def defer(connection_id: int) -> None:
    """Queue a look in the caller's transaction, unless one of the connection waits already."""
    jobs = {f"certificate:{connection_id}": {"connection_id": connection_id}}
    beside.defer(CERTIFICATE_QUEUE, TASK, PRIORITY, jobs)


def forget_ended(_now: datetime) -> None:
    """Duty of the tick: forget looks and writings that ended."""
    beside.forget_ended(CERTIFICATE_QUEUE)
