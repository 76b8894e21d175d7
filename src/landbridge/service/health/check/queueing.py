"""Examinations on the queue of the workers: their own queue and task, no lane, so that the tick waits for no answer of NetSuite's."""

from __future__ import annotations

from typing import Any

from django.db import connection as database
from psycopg.types.json import Jsonb

from landbridge.service.runs import beside
from landbridge.service.runs.queueing import HEALTH_QUEUE

TASK = "landbridge.examine"
PRIORITY = 150
"""Above every run (``runs.queueing.PRIORITIES``): it is to be there before them; one at a time (``runs.beside``)."""

_DEFER = """
INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args)
SELECT %(queue)s, %(task)s, %(priority)s, %(lock)s, %(key)s, %(args)s
WHERE NOT EXISTS (SELECT 1 FROM procrastinate_jobs WHERE queueing_lock = %(key)s AND status = 'doing')
ON CONFLICT (queueing_lock) WHERE status = 'todo' DO NOTHING
"""


def defer(connection_id: int, run_id: int | None = None) -> None:
    """Queue an examination in the caller's transaction, unless the same waits or goes on; ``run_id``: whose log is told what was found."""
    key = f"health:{connection_id}" if run_id is None else f"health:{connection_id}:{run_id}"
    parameters: dict[str, Any] = {
        "queue": HEALTH_QUEUE,
        "task": TASK,
        "priority": PRIORITY,
        "lock": beside.lock(HEALTH_QUEUE),
        "key": key,
        "args": Jsonb({"connection_id": connection_id, "run_id": run_id}),
    }
    with database.cursor() as cursor:
        cursor.execute(_DEFER, parameters)
