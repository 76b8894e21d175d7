"""Examinations on the queue of the workers: their own queue and task, no lane, so that the tick waits for no answer of NetSuite's."""

from __future__ import annotations

from typing import Any

from django.db import connection as database
from psycopg.types.json import Jsonb

from landbridge.service.runs.lanes.sweeping import STALLED_AFTER_S
from landbridge.service.runs.queueing import HEALTH_QUEUE

TASK = "landbridge.examine"
PRIORITY = 150
"""Above every run (``runs.queueing.PRIORITIES``): it is to be there before them."""

_DEFER = """
INSERT INTO procrastinate_jobs (queue_name, task_name, priority, queueing_lock, args)
SELECT %(queue)s, %(task)s, %(priority)s, %(key)s, %(args)s
WHERE NOT EXISTS (SELECT 1 FROM procrastinate_jobs WHERE queueing_lock = %(key)s AND status = 'doing')
ON CONFLICT (queueing_lock) WHERE status = 'todo' DO NOTHING
"""
_FORGET = """
DELETE FROM procrastinate_jobs AS job
WHERE job.queue_name = %(queue)s AND (job.status NOT IN ('todo', 'doing') OR job.status = 'doing' AND NOT EXISTS (
    SELECT 1 FROM procrastinate_workers AS worker
    WHERE worker.id = job.worker_id AND worker.last_heartbeat > now() - make_interval(secs => %(seconds)s)
))
"""


def defer(connection_id: int, run_id: int | None = None) -> None:
    """Queue an examination in the caller's transaction, unless the same waits or goes on; ``run_id``: whose log is told what was found."""
    key = f"health:{connection_id}" if run_id is None else f"health:{connection_id}:{run_id}"
    parameters: dict[str, Any] = {
        "queue": HEALTH_QUEUE,
        "task": TASK,
        "priority": PRIORITY,
        "key": key,
        "args": Jsonb({"connection_id": connection_id, "run_id": run_id}),
    }
    with database.cursor() as cursor:
        cursor.execute(_DEFER, parameters)


def forget_ended() -> None:
    """Forget examinations that ended, and those whose worker is gone: the next scheduled run asks for another."""
    with database.cursor() as cursor:
        cursor.execute(_FORGET, {"queue": HEALTH_QUEUE, "seconds": STALLED_AFTER_S})
