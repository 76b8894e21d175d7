"""JSON: runs, and starting and cancelling them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema, Status

from landbridge.service.connections.models import Connection
from landbridge.service.projects.access import require
from landbridge.service.projects.roles import Permission
from landbridge.service.runs import queueing
from landbridge.service.runs.history import log
from landbridge.service.runs.history.account import account_of
from landbridge.service.runs.history.log_api import RunSelectionIn
from landbridge.service.runs.lanes.control import cancel_run
from landbridge.service.runs.models import Run
from landbridge.service.runs.starts.groups import chosen_workflows
from landbridge.service.runs.starts.refusals import RefusalOut
from landbridge.service.runs.starts.since import read_since
from landbridge.service.runs.starts.starting import start_run

router = Router(tags=["runs"])

MOST_RUNS = 1000


class RunOut(Schema):
    """One run. ``counts`` by outcome, with ``read``, ``seen`` (read again and left out) and ``passed_over`` (no monitored field changed).

    ``account`` names the accounts of both sides where the administration page says so; ``hint`` says what to do.
    """

    id: int
    connection: str
    account: str
    kind: str
    state: str
    owner: str
    reason: str
    workflows: list[str]
    since: datetime | None
    queued_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    counts: dict[str, int]
    error: str
    hint: str

    @staticmethod
    def resolve_connection(run: Run) -> str:
        """The connection's name."""
        return run.connection.name

    @staticmethod
    def resolve_account(run: Run) -> str:
        """The accounts of both sides, empty where results do not name them."""
        return account_of(run)

    @staticmethod
    def resolve_owner(run: Run) -> str:
        """Whose name stands on the run."""
        return str(run.owner or "")


class NoteOut(Schema):
    """Something that was not well before a scheduled run: a line of the health check."""

    state: str
    title: str
    message: str
    advice: str
    at: datetime


class OneRunOut(RunOut):
    """One run, with what was not well before it started."""

    notes: list[NoteOut]


class RunsOut(Schema):
    """Some runs, and how many there are."""

    items: list[RunOut]
    count: int


class StartIn(Schema):
    """What to run: ``workflows`` by key or a ``group`` by name (neither: all active ones).

    ``full`` reads every record again, or with ``since`` (ISO 8601; a date is its first instant in UTC) those modified since then.
    """

    connection: int
    workflows: list[str] | None = None
    group: str = ""
    full: bool = False
    since: str = ""


@router.get("/runs", response=RunsOut, summary="Runs, newest first")
def list_runs(
    request: HttpRequest, wanted: Query[RunSelectionIn], limit: int = 100, offset: int = 0
) -> dict[str, Any]:
    """Runs that fit, newest first; ``limit`` is 1000 at most."""
    require(request, Permission.VIEW_RECORDS)
    found = log.runs(wanted.of_runs())
    first = max(0, offset)
    return {"items": found[first : first + max(1, min(limit, MOST_RUNS))], "count": found.count()}


@router.post("/runs", response={202: RunOut, 409: RefusalOut}, summary="Start a manual run")
def start(request: HttpRequest, wish: StartIn) -> Status[Any]:
    """Queue a manual run or a full synchronization; a run of that kind which still waits takes the workflows in."""
    user = require(request, Permission.RUN_INTEGRATION)
    connection = get_object_or_404(Connection, pk=wish.connection)
    run = start_run(
        connection,
        queueing.FULL if wish.full else queueing.MANUAL,
        chosen_workflows(connection, wish.workflows or (), wish.group),
        by=user,
        now=timezone.now(),
        reason=f"Started by {user}{f', group {wish.group}' if wish.group else ''}",
        since=read_since(wish.since),
    )
    return Status(202, run)


@router.get("/runs/{int:run_id}", response=OneRunOut, summary="One run")
def one_run(request: HttpRequest, run_id: int) -> Run:
    """One run by its id."""
    require(request, Permission.VIEW_RECORDS)
    return get_object_or_404(log.runs(), pk=run_id)


@router.post("/runs/{int:run_id}/cancel", response={202: RunOut}, summary="Cancel a run")
def cancel(request: HttpRequest, run_id: int) -> Status[Any]:
    """Cancel a run: at once while it waits, else before its next batch."""
    user = require(request, Permission.RUN_INTEGRATION)
    cancel_run(get_object_or_404(Run, pk=run_id), by=user)
    return Status(202, get_object_or_404(log.runs(), pk=run_id))
