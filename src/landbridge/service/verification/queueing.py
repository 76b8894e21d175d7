"""Comparisons on the queue of the workers: their own queue and task, no lane, behind every run."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection as database
from psycopg.types.json import Jsonb

from landbridge.service.runs.queueing import VERIFICATION_QUEUE

QUEUE = VERIFICATION_QUEUE
TASK = "landbridge.verify_link"
PRIORITY = 0
"""Below every run (``runs.queueing.PRIORITIES``)."""

_DEFER = """
INSERT INTO procrastinate_jobs (queue_name, task_name, priority, queueing_lock, args, scheduled_at)
VALUES (%(queue)s, %(task)s, %(priority)s, %(key)s, %(args)s, %(at)s)
ON CONFLICT (queueing_lock) WHERE status = 'todo' DO NOTHING
"""
"""Without a lock: the fence keeps two links of a comparison apart, and no job whose end was not noted holds it up."""


def defer(verification_id: int, at: datetime | None = None) -> None:
    """Queue the next link of a comparison, for ``at`` or at once, in the caller's transaction, unless one waits already."""
    parameters: dict[str, Any] = {
        "queue": QUEUE,
        "task": TASK,
        "priority": PRIORITY,
        "key": f"verification:{verification_id}",
        "args": Jsonb({"verification_id": verification_id}),
        "at": at,
    }
    with database.cursor() as cursor:
        cursor.execute(_DEFER, parameters)
