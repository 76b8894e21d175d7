"""The list of record types goes to NetSuite by itself: a duty of the tick queues it, the worker's task writes it there."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection as database

from landbridge.service.runs.queueing import CERTIFICATE_QUEUE
from landbridge.service.suiteapp.monitored import due

TASK = "landbridge.publish_record_types"
QUEUE = CERTIFICATE_QUEUE
PRIORITY = 200
"""As the look after a certificate: it is short, and notices depend on it."""

_DEFER = """
INSERT INTO procrastinate_jobs (queue_name, task_name, priority, queueing_lock, args)
SELECT %(queue)s, %(task)s, %(priority)s, %(task)s || ':' || id, jsonb_build_object('connection_id', id)
FROM unnest(%(connections)s::bigint[]) AS id
ON CONFLICT (queueing_lock) WHERE status = 'todo' DO NOTHING
"""


def queue_due(now: datetime) -> int:
    """Queue a writing for each connection whose list NetSuite has not; return how many. A duty of the workers' tick."""
    connections = due(now)
    if connections:
        parameters: dict[str, Any] = {
            "queue": QUEUE,
            "task": TASK,
            "priority": PRIORITY,
            "connections": connections,
        }
        with database.cursor() as cursor:
            cursor.execute(_DEFER, parameters)
    return len(connections)
