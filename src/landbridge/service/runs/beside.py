"""Jobs beside the runs that ask NetSuite: certificates, what is published there, health checks.

They go before runs, so an account that hangs must not hold every place of a worker: one job of each of their queues is done at a time,
by a lock of the queue.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import connection as database
from psycopg.types.json import Jsonb

from landbridge.service.runs.lanes.sweeping import STALLED_AFTER_S

_DEFER = """
INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
SELECT %(queue)s, %(task)s, %(priority)s, %(lock)s, job.key, job.args, now() + %(later)s::interval
FROM unnest(%(keys)s::text[], %(args)s::jsonb[]) AS job (key, args)
WHERE NOT (%(unless_under_way)s AND EXISTS (
    SELECT 1 FROM procrastinate_jobs AS known WHERE known.queueing_lock = job.key AND known.status = 'doing'
))
ON CONFLICT (queueing_lock) WHERE status = 'todo' DO NOTHING
"""

_FORGET = """
DELETE FROM procrastinate_jobs AS job
WHERE job.queue_name = %(queue)s AND (job.status NOT IN ('todo', 'doing') OR job.status = 'doing' AND NOT EXISTS (
    SELECT 1 FROM procrastinate_workers AS worker
    WHERE worker.id = job.worker_id AND worker.last_heartbeat > now() - make_interval(secs => %(seconds)s)
))
"""


def lock(queue: str) -> str:
    """Return the lock that all jobs of a queue share."""
    return f"queue:{queue}"


def defer(
    queue: str,
    task: str,
    priority: int,
    jobs: Mapping[str, Mapping[str, object]],
    *,
    unless_under_way: bool = False,
    later: timedelta | None = None,
) -> None:
    """Queue jobs, by queueing lock with their arguments, in the caller's transaction, but those that wait already.

    ``unless_under_way``: nor those that are being done. They are done ``later``, where that is given.
    """
    parameters: dict[str, Any] = {
        "queue": queue,
        "task": task,
        "priority": priority,
        "lock": lock(queue),
        "keys": list(jobs),
        "args": [Jsonb(arguments) for arguments in jobs.values()],
        "unless_under_way": unless_under_way,
        "later": later,
    }
    with database.cursor() as cursor:
        cursor.execute(_DEFER, parameters)


def forget_ended(queue: str) -> None:
    """Forget jobs that ended, and those whose worker is gone, which would keep the lock: what is due is queued anew by the clock."""
    with database.cursor() as cursor:
        cursor.execute(_FORGET, {"queue": queue, "seconds": STALLED_AFTER_S})
