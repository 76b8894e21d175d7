"""Rows that tell nobody anything any more: ended jobs, and runs that found nothing to do.

Runs that made an entry in the log stay, since the log is also what knows which versions were handled.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection as database
from django.db.models import Exists, OuterRef, Q

from landbridge.service.runs import polling, queueing
from landbridge.service.runs.models import Attention, Lane, Run, RunItem, RunRequest

KEEP_JOBS = timedelta(days=7)
KEEP_EMPTY_RUNS = timedelta(days=30)
KEEP_EMPTY_POLLS = timedelta(hours=1)
FORGET_AT_A_TIME = 500

_ENDED_JOBS = """
DELETE FROM procrastinate_jobs WHERE id IN (
    SELECT job.id FROM procrastinate_jobs AS job
    WHERE job.task_name = %(task)s AND job.status NOT IN ('todo', 'doing')
      AND NOT EXISTS (SELECT 1 FROM procrastinate_events AS event WHERE event.job_id = job.id AND event.at > %(before)s)
    ORDER BY job.id LIMIT %(most)s
)
"""


def forget_due(now: datetime) -> None:
    """Forget some of what is old, whenever a catch-up was just queued: every few minutes, a little at a time."""
    if not Lane.objects.filter(caught_up_at=now).exists():
        return
    with database.cursor() as cursor:
        cursor.execute(
            _ENDED_JOBS, {"task": queueing.TASK, "before": now - KEEP_JOBS, "most": FORGET_AT_A_TIME}
        )
    old = Run.objects.filter(
        ~Exists(RunItem.objects.filter(run=OuterRef("pk"))),
        ~Exists(RunRequest.objects.filter(run=OuterRef("pk"))),
        ~Exists(Attention.objects.filter(run=OuterRef("pk"))),
        Q(finished_at__lt=now - KEEP_EMPTY_RUNS)
        | Q(finished_at__lt=now - KEEP_EMPTY_POLLS, reason=polling.RUN_REASON),
        kind__in=[queueing.CATCH_UP, queueing.REAL_TIME],
        state=Run.State.COMPLETED,
    )
    chosen = list(old.order_by("pk").values_list("pk", flat=True)[:FORGET_AT_A_TIME])
    Run.objects.filter(pk__in=chosen).delete()
