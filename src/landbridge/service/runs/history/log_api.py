"""JSON: the records of runs, across runs and of one, the log as a file, and how long it is kept."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from typing import Any, Literal

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Query, Router, Schema
from ninja.pagination import paginate

from landbridge.service.connections.models import Connection
from landbridge.service.projects.access import require
from landbridge.service.projects.roles import Permission
from landbridge.service.projects.seen_pages import SeenPages
from landbridge.service.runs.history import log
from landbridge.service.runs.history.exporting import Export, export_items, export_runs
from landbridge.service.runs.history.keeping import keep_log
from landbridge.service.runs.history.masking import Eyes
from landbridge.service.runs.history.selection import Selection, aware
from landbridge.service.runs.models import Run, RunItem

router = Router(tags=["runs"])

MOST_ITEMS = 500


class ItemOut(Schema):
    """What became of one record. ``changes`` are field, before, after, the first of them where there are very many: ``changes_left_out``
    counts the others. ``attempts``: which attempt at the record it was.
    """

    id: int
    run: int = Field(alias="run_id")
    workflow: str
    internal_id: str
    name: str
    outcome: str
    stage: str
    code: str
    reason: str
    field: str
    value: str
    attempts: int
    changes: list[dict[str, Any]]
    changes_left_out: int
    spp_type: str
    spp_id: str
    source_modified: datetime | None
    at: datetime

    @staticmethod
    def resolve_workflow(item: RunItem) -> str:
        """The workflow's key."""
        return item.workflow.key


class ItemsOut(Schema):
    """Records, newest first. ``next`` is ``before`` of the following page, nothing on the last."""

    items: list[ItemOut]
    next: int | None


class SelectionIn(Schema):
    """What is wanted of the log. Instants without a time zone are UTC; ``until`` is not included."""

    connection: int | None = None
    kind: str = ""
    state: str = ""
    outcome: str = ""
    workflow: str = ""
    owner: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    text: str = ""

    def selection(self, **more: Any) -> Selection:
        """Return it as the log takes it."""
        given = self.dict(include=set(SelectionIn.model_fields))
        given |= {"since": aware(self.since), "until": aware(self.until)}
        return Selection(**{**given, **more})


class RunSelectionIn(SelectionIn):
    """What is wanted of the runs. ``quiet`` off leaves out runs by the clock that found nothing; ``changes``: only runs that
    imported or failed something.
    """

    quiet: bool = True
    changes: bool = False

    def of_runs(self) -> Selection:
        """Return it as the log takes it."""
        return self.selection(quiet=self.quiet, changes=self.changes)


class ItemSelectionIn(SelectionIn):
    """What is wanted of the records of runs."""

    run: int | None = None
    code: str = ""

    def of_items(self) -> Selection:
        """Return it as the log takes it."""
        return self.selection(run=self.run, code=self.code)


class KeepIn(Schema):
    """How many days the log is kept; nothing: for ever."""

    days: int | None = None


class KeepOut(KeepIn):
    """How long the log of a connection is kept."""

    connection: int


def _seen(request: HttpRequest, rows: list[RunItem]) -> list[RunItem]:
    return list(Eyes.of(require(request, Permission.VIEW_RECORDS)).items(rows))


@router.get("/runs/{int:run_id}/items", response=list[ItemOut], summary="The records of a run")
@paginate(SeenPages, see=_seen)
def run_items(request: HttpRequest, run_id: int, outcome: str = "") -> QuerySet[RunItem]:
    """What became of each record of a run; of one outcome when asked."""
    require(request, Permission.VIEW_RECORDS)
    return log.items_of(get_object_or_404(Run, pk=run_id), outcome=outcome)


@router.get("/items", response=ItemsOut, summary="Records across runs, newest first")
def list_items(
    request: HttpRequest, wanted: Query[ItemSelectionIn], before: int | None = None, limit: int = 100
) -> dict[str, Any]:
    """Records of all runs that fit. ``before`` is the ``next`` of the page before; ``limit`` is 500 at most."""
    eyes = Eyes.of(require(request, Permission.VIEW_RECORDS))
    found = log.items(wanted.of_items(), timezone.now(), eyes)
    if before is not None:
        found = found.filter(pk__lt=before)
    most = max(1, min(limit, MOST_ITEMS))
    rows = list(found[: most + 1])
    more = len(rows) > most
    return {"items": list(eyes.items(rows[:most])), "next": rows[most - 1].pk if more else None}


@router.get("/export/runs", summary="Runs as a file")
def runs_file(
    request: HttpRequest,
    wanted: Query[RunSelectionIn],
    format: Literal["csv", "json"] = "csv",  # noqa: A002 - the query's own word
) -> StreamingHttpResponse:
    """Runs that fit, newest first, as CSV or JSON."""
    require(request, Permission.VIEW_RECORDS)
    return _download(request, export_runs(wanted.of_runs(), format))


@router.get("/export/items", summary="Records of runs as a file")
def items_file(
    request: HttpRequest,
    wanted: Query[ItemSelectionIn],
    format: Literal["csv", "json"] = "csv",  # noqa: A002 - the query's own word
) -> StreamingHttpResponse:
    """Records of runs that fit, newest first, as CSV or JSON. Values of sensitive fields are masked as everywhere."""
    viewer = require(request, Permission.VIEW_RECORDS)
    made = export_items(wanted.of_items(), format, viewer=viewer, now=timezone.now())
    return _download(request, made)


@router.put("/connections/{int:connection_id}/log", response=KeepOut, summary="How long the log is kept")
def keep(request: HttpRequest, connection_id: int, wish: KeepIn) -> dict[str, Any]:
    """Keep the run log of a connection for so many days, or for ever."""
    user = require(request, Permission.EDIT_INTEGRATION)
    keep_log(get_object_or_404(Connection, pk=connection_id), wish.days, by=user)
    return {"connection": connection_id, "days": wish.days}


def _download(request: HttpRequest, made: Export) -> StreamingHttpResponse:
    """Send a file part by part, whichever kind of server asks."""
    parts = _in_a_thread(made.parts) if isinstance(request, ASGIRequest) else made.parts
    return StreamingHttpResponse(
        parts,
        content_type=made.media_type,
        headers={"Content-Disposition": f'attachment; filename="{made.name}"'},
    )


async def _in_a_thread(parts: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Yield the parts, each made in the thread of the request, which has the database session."""
    take = sync_to_async(lambda: next(parts, b""))
    while part := await take():
        yield part
