"""The health check before scheduled runs: examined shortly ahead by a worker, written into the run's log when it is queued.

A run is never kept waiting by it. Where no report is there in time, as after the workers were away, the run starts, and the report follows
into its log.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from landbridge.service.connections.models import Connection
from landbridge.service.health.check import keeping, queueing
from landbridge.service.health.check.examining import examine
from landbridge.service.health.check.report import Report
from landbridge.service.health.models import HealthState
from landbridge.service.ports import Clock
from landbridge.service.runs import beside
from landbridge.service.runs.models import Run, RunNote, Schedule
from landbridge.service.runs.queueing import HEALTH_QUEUE

AHEAD = timedelta(minutes=2)
"""So long before a scheduled run the examination is queued: twice as long as it may take."""

FRESH = timedelta(minutes=5)
"""A report not older than that is the report of a run."""


def examine_ahead(now: datetime) -> None:
    """Duty of the tick: queue an examination of every connection with a scheduled run soon and no fresh report. One query, as a rule."""
    fresh = HealthState.objects.filter(connection=OuterRef("connection"), examined_at__gt=now - FRESH + AHEAD)
    soon = Schedule.objects.filter(
        ~Exists(fresh), active=True, connection__active=True, next_at__gt=now, next_at__lte=now + AHEAD
    )
    for connection_id in soon.order_by("connection_id").values_list("connection_id", flat=True).distinct():
        queueing.defer(connection_id)


def forget(_now: datetime) -> None:
    """Duty of the tick: forget examinations that ended."""
    beside.forget_ended(HEALTH_QUEUE)


def note(run: Run, now: datetime) -> None:
    """Write the fresh report into the log of a scheduled run, or queue the examination whose report will be."""
    report = keeping.kept_within(run.connection, now, FRESH)
    if report is None:
        queueing.defer(run.connection_id, run.pk)
    else:
        write(run, report)


def examine_for(connection_id: int, run_id: int | None, clock: Clock) -> None:
    """Do a queued examination. A connection or a run that is gone meanwhile needs none."""
    connection = Connection.objects.filter(pk=connection_id).first()
    if connection is None:
        return
    report = examine(connection, clock, fresh=None if run_id is None else FRESH)
    run = Run.objects.filter(pk=run_id).first() if run_id is not None else None
    if run is not None:
        write(run, report)


def write(run: Run, report: Report) -> None:
    """Write the failed lines and the warnings into the run's log, in place of an earlier report."""
    RunNote.objects.filter(run=run).delete()
    RunNote.objects.bulk_create(
        RunNote(
            run=run,
            state=line.state,
            title=line.title,
            message=line.message,
            advice=line.advice,
            at=report.at,
        )
        for line in report.troubles
    )
