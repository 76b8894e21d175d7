"""The ends of a link: the run goes on, is done, was cancelled, or failed. Each is one transaction with what it queues."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from landbridge.service.runs import lane, queueing
from landbridge.service.runs.claiming import Attempt
from landbridge.service.runs.deferring import defer
from landbridge.service.runs.failures import Failure
from landbridge.service.runs.models import Run, RunRequest


def complete(attempt: Attempt, now: datetime) -> None:
    """Finish the run inside the caller's transaction, which holds the lane; queue what was asked for meanwhile."""
    attempt.run.error = attempt.run.hint = ""  # trouble of earlier attempts, which passed
    _close(attempt.run, Run.State.COMPLETED, now)
    _queue_next(attempt)


@transaction.atomic
def hand_over(attempt: Attempt) -> None:
    """Queue the next link of the run."""
    lane.hold(attempt.connection.pk, attempt.run.pk, attempt.fence)
    defer(attempt.connection.pk, attempt.run.kind)


@transaction.atomic
def cancel(attempt: Attempt, now: datetime) -> None:
    """Finish a cancelled run. What it wrote stays, its bookmarks do not move."""
    _close(attempt.run, Run.State.CANCELLED, now)
    _queue_next(attempt)


@transaction.atomic
def fail(attempt: Attempt, failure: Failure, now: datetime) -> None:
    """Plan another attempt, or end the run with what to do. A fenced attempt must not call this."""
    lane.hold(attempt.connection.pk, attempt.run.pk, attempt.fence)
    run = attempt.run
    run.error, run.hint = failure.message, failure.hint
    if failure.passing:
        run.next_link_at = now + failure.wait
        run.save(update_fields=["error", "hint", "next_link_at"])
        return
    run.save(update_fields=["error", "hint"])
    _close(run, Run.State.FAILED, now)
    _queue_next(attempt)


def _close(run: Run, state: Run.State, now: datetime) -> None:
    run.state, run.finished_at = state, now
    run.save(update_fields=["state", "finished_at", "counts", "attempts", "error", "hint"])


def _queue_next(attempt: Attempt) -> None:
    """Queue the kind again if one of it waits, or if records were asked for while this one ran."""
    connection = attempt.connection
    kind = attempt.run.kind
    if kind == queueing.REAL_TIME:
        waits = RunRequest.objects.filter(connection=connection, run=None).exists()
    else:
        waits = Run.objects.filter(connection=connection, kind=kind, state=Run.State.QUEUED).exists()
    if waits:
        defer(connection.pk, kind)
