"""The start of a link: take the lane, find the run that goes on or make the one that was asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from django.db import transaction

from landbridge.service.connections.models import Connection
from landbridge.service.connections.publisherholds import hold_of
from landbridge.service.runs import queueing
from landbridge.service.runs.lanes import lane
from landbridge.service.runs.models import Run, RunRequest, RunStep, Settle
from landbridge.service.runs.starts import polling
from landbridge.service.runs.starts.owners import real_time_owner
from landbridge.service.workflows import administration, catalogue
from landbridge.service.workflows.models import Administration, Workflow
from landbridge.service.workflows.store import Prepared, active_workflows, prepare

NAMED_REQUESTS = 20
NOTICE = "notice"
"""The reason of a request that NetSuite made itself."""
_SETTLE = timedelta(seconds=queueing.SETTLE_SECONDS)

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Attempt:
    """One link of a run: what it may do, under which fence."""

    connection: Connection
    run: Run
    fence: int
    steps: list[RunStep]
    workflows: dict[int, Prepared]
    requested: dict[str, set[str]] = field(default_factory=dict)
    """Internal ids that were asked for, by NetSuite record type."""


@transaction.atomic
def begin(connection_id: int, kind: str, now: datetime) -> Attempt | None:
    """Take the lane and return what to do, ``None`` when there is nothing (any more) or nothing may start.

    A run that is to be cancelled comes back without steps even where the lane is paused: it has only to be ended.
    """
    connection = (
        Connection.objects.select_related("integration_user", "real_time_owner")
        .filter(pk=connection_id)
        .first()
    )
    if connection is None:
        return None
    taken = lane.take(connection_id)
    run = _unfinished(connection, kind)
    if run is not None and run.cancel_requested:
        return Attempt(connection, run, taken.fence, [], {})
    if not connection.active or hold_of(connection) or not _may_go_on(run, taken, now):
        return None
    active = active_workflows(connection.pk)
    if run is not None:
        _note_attempt(run, connection, now)
        return _attempt(connection, run, taken.fence, active, _requests_of(run))
    if kind != queueing.REAL_TIME:
        return None
    claimed = _claim(connection, active, now)
    return _attempt(connection, claimed[0], taken.fence, active, claimed[1]) if claimed else None


def _may_go_on(run: Run | None, taken: lane.Taken, now: datetime) -> bool:
    """Whether a link may go: nothing on a paused lane, only what is under way on one that is drained, none before its time."""
    if taken.paused:
        return False
    if taken.draining and (run is None or run.state != Run.State.RUNNING):
        return False
    return run is None or run.next_link_at is None or now >= run.next_link_at


def _unfinished(connection: Connection, kind: str) -> Run | None:
    """Return the run of this kind that goes on, else the one that waits.

    Held until the run is marked as started: a wish that would join it waits, and then makes a run of its own.
    """
    states = [Run.State.RUNNING, Run.State.QUEUED]
    held = Run.objects.select_for_update(of=("self",)).select_related("owner")
    found = held.filter(connection=connection, kind=kind, state__in=states)
    runs = {run.state: run for run in found}
    return runs.get(Run.State.RUNNING) or runs.get(Run.State.QUEUED)


def _note_attempt(run: Run, connection: Connection, now: datetime) -> None:
    """Count the link, and one more attempt until it makes progress or hands over. An integration user owns every run from its next link on."""
    run.state, run.started_at = Run.State.RUNNING, run.started_at or now
    run.owner = connection.integration_user or run.owner
    run.links += 1
    run.attempts += 1
    run.next_link_at = None
    run.save(update_fields=["state", "owner", "started_at", "links", "attempts", "next_link_at"])


def _requests_of(run: Run) -> list[RunRequest]:
    """Return what the run claimed when it started."""
    return list(RunRequest.objects.filter(run=run)) if run.kind == queueing.REAL_TIME else []


def _claim(
    connection: Connection, active: Sequence[Workflow], now: datetime
) -> tuple[Run, list[RunRequest]] | None:
    """Make a real-time run of every open request and every settle pass that is due."""
    requests = list(
        RunRequest.objects.select_for_update(of=("self",))
        .select_related("requested_by")
        .filter(connection=connection, run=None)
    )
    settles = list(Settle.objects.select_for_update().filter(connection=connection, due_at__lte=now))
    types = {*(request.netsuite_type for request in requests), *(settle.netsuite_type for settle in settles)}
    if not types:
        return None
    asked = {request.netsuite_type for request in requests if request.reason != NOTICE}
    workflows = _covered(connection.pk, active, types, asked)
    if settles:
        Settle.objects.filter(pk__in=[settle.pk for settle in settles]).delete()
    requests = _drop_inactive(connection, requests, {_type_read(workflow) for workflow in workflows})
    if not workflows:
        return None
    run = Run.objects.create(
        connection=connection,
        kind=queueing.REAL_TIME,
        owner=real_time_owner(connection, requests),
        reason=_reason(requests, settles),
        workflows=[workflow.key for workflow in workflows],
        trace=next((request.trace for request in requests if request.trace), ""),
        queued_at=min((request.requested_at for request in requests), default=now),
        state=Run.State.RUNNING,
        started_at=now,
        links=1,
        attempts=1,
    )
    if requests:
        RunRequest.objects.filter(pk__in=[request.pk for request in requests]).update(run=run)
    _plan_settling(connection, requests)
    return run, requests


def _covered(
    connection_id: int, active: Sequence[Workflow], types: Collection[str], asked: Collection[str]
) -> list[Workflow]:
    """Return the workflows that a real-time run goes through: the live ones of its own types, by option every live one beside them.

    Those of the types ``asked`` for otherwise than by a notice need not be live.
    """
    own = {
        workflow.pk for workflow in active if _type_read(workflow) in (types if workflow.real_time else asked)
    }
    everything = bool(own) and administration.of(connection_id).real_time_scope == Administration.Scope.ALL
    return [workflow for workflow in active if workflow.pk in own or (everything and workflow.real_time)]


def _type_read(workflow: Workflow) -> str:
    return catalogue.declaration(workflow.key).netsuite_type


def _drop_inactive(
    connection: Connection, requests: Sequence[RunRequest], read: Collection[str]
) -> list[RunRequest]:
    """Delete the requests of types whose workflows were all switched off since somebody asked; return the others."""
    dropped = [request for request in requests if request.netsuite_type not in read]
    if not dropped:
        return list(requests)
    RunRequest.objects.filter(pk__in=[request.pk for request in dropped]).delete()
    _log.warning(
        "requests_dropped",
        why="no workflow that is live imports records of this type",
        connection=connection.pk,
        records=len(dropped),
        first=[f"{request.netsuite_type} {request.internal_id}" for request in dropped[:NAMED_REQUESTS]],
    )
    gone = {request.pk for request in dropped}
    return [request for request in requests if request.pk not in gone]


def _reason(requests: Sequence[RunRequest], settles: Sequence[Settle]) -> str:
    if not requests:
        polled = all(settle.reason == polling.REASON for settle in settles)
        return polling.RUN_REASON if polled else "Settle pass after the last notice"
    first = requests[0]
    more = f" and {len(requests) - 1} more" if len(requests) > 1 else ""
    return f"{first.reason.capitalize()}: {first.netsuite_type} {first.internal_id}{more}"


def _plan_settling(connection: Connection, requests: Sequence[RunRequest]) -> None:
    """Plan the settle pass of each type that a notice came for; a later notice puts it off."""
    latest: dict[str, datetime] = {}
    for request in requests:
        if request.reason == NOTICE:
            known = latest.get(request.netsuite_type, request.requested_at)
            latest[request.netsuite_type] = max(known, request.requested_at)
    if latest:
        Settle.objects.bulk_create(
            [
                Settle(connection=connection, netsuite_type=netsuite_type, due_at=at + _SETTLE, reason="")
                for netsuite_type, at in latest.items()
            ],
            update_conflicts=True,
            unique_fields=["connection", "netsuite_type"],
            update_fields=["due_at", "reason"],
        )


def _attempt(
    connection: Connection,
    run: Run,
    fence: int,
    active: Sequence[Workflow],
    requests: Sequence[RunRequest],
) -> Attempt:
    workflows = prepare(active)
    requested: dict[str, set[str]] = defaultdict(set)
    for request in requests:
        requested[request.netsuite_type].add(request.internal_id)
    return Attempt(
        connection,
        run,
        fence,
        _steps(run, workflows),
        {prepared.workflow.pk: prepared for prepared in workflows},
        dict(requested),
    )


def _steps(run: Run, workflows: Sequence[Prepared]) -> list[RunStep]:
    """Return the steps that are left, in order; the first link of a run writes them down."""
    if run.links > 1:
        active = {prepared.workflow.pk for prepared in workflows}
        stored = RunStep.objects.filter(run=run, done=False).order_by("position")
        return [step for step in stored if step.workflow_id in active]
    return RunStep.objects.bulk_create(
        RunStep(run=run, workflow=prepared.workflow, position=position)
        for position, prepared in enumerate(workflows)
        if prepared.workflow.key in run.workflows
    )
