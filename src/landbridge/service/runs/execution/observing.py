"""What is told of a link while it works: log lines that name the run, durations, and the spans of the run's trace.

A run is one span though its links are many jobs, perhaps of many processes: whoever ends it sends it, under the ids that follow from
what the run was asked by (``tracing.Place``).
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

import structlog
from django.db import transaction

from landbridge.service import tracing
from landbridge.service.measures import (
    APPLY_SECONDS,
    LINK_SECONDS,
    REAL_TIME_SECONDS,
    RECORDS,
    RUNS,
    TALLY,
)
from landbridge.service.runs.errors import FenceLost
from landbridge.service.runs.execution.claiming import Attempt
from landbridge.service.runs.models import Run, RunRequest
from landbridge.service.tracing import Place

_log = structlog.get_logger(__name__)

_ENDED = frozenset({Run.State.COMPLETED, Run.State.FAILED, Run.State.CANCELLED})
MOST_REQUESTS = 100
"""Of a burst of saves so many get a span that says in their own traces which run took them up."""


@contextmanager
def link(attempt: Attempt) -> Iterator[None]:
    """Observe one link from its start to its end, however it ends."""
    run = attempt.run
    if run.links == 1:
        _tell_of_the_queue(run)
    started = time.monotonic()
    names = {"run": run.pk, "connection": run.connection_id, "kind": run.kind, "fence": attempt.fence}
    with structlog.contextvars.bound_contextvars(**names):
        try:
            with tracing.span("link", _places(run).run if tracing.enabled() else None, _attributes(run)):
                yield
        except BaseException as error:
            outcome = "fenced" if isinstance(error, FenceLost) else "broken"
            TALLY.time(LINK_SECONDS, time.monotonic() - started, run.connection_id, run.kind, outcome)
            raise
        seconds = time.monotonic() - started
        TALLY.time(LINK_SECONDS, seconds, run.connection_id, run.kind, _outcome(run))
        _log.debug("link_ended", outcome=_outcome(run), seconds=round(seconds, 3))
        if run.state in _ENDED:
            _tell_of_the_end(attempt)


@contextmanager
def batch(run: Run, workflow: str, records: int) -> Iterator[None]:
    """Observe the import of one batch, its transaction included."""
    started = time.monotonic()
    with tracing.span("apply", attributes={"landbridge.workflow": workflow, "landbridge.records": records}):
        yield
    TALLY.time(APPLY_SECONDS, time.monotonic() - started, run.connection_id, workflow)


def count_records(run: Run, workflow: str, outcomes: Mapping[str, int]) -> None:
    """Count what became of records once the caller's transaction is committed."""
    for outcome, count in outcomes.items():
        add = partial(TALLY.count, RECORDS, run.connection_id, workflow, outcome, by=count)
        transaction.on_commit(add)


def _outcome(run: Run) -> str:
    if run.state in _ENDED:
        return str(run.state)
    return "postponed" if run.next_link_at is not None else "handed_over"


@dataclass(frozen=True, slots=True)
class _Places:
    """Where the spans of a run stand, and below what."""

    asked_by: Place | None
    queue: Place
    run: Place


def _places(run: Run) -> _Places:
    asked_by = Place.parse(run.trace)
    seed = f"run {run.pk} of connection {run.connection_id}, queued {run.queued_at.isoformat()}"
    queue = asked_by.below(f"queue {run.pk}") if asked_by else Place.root(seed, "queue")
    return _Places(asked_by, queue, queue.below("run"))


def _attributes(run: Run) -> dict[str, str | int]:
    return {
        "landbridge.run": run.pk,
        "landbridge.connection": run.connection_id,
        "landbridge.kind": run.kind,
    }


def _tell_of_the_queue(run: Run) -> None:
    """Send how long the run waited; for each save of a burst, in the trace of its own."""
    if not tracing.enabled() or run.started_at is None:
        return
    places = _places(run)
    tracing.record(
        "queue", places.queue, places.asked_by, run.queued_at, run.started_at, attributes=_attributes(run)
    )
    others = RunRequest.objects.filter(run=run).exclude(trace__in=["", run.trace]).order_by("pk")
    for request in others[:MOST_REQUESTS]:
        parent = Place.parse(request.trace)
        if parent is not None:
            place = parent.below(f"queue {run.pk}")
            tracing.record(
                "queue",
                place,
                parent,
                request.requested_at,
                run.started_at,
                attributes=_attributes(run),
                links=[places.run],
            )


def _tell_of_the_end(attempt: Attempt) -> None:
    run = attempt.run
    TALLY.count(RUNS, run.connection_id, run.kind, run.state)
    _log.info("run_ended", state=str(run.state), counts=run.counts)
    if run.started_at is None or run.finished_at is None:
        return
    if attempt.requested and run.state == Run.State.COMPLETED:
        waited = (run.finished_at - run.queued_at).total_seconds()
        TALLY.time(REAL_TIME_SECONDS, waited, run.connection_id)
    if tracing.enabled():
        places = _places(run)
        counts = {f"landbridge.records.{name}": int(count) for name, count in run.counts.items()}
        tracing.record(
            "run",
            places.run,
            places.queue,
            run.started_at,
            run.finished_at,
            attributes={**_attributes(run), "landbridge.state": run.state, **counts},
            failed=run.error if run.state == Run.State.FAILED else "",
        )
