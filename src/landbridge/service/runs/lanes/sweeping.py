"""Runs that nobody works on any more: their worker died or sleeps, or their job is gone. Someone else takes them up.

A plain retry of a stalled job would break the queueing lock when a twin waits already, and freeze the connection for ever. So
the stalled job is failed and, in the same transaction, a new one queued unless such a twin waits (design, section 5a).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection as database
from django.db import transaction

from landbridge.service.connections.publisherholds import holds
from landbridge.service.runs import queueing
from landbridge.service.runs.deferring import defer

STALLED_AFTER_S = 6.0
"""A worker beats its heart every second."""

_FAIL_STALLED = """
WITH stalled AS (
    SELECT job.id
    FROM procrastinate_jobs AS job LEFT JOIN procrastinate_workers AS worker ON worker.id = job.worker_id
    WHERE job.status = 'doing' AND job.queue_name = %(queue)s AND job.task_name = %(task)s
      AND (worker.id IS NULL OR worker.last_heartbeat < now() - make_interval(secs => %(seconds)s))
    FOR UPDATE OF job SKIP LOCKED
)
UPDATE procrastinate_jobs AS job SET status = 'failed', attempts = attempts + 1, abort_requested = false
FROM stalled WHERE job.id = stalled.id AND job.status = 'doing'
RETURNING (job.args ->> 'connection_id')::bigint, job.args ->> 'kind'
"""
_FAIL_ENDED = """
UPDATE procrastinate_jobs AS job SET status = 'failed', attempts = attempts + 1, abort_requested = false
WHERE job.id = ANY(%(jobs)s::bigint[]) AND job.status = 'doing'
RETURNING (job.args ->> 'connection_id')::bigint, job.args ->> 'kind'
"""
_ORPHANS = """
SELECT run.connection_id, run.kind
FROM runs_run AS run JOIN connections_connection AS connection ON connection.id = run.connection_id
LEFT JOIN runs_lane AS lane ON lane.connection_id = run.connection_id
WHERE run.state IN ('queued', 'running')
  AND (run.cancel_requested OR (
    connection.active AND connection.id <> ALL(%(held)s::bigint[]) AND lane.paused IS NOT TRUE AND (lane.draining IS NOT TRUE OR run.state = 'running')
    AND NOT EXISTS (
      SELECT 1 FROM runs_run AS resting
      WHERE resting.connection_id = run.connection_id AND resting.kind = run.kind AND resting.state = 'running'
        AND resting.next_link_at > %(now)s
    )
  ))
  AND NOT EXISTS (
    SELECT 1 FROM procrastinate_jobs AS job
    WHERE job.status IN ('todo', 'doing') AND job.task_name = %(task)s
      AND job.queueing_lock = 'connection:' || run.connection_id || ':' || run.kind
  )
"""
_FORGOTTEN_REQUESTS = """
SELECT connection.id
FROM connections_connection AS connection LEFT JOIN runs_lane AS lane ON lane.connection_id = connection.id
WHERE connection.active AND connection.id <> ALL(%(held)s::bigint[])
  AND lane.paused IS NOT TRUE AND lane.draining IS NOT TRUE
  AND (
    EXISTS (SELECT 1 FROM runs_runrequest AS request WHERE request.connection_id = connection.id AND request.run_id IS NULL)
    OR EXISTS (
      SELECT 1 FROM runs_settle AS settle WHERE settle.connection_id = connection.id AND settle.due_at <= %(now)s
    )
  )
  AND NOT EXISTS (
    SELECT 1 FROM runs_run AS resting
    WHERE resting.connection_id = connection.id AND resting.kind = %(kind)s AND resting.state = 'running'
      AND resting.next_link_at > %(now)s
  )
"""


@transaction.atomic
def sweep_stalled(seconds: float = STALLED_AFTER_S) -> list[tuple[int, str]]:
    """Replace the jobs of workers whose heart has not beaten for ``seconds``; return their connections and kinds."""
    return _replace(_FAIL_STALLED, {"queue": queueing.QUEUE, "task": queueing.TASK, "seconds": seconds})


@transaction.atomic
def sweep_ended(jobs: Sequence[int]) -> list[tuple[int, str]]:
    """Replace those of ``jobs`` that the queue takes to be under way though they have ended; return connections and kinds.

    The worker could not write their end down, and since its heart beats nobody else would ever do it.
    """
    return _replace(_FAIL_ENDED, {"jobs": list(jobs)}) if jobs else []


def _replace(fail: str, parameters: dict[str, Any]) -> list[tuple[int, str]]:
    with database.cursor() as cursor:
        cursor.execute(fail, parameters)
        failed = [(int(connection_id), str(kind)) for connection_id, kind in cursor.fetchall()]
    for connection_id, kind in failed:
        defer(connection_id, kind)
    return failed


@transaction.atomic
def sweep_orphans(now: datetime) -> list[tuple[int, str]]:
    """Queue a job for every run that waits or runs without one and whose next link is due; return which.

    None for those that wait for the publisher's pair: they are taken up here once it is there.
    """
    with database.cursor() as cursor:
        cursor.execute(_ORPHANS, {"now": now, "task": queueing.TASK, "held": list(holds())})
        orphans = [(int(connection_id), str(kind)) for connection_id, kind in cursor.fetchall()]
    return [orphan for orphan in orphans if defer(*orphan)]


@transaction.atomic
def queue_open_requests(now: datetime) -> int:
    """Queue a real-time run where requests or settle passes are due and none waits; return how many were queued."""
    with database.cursor() as cursor:
        parameters: dict[str, Any] = {"now": now, "kind": queueing.REAL_TIME, "held": list(holds())}
        cursor.execute(_FORGOTTEN_REQUESTS, parameters)
        connections = [int(row[0]) for row in cursor.fetchall()]
    return sum(defer(connection_id, queueing.REAL_TIME) for connection_id in connections)
