"""Jobs beside the runs that ask NetSuite: certificates, what is published there, health checks.

They go before runs, so an account that hangs must not hold every place of a worker: one job of each of their queues is done at a time,
by a lock of the queue.
"""

from __future__ import annotations

from django.db import connection as database

from landbridge.service.runs.lanes.sweeping import STALLED_AFTER_S

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


def forget_ended(queue: str) -> None:
    """Forget jobs that ended, and those whose worker is gone, which would keep the lock: what is due is queued anew by the clock."""
    with database.cursor() as cursor:
        cursor.execute(_FORGET, {"queue": queue, "seconds": STALLED_AFTER_S})
