"""The ends of a link: the run goes on, is done, was cancelled, or failed. Each is one transaction with what it queues."""

from __future__ import annotations

import contextlib
from datetime import datetime

from django.db import transaction
from django.db.models.functions import Now

from landbridge.service.connections.publisherholds import note_refused
from landbridge.service.runs import queueing, stamping
from landbridge.service.runs.deferring import defer
from landbridge.service.runs.errors import RunCancelled
from landbridge.service.runs.execution.claiming import Attempt
from landbridge.service.runs.execution.failures import Failure
from landbridge.service.runs.execution.unread import FieldsUnread
from landbridge.service.runs.lanes import lane
from landbridge.service.runs.models import Run, RunRequest, RunStep


def complete(attempt: Attempt, now: datetime) -> None:
    """Finish the run inside the caller's transaction, which holds the lane; queue what was asked for meanwhile.

    It failed where one of its steps was stopped, though the others are done.
    """
    stopped = RunStep.objects.filter(run=attempt.run).exclude(stopped="").order_by("position")
    reasons = list(stopped.values_list("stopped", flat=True))
    # what stood there before was trouble of earlier attempts, which passed
    attempt.run.error, attempt.run.hint = "\n".join(reasons), FieldsUnread.hint if reasons else ""
    _close(attempt.run, Run.State.FAILED if reasons else Run.State.COMPLETED, now)


@transaction.atomic
def stop_step(attempt: Attempt, step: RunStep, why: str) -> None:
    """Give up one step; its bookmark stays where it is and the run goes on. Raises as :func:`fail`."""
    lane.hold(attempt.connection.pk, attempt.run.pk, attempt.fence)
    step.stopped, step.done = why, True
    step.save(update_fields=["since", "until", "rules", "expected", "done", "stopped"])


@transaction.atomic
def hand_over(attempt: Attempt) -> None:
    """Queue the next link of the run. The link failed in nothing, so its start is not counted among the attempts any more."""
    lane.hold(attempt.connection.pk, attempt.run.pk, attempt.fence)
    run = attempt.run
    run.attempts = max(0, run.attempts - 1)
    run.save(update_fields=["attempts"])
    defer(attempt.connection.pk, attempt.run.kind)


@transaction.atomic
def cancel(attempt: Attempt, now: datetime) -> None:
    """Finish a cancelled run. What it wrote stays, its bookmarks do not move.

    Raises :class:`FenceLost` when another attempt has taken the lane: then the end of the run is that one's.
    """
    with contextlib.suppress(RunCancelled):
        lane.hold(attempt.connection.pk, attempt.run.pk, attempt.fence)
    attempt.run.refresh_from_db(fields=["error", "hint"])  # who cancelled it
    _close(attempt.run, Run.State.CANCELLED, now)


@transaction.atomic
def fail(attempt: Attempt, failure: Failure, now: datetime) -> None:
    """Plan another attempt, or end the run with what to do. Raises :class:`FenceLost` and :class:`RunCancelled`."""
    lane.hold(attempt.connection.pk, attempt.run.pk, attempt.fence)
    run = attempt.run
    run.error, run.hint = failure.message, failure.hint
    if failure.passing:
        run.next_link_at = now + failure.wait
        run.save(update_fields=["error", "hint", "next_link_at"])
        return
    _close(run, Run.State.FAILED, now)


@transaction.atomic
def wait_for_pair(attempt: Attempt, mark: str, now: datetime) -> None:
    """Let the run, and all of its connection, wait for another pair of the publisher than that of ``mark``, which NetSuite refused.

    Whoever sweeps takes it up then. The link failed in nothing of its own, so it is not counted. Raises as :func:`fail`.
    """
    lane.hold(attempt.connection.pk, attempt.run.pk, attempt.fence)
    run = attempt.run
    run.attempts = max(0, run.attempts - 1)
    run.save(update_fields=["attempts"])
    note_refused(attempt.connection, mark, now)


def close_cancelled(run: Run, why: str) -> None:
    """End a run that no link is at work on, inside the caller's transaction, which has locked the lane."""
    Run.objects.filter(pk=run.pk).update(
        state=Run.State.CANCELLED, finished_at=Now(), next_link_at=None, error=why, hint=""
    )
    _follow(run)


def _close(run: Run, state: Run.State, now: datetime) -> None:
    run.state, run.finished_at = state, now
    run.save(update_fields=["state", "finished_at", "counts", "attempts", "error", "hint"])
    stamping.queue(run)
    _follow(run)


def _follow(run: Run) -> None:
    """Queue the kind again if one of it waits, or if records were asked for while this one ran; end a drain that is over."""
    if run.kind == queueing.REAL_TIME:
        waits = RunRequest.objects.filter(connection_id=run.connection_id, run=None).exists()
    else:
        waits = Run.objects.filter(
            connection_id=run.connection_id, kind=run.kind, state=Run.State.QUEUED
        ).exists()
    if waits:
        defer(run.connection_id, run.kind)
    lane.end_drain(run.connection_id)
