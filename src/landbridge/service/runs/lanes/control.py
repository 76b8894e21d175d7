"""What a person may do to a run and to the lane of a connection: cancel, pause, resume, drain, let real time in between.

``by`` ``None`` is the command line of the machine itself. Each raises ``PermissionDenied`` for somebody whose role may not run the
integration.
"""

from __future__ import annotations

from datetime import datetime

import structlog
from django.core.exceptions import PermissionDenied
from django.db import connection as database
from django.db import transaction

from landbridge.service.connections.models import Connection
from landbridge.service.projects.models import User
from landbridge.service.projects.roles import Permission
from landbridge.service.runs import queueing
from landbridge.service.runs.deferring import defer
from landbridge.service.runs.execution import finishing
from landbridge.service.runs.lanes import lane
from landbridge.service.runs.lanes.sweeping import STALLED_AFTER_S
from landbridge.service.runs.models import Lane, Run

_AT_WORK = """
SELECT 1 FROM procrastinate_jobs AS job JOIN procrastinate_workers AS worker ON worker.id = job.worker_id
WHERE job.status = 'doing' AND job.task_name = %s AND job.queueing_lock = %s
  AND worker.last_heartbeat > now() - make_interval(secs => %s)
"""
_LIVE = (Run.State.QUEUED, Run.State.RUNNING)

_log = structlog.get_logger(__name__)


@transaction.atomic
def cancel_run(run: Run, *, by: User | None = None) -> None:
    """Cancel a run: before its next batch while a worker is at it, else at once. What was written stays; an ended run stays as it is."""
    _require(by)
    _locked(run.connection_id)
    live = Run.objects.filter(pk=run.pk, state__in=_LIVE).first()
    if live is None:
        return
    why = f"Cancelled by {by or 'command'}."
    if live.state == Run.State.RUNNING and _at_work(live):
        Run.objects.filter(pk=live.pk).update(cancel_requested=True, error=why, hint="")
        defer(live.connection_id, live.kind)
    else:
        finishing.close_cancelled(live, why)
    _log.info("run_cancel_asked", run=live.pk, connection=live.connection_id, by=str(by or "command"))


@transaction.atomic
def pause(connection: Connection, *, by: User | None, now: datetime) -> Lane:
    """Let no run of the connection start. The link that runs now ends; what is asked for stays in the queue."""
    _require(by)
    found = _locked(connection.pk)
    return found if found.paused else _stop(found, by, now, paused=True)


@transaction.atomic
def drain(connection: Connection, *, by: User | None, now: datetime) -> Lane:
    """Bring the runs under way to their end, start none, then pause. What is asked for stays in the queue."""
    _require(by)
    found = _locked(connection.pk)
    if found.paused or found.draining:
        return found
    _stop(found, by, now, paused=False)
    lane.end_drain(connection.pk)
    found.refresh_from_db()
    return found


@transaction.atomic
def resume(connection: Connection, *, by: User | None) -> Lane:
    """Let runs start again, and wake those that waited."""
    _require(by)
    found = _locked(connection.pk)
    found.paused = found.draining = False
    found.paused_by = found.paused_at = None
    found.save(update_fields=["paused", "draining", "paused_by", "paused_at"])
    waiting = Run.objects.filter(connection=connection, state__in=_LIVE)
    for kind in {queueing.REAL_TIME, *waiting.values_list("kind", flat=True)}:
        defer(connection.pk, kind)
    _log.info("lane_resumed", connection=connection.pk, by=str(by or "command"))
    return found


@transaction.atomic
def set_real_time_between(connection: Connection, *, on: bool, by: User | None) -> Lane:
    """Let real-time runs go between the links of manual and full runs, or only after them."""
    _require(by)
    found = _locked(connection.pk)
    found.real_time_between = on
    found.save(update_fields=["real_time_between"])
    _log.info("real_time_between_set", connection=connection.pk, on=on, by=str(by or "command"))
    return found


def _stop(found: Lane, by: User | None, now: datetime, *, paused: bool) -> Lane:
    found.paused, found.draining = paused, not paused
    found.paused_by, found.paused_at = by, now
    found.save(update_fields=["paused", "draining", "paused_by", "paused_at"])
    _log.info("lane_stopped", connection=found.pk, by=str(by or "command"), drain=not paused)
    return found


def _locked(connection_id: int) -> Lane:
    """Return the lane, kept from every attempt until the transaction ends."""
    Lane.objects.get_or_create(connection_id=connection_id)
    return Lane.objects.select_for_update(of=("self",)).get(pk=connection_id)


def _at_work(run: Run) -> bool:
    """Whether a worker whose heart beats has a link of the run."""
    name = queueing.queueing_lock(run.connection_id, run.kind)
    with database.cursor() as cursor:
        cursor.execute(_AT_WORK, [queueing.TASK, name, STALLED_AFTER_S])
        return cursor.fetchone() is not None


def _require(by: User | None) -> None:
    if by is not None and not by.may(Permission.RUN_INTEGRATION):
        raise PermissionDenied(f"{by} lacks the permission “{Permission.RUN_INTEGRATION.value}”.")
