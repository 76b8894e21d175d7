"""The list of record types goes to NetSuite by itself: a duty of the tick queues it, the worker's task writes it there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection as database

from landbridge.service.runs import beside
from landbridge.service.runs.queueing import CERTIFICATE_QUEUE
from landbridge.service.suiteapp.monitored import due

TASK = "landbridge.publish_record_types"
QUEUE = CERTIFICATE_QUEUE
PRIORITY = 200
"""As the look after a certificate: it is short, and notices depend on it."""

EVERY = timedelta(minutes=1)

_DEFER = """
INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args)
SELECT %(queue)s, %(task)s, %(priority)s, %(lock)s, %(task)s || ':' || id, jsonb_build_object('connection_id', id)
FROM unnest(%(connections)s::bigint[]) AS id
ON CONFLICT (queueing_lock) WHERE status = 'todo' DO NOTHING
"""


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
        parameters: dict[str, Any] = {
            "queue": QUEUE,
            "task": TASK,
            "priority": PRIORITY,
            "lock": beside.lock(QUEUE),
            "connections": connections,
        }
        with database.cursor() as cursor:
            cursor.execute(_DEFER, parameters)
    return len(connections)
