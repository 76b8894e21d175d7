"""JSON: the run log, starting and cancelling runs, and the records that need attention."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema, Status
from ninja.pagination import LimitOffsetPagination, paginate

from landbridge.service.connections.models import Connection
from landbridge.service.projects.access import require
from landbridge.service.projects.roles import Permission
from landbridge.service.runs import attention, log, queueing
from landbridge.service.runs.control import cancel_run
from landbridge.service.runs.groups import chosen_workflows
from landbridge.service.runs.models import Attention, Run, RunItem
from landbridge.service.runs.refusals import RefusalOut
from landbridge.service.runs.since import read_since
from landbridge.service.runs.starting import start_run

router = Router(tags=["runs"])


class RunOut(Schema):
    """One run. ``counts`` by outcome, with ``read`` and ``seen`` (read again and left out); ``hint`` says what to do."""

    id: int
    connection: str
    kind: str
    state: str
    owner: str
    reason: str
    workflows: list[str]
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
    def resolve_owner(run: Run) -> str:
        """Whose name stands on the run."""
        return str(run.owner or "")


class ItemOut(Schema):
    """What became of one record. ``changes`` are field, before, after."""

    id: int
    workflow: str
    internal_id: str
    name: str
    outcome: str
    stage: str
    code: str
    reason: str
    field: str
    value: str
    changes: list[dict[str, Any]]
    spp_type: str
    spp_id: str
    at: datetime

    @staticmethod
    def resolve_workflow(item: RunItem) -> str:
        """The workflow's key."""
        return item.workflow.key


class AttentionOut(Schema):
    """A record that is not done with. ``need`` is parent, retry, record or setup."""

    id: int
    connection: str
    workflow: str
    internal_id: str
    name: str
    need: str
    code: str
    reason: str
    attempts: int
    first_at: datetime
    last_at: datetime
    due_at: datetime | None

    @staticmethod
    def resolve_connection(row: Attention) -> str:
        """The connection's name."""
        return row.workflow.connection.name

    @staticmethod
    def resolve_workflow(row: Attention) -> str:
        """The workflow's key."""
        return row.workflow.key


class StartIn(Schema):
    """What to run: ``workflows`` by key or a ``group`` by name (neither: all active ones).

    ``full`` reads every record again, or with ``since`` (ISO 8601; a date is its first instant in UTC) those modified since then.
    """

    connection: int
    workflows: list[str] | None = None
    group: str = ""
    full: bool = False
    since: str = ""


@router.get("/runs", response=list[RunOut], summary="Runs, newest first")
@paginate(LimitOffsetPagination)
def list_runs(
    request: HttpRequest, connection: int | None = None, kind: str = "", state: str = ""
) -> QuerySet[Run]:
    """Runs, newest first; of one connection, kind or state when asked."""
    require(request, Permission.VIEW_RECORDS)
    return log.runs(connection_id=connection, kind=kind, state=state)


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


@router.get("/runs/{run_id}", response=RunOut, summary="One run")
def one_run(request: HttpRequest, run_id: int) -> Run:
    """One run by its id."""
    require(request, Permission.VIEW_RECORDS)
    return get_object_or_404(log.runs(), pk=run_id)


@router.get("/runs/{run_id}/items", response=list[ItemOut], summary="The records of a run")
@paginate(LimitOffsetPagination)
def run_items(request: HttpRequest, run_id: int, outcome: str = "") -> QuerySet[RunItem]:
    """What became of each record of a run; of one outcome when asked."""
    require(request, Permission.VIEW_RECORDS)
    return log.items(get_object_or_404(Run, pk=run_id), outcome=outcome)


@router.post("/runs/{run_id}/cancel", response={202: RunOut}, summary="Cancel a run")
def cancel(request: HttpRequest, run_id: int) -> Status[Any]:
    """Cancel a run: at once while it waits, else before its next batch."""
    user = require(request, Permission.RUN_INTEGRATION)
    cancel_run(get_object_or_404(Run, pk=run_id), by=user)
    return Status(202, get_object_or_404(log.runs(), pk=run_id))


@router.get("/attention", response=list[AttentionOut], summary="Records that need attention")
@paginate(LimitOffsetPagination)
def list_attention(
    request: HttpRequest, connection: int | None = None, *, dismissed: bool = False
) -> QuerySet[Attention]:
    """Records that wait, are tried again, or need somebody; latest first."""
    require(request, Permission.VIEW_RECORDS)
    return log.attention(connection, dismissed=dismissed)


@router.post("/attention/{row_id}/retry", response={202: None}, summary="Try a record again")
def retry(request: HttpRequest, row_id: int) -> Status[None]:
    """Ask for the record again at once."""
    require(request, Permission.RUN_INTEGRATION)
    attention.retry(get_object_or_404(Attention, pk=row_id).pk, now=timezone.now())
    return Status(202, None)


@router.post("/attention/{row_id}/dismiss", response={204: None}, summary="Dismiss a record")
def dismiss(request: HttpRequest, row_id: int) -> Status[None]:
    """Take the record off the list until it changes in NetSuite."""
    user = require(request, Permission.RUN_INTEGRATION)
    attention.dismiss(get_object_or_404(Attention, pk=row_id).pk, by=user, now=timezone.now())
    return Status(204, None)
