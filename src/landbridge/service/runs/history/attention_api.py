"""JSON: records that are not done with, one by one and by the cause of their trouble."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema, Status
from ninja.pagination import paginate

from landbridge.service.projects.access import require
from landbridge.service.projects.roles import Permission
from landbridge.service.projects.seen_pages import SeenPages
from landbridge.service.runs.history import attention, log
from landbridge.service.runs.history.advice import advice
from landbridge.service.runs.history.causes import Cause, CauseKey, causes_of, open_causes, records_of
from landbridge.service.runs.history.masking import Eyes
from landbridge.service.runs.models import Attention, Run

router = Router(tags=["attention"])


class AttentionOut(Schema):
    """A record that is not done with. ``need`` is parent, retry, record or setup; ``cause`` names the records like it."""

    id: int
    connection: str
    workflow: str
    internal_id: str
    name: str
    need: str
    stage: str
    code: str
    field: str
    cause: str
    reason: str
    advice: str
    attempts: int
    first_at: datetime
    last_at: datetime
    due_at: datetime | None
    dismissed_by: str
    dismissed_at: datetime | None
    note: str

    @staticmethod
    def resolve_connection(row: Attention) -> str:
        """The connection's name."""
        return row.workflow.connection.name

    @staticmethod
    def resolve_workflow(row: Attention) -> str:
        """The workflow's key."""
        return row.workflow.key

    @staticmethod
    def resolve_cause(row: Attention) -> str:
        """The cause as ``/causes`` names it."""
        return str(CauseKey(row.workflow_id, row.stage, row.code, row.field))

    @staticmethod
    def resolve_advice(row: Attention) -> str:
        """What to do."""
        return advice(row.code)

    @staticmethod
    def resolve_dismissed_by(row: Attention) -> str:
        """Who took it off the list; empty for a command or when nobody did."""
        return str(row.dismissed_by or "")


class CauseOut(Schema):
    """Records with the same trouble. ``reason``, ``name`` and ``internal_id`` are those of the latest of them."""

    cause: str
    connection: str
    workflow: str
    stage: str
    code: str
    field: str
    need: str
    count: int
    first_at: datetime
    last_at: datetime
    reason: str
    name: str
    internal_id: str
    advice: str

    @staticmethod
    def resolve_cause(cause: Cause) -> str:
        """What names it in a request."""
        return str(cause.key)

    @staticmethod
    def resolve_stage(cause: Cause) -> str:
        """Where it happens."""
        return cause.key.stage

    @staticmethod
    def resolve_code(cause: Cause) -> str:
        """What happens."""
        return cause.key.code

    @staticmethod
    def resolve_field(cause: Cause) -> str:
        """The field at fault, where there is one."""
        return cause.key.field


class NoteIn(Schema):
    """Why somebody takes a record off the list."""

    note: str = ""


class CauseIn(NoteIn):
    """A cause, as ``GET /api/causes`` names it."""

    cause: str = ""


class CountOut(Schema):
    """How many records it was about."""

    records: int


class AskedOut(CountOut):
    """How many records are asked for again, and how many are not since their workflow is not active."""

    inactive: int


def _seen(request: HttpRequest, rows: list[Attention]) -> list[Attention]:
    return Eyes.of(require(request, Permission.VIEW_RECORDS)).attention(rows)


@router.get("/attention", response=list[AttentionOut], summary="Records that need attention")
@paginate(SeenPages, see=_seen)
def list_attention(
    request: HttpRequest,
    connection: int | None = None,
    cause: str = "",
    text: str = "",
    *,
    dismissed: bool = False,
) -> QuerySet[Attention]:
    """Records that wait, are tried again, or need somebody; latest first, with those dismissed when asked for."""
    require(request, Permission.VIEW_RECORDS)
    wanted = CauseKey.parse(cause) if cause else None
    return log.attention(connection, dismissed=dismissed, text=text, cause=wanted)


@router.post("/attention/{int:row_id}/retry", response={202: None}, summary="Try a record again")
def retry(request: HttpRequest, row_id: int) -> Status[None]:
    """Ask for the record again at once; a dismissed one is on the list again."""
    user = require(request, Permission.RUN_INTEGRATION)
    attention.retry(_one(row_id), by=user, now=timezone.now())
    return Status(202, None)


@router.post("/attention/{int:row_id}/dismiss", response={204: None}, summary="Dismiss a record")
def dismiss(request: HttpRequest, row_id: int, wish: NoteIn | None = None) -> Status[None]:
    """Take the record off the list until it changes in NetSuite."""
    user = require(request, Permission.RUN_INTEGRATION)
    attention.dismiss(_one(row_id), by=user, now=timezone.now(), note=wish.note if wish else "")
    return Status(204, None)


@router.get("/causes", response=list[CauseOut], summary="Errors by cause")
def list_causes(
    request: HttpRequest, connection: int | None = None, run: int | None = None, *, dismissed: bool = False
) -> list[Cause]:
    """Causes of the records that are not done with, the largest first; those dismissed, or those of one run, when asked for."""
    eyes = Eyes.of(require(request, Permission.VIEW_RECORDS))
    if run is not None:
        return eyes.causes(causes_of(get_object_or_404(Run, pk=run)))
    return eyes.causes(open_causes(connection, dismissed=dismissed))


@router.post("/causes/retry", response={202: AskedOut}, summary="Try all records of a cause again")
def retry_cause(request: HttpRequest, wish: CauseIn) -> Status[attention.Asked]:
    """Ask for every record of the cause at once, except those dismissed."""
    user = require(request, Permission.RUN_INTEGRATION)
    rows = records_of(CauseKey.parse(wish.cause)).filter(dismissed_at=None)
    return Status(202, attention.retry(rows, by=user, now=timezone.now()))


@router.post("/causes/dismiss", response=CountOut, summary="Dismiss all records of a cause")
def dismiss_cause(request: HttpRequest, wish: CauseIn) -> dict[str, int]:
    """Take every record of the cause off the list, with a note."""
    user = require(request, Permission.RUN_INTEGRATION)
    rows = records_of(CauseKey.parse(wish.cause))
    return {"records": attention.dismiss(rows, by=user, now=timezone.now(), note=wish.note)}


def _one(row_id: int) -> QuerySet[Attention]:
    """Return the record, or answer that there is none."""
    return Attention.objects.filter(pk=get_object_or_404(Attention, pk=row_id).pk)
