"""Rows that go: ended jobs, runs that found nothing to do, and what is older than a connection keeps of its run log.

The last word about a record stays, and its run: it tells which version was handled, and why a record is not in SuiteProjects Pro. So does what
a record that is not done with refers to.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection as database
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from landbridge.service.runs import queueing
from landbridge.service.runs.models import Attention, Lane, Run, RunItem, RunRequest, Upkeep
from landbridge.service.runs.starts import polling
from landbridge.service.workflows.models import Workflow

KEEP_JOBS = timedelta(days=7)
KEEP_EMPTY_RUNS = timedelta(days=30)
KEEP_EMPTY_POLLS = timedelta(hours=1)
EVERY = timedelta(minutes=5)
FORGET_AT_A_TIME = 500
ITEMS_AT_A_TIME = 20_000
AGAIN_AFTER = timedelta(days=1)
"""How long a connection's log is left alone once it was walked through: what stays need not be looked through each time."""

_ENDED_JOBS = """
DELETE FROM procrastinate_jobs WHERE id IN (
    SELECT job.id FROM procrastinate_jobs AS job
    WHERE job.task_name = %(task)s AND job.status NOT IN ('todo', 'doing')
      AND NOT EXISTS (SELECT 1 FROM procrastinate_events AS event WHERE event.job_id = job.id AND event.at > %(before)s)
    ORDER BY job.id LIMIT %(most)s
)
"""
_OVERTAKEN_ITEMS = """
WITH looked_at AS MATERIALIZED (
    SELECT id, run_id, workflow_id, internal_id, at FROM runs_runitem WHERE id > %(mark)s ORDER BY id LIMIT %(most)s
), gone AS (
    DELETE FROM runs_runitem WHERE id IN (
        SELECT item.id FROM looked_at AS item JOIN runs_run AS run ON run.id = item.run_id
        WHERE run.connection_id = %(connection)s AND run.finished_at < %(before)s
          AND EXISTS (
              SELECT 1 FROM runs_runitem AS newer
              WHERE newer.workflow_id = item.workflow_id AND newer.internal_id = item.internal_id AND newer.id > item.id
          )
    ) RETURNING id
)
SELECT (SELECT count(*) FROM gone), max(id), count(*), count(*) FILTER (WHERE at < %(before)s) FROM looked_at
"""
"""Look at the next rows after the mark, whosever they are, and delete those that are old and not the last word."""


def forget_due(now: datetime) -> None:
    """Forget some of what is old, every few minutes, a little at a time and of one connection's log; of those not active too."""
    upkeep, _ = Upkeep.objects.get_or_create(pk=1)
    last = upkeep.forgot_at
    if last is not None and last <= now < last + EVERY:
        return
    Upkeep.objects.filter(pk=1).update(forgot_at=now)
    with database.cursor() as cursor:
        cursor.execute(
            _ENDED_JOBS, {"task": queueing.TASK, "before": now - KEEP_JOBS, "most": FORGET_AT_A_TIME}
        )
    _forget_runs(
        Run.objects.filter(
            Q(finished_at__lt=now - KEEP_EMPTY_RUNS)
            | Q(finished_at__lt=now - KEEP_EMPTY_POLLS, reason=polling.RUN_REASON),
            ~Exists(RunRequest.objects.filter(run=OuterRef("pk"))),
            kind__in=[queueing.CATCH_UP, queueing.REAL_TIME],
            state=Run.State.COMPLETED,
        )
    )
    kept = Lane.objects.filter(keep_log_days__isnull=False)
    due = kept.filter(Q(forgot_at=None) | Q(forgot_at__lte=now - AGAIN_AFTER))
    lane = due.order_by(F("forgot_at").asc(nulls_first=True), "pk").first()
    if lane is not None:
        forget_log(lane, now)


@transaction.atomic
def forget_log(lane: Lane, now: datetime) -> int:
    """Forget some of what is older than the connection keeps, and return how many rows; note when nothing is left.

    Walks through the log from its oldest row, so many rows at a time, and deletes runs once it has come to what is not old.
    """
    assert lane.keep_log_days is not None
    before = now - timedelta(days=lane.keep_log_days)
    mine = Lane.objects.filter(pk=lane.pk)
    walked = _forget_items(lane, before)
    if not walked.ended:
        mine.update(forgot_to=walked.to)
        return walked.gone
    runs = _forget_runs(Run.objects.filter(connection_id=lane.pk, finished_at__lt=before))
    if runs < FORGET_AT_A_TIME:
        mine.update(forgot_at=now, forgot_to=0)
    return walked.gone + runs


@dataclass(frozen=True, slots=True)
class _Walked:
    """How many rows are gone, which was the last that was looked at, and whether what follows is not old."""

    gone: int
    to: int
    ended: bool


def _forget_items(lane: Lane, before: datetime) -> _Walked:
    with database.cursor() as cursor:
        cursor.execute(
            _OVERTAKEN_ITEMS,
            {"mark": lane.forgot_to, "connection": lane.pk, "before": before, "most": ITEMS_AT_A_TIME},
        )
        gone, last, seen, old = cursor.fetchone()
    return _Walked(gone, last or lane.forgot_to, ended=seen < ITEMS_AT_A_TIME or not old)


def _forget_runs(old: QuerySet[Run]) -> int:
    """Delete some of the runs that nothing refers to any more, and what asked for them."""
    free = old.filter(
        ~Exists(RunItem.objects.filter(run=OuterRef("pk"))),
        ~Exists(Attention.objects.filter(run=OuterRef("pk"))),
    )
    chosen = list(free.order_by("pk").values_list("pk", flat=True)[:FORGET_AT_A_TIME])
    RunRequest.objects.filter(run__in=chosen).delete()  # left behind without a run, they would ask again
    Run.objects.filter(pk__in=chosen).delete()
    return len(chosen)


def forget_workflow(workflow: Workflow) -> None:
    """Forget which records of a workflow somebody had to look at, since it is deleted; its log stays."""
    Attention.objects.filter(workflow=workflow).delete()
