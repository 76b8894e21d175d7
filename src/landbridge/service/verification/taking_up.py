"""Comparisons that nobody works on any more: their worker died, or their job is gone. The next worker's tick sees to them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection as database

from landbridge.service.verification import queueing, starting

STALLED_AFTER_S = 6.0
"""A worker beats its heart every second."""

SILENT_AFTER = timedelta(minutes=5)
"""So long without a step: the end of the job was not noted, as when the database went away at that moment."""

_FAIL_STALLED = """
WITH stalled AS (
    SELECT job.id
    FROM procrastinate_jobs AS job LEFT JOIN procrastinate_workers AS worker ON worker.id = job.worker_id
    WHERE job.status = 'doing' AND job.queue_name = %(queue)s
      AND (worker.id IS NULL OR worker.last_heartbeat < now() - make_interval(secs => %(seconds)s))
    FOR UPDATE OF job SKIP LOCKED
)
UPDATE procrastinate_jobs AS job SET status = 'failed', attempts = attempts + 1, abort_requested = false
FROM stalled WHERE job.id = stalled.id AND job.status = 'doing'
"""
_ORPHANS = """
SELECT verification.id
FROM verification_verification AS verification
WHERE verification.state IN ('queued', 'running') AND NOT verification.by_command
  AND (verification.next_link_at IS NULL OR verification.next_link_at <= %(now)s)
  AND NOT EXISTS (
    SELECT 1 FROM procrastinate_jobs AS job
    WHERE job.queue_name = %(queue)s AND job.queueing_lock = 'verification:' || verification.id
      AND (job.status = 'todo' OR job.status = 'doing' AND verification.beat_at > %(silent)s)
  )
"""
_ENDED_JOBS = (
    "DELETE FROM procrastinate_jobs WHERE queue_name = %(queue)s AND status NOT IN ('todo', 'doing')"
)


def take_up(now: datetime) -> None:
    """Fail the jobs of workers that are gone, queue a job for each comparison without one, note commands that are gone."""
    with database.cursor() as cursor:
        cursor.execute(_FAIL_STALLED, {"queue": queueing.QUEUE, "seconds": STALLED_AFTER_S})
        cursor.execute(_ENDED_JOBS, {"queue": queueing.QUEUE})
        cursor.execute(_ORPHANS, {"queue": queueing.QUEUE, "now": now, "silent": now - SILENT_AFTER})
        orphans = [int(row[0]) for row in cursor.fetchall()]
    for verification_id in orphans:
        queueing.defer(verification_id)
    starting.note_interrupted(now)
