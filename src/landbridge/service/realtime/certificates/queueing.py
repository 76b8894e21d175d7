"""The look after a certificate on the queue of the workers: its own queue and task, no lane."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection as database
from psycopg.types.json import Jsonb

from landbridge.service.runs import beside
from landbridge.service.runs.queueing import CERTIFICATE_QUEUE

TASK = "landbridge.look_after_certificate"
PRIORITY = 200
"""Above every run (``runs.queueing.PRIORITIES``): it is short, and notices depend on it; one at a time (``runs.beside``)."""

_DEFER = """
INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args)
VALUES (%(queue)s, %(task)s, %(priority)s, %(lock)s, %(key)s, %(args)s)
ON CONFLICT (queueing_lock) WHERE status = 'todo' DO NOTHING
"""


def defer(connection_id: int) -> None:
    """Queue a look in the caller's transaction, unless one of the connection waits already."""
    parameters: dict[str, Any] = {
        "queue": CERTIFICATE_QUEUE,
        "task": TASK,
        "priority": PRIORITY,
        "lock": beside.lock(CERTIFICATE_QUEUE),
        "key": f"certificate:{connection_id}",
        "args": Jsonb({"connection_id": connection_id}),
    }
    with database.cursor() as cursor:
        cursor.execute(_DEFER, parameters)


def forget_ended(_now: datetime) -> None:
    """Duty of the tick: forget looks and writings that ended."""
    beside.forget_ended(CERTIFICATE_QUEUE)
