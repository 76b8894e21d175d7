"""JSON: one record on demand."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema, Status

from landbridge.service.connections.models import Connection
from landbridge.service.projects.access import require
from landbridge.service.projects.roles import Permission
from landbridge.service.runs.models import RunRequest
from landbridge.service.runs.starts.on_demand import Answer, answer_to, ask_for_record
from landbridge.service.runs.starts.refusals import RefusalOut

router = Router(tags=["runs"])


class RecordIn(Schema):
    """The record to import, by the workflow's key and NetSuite's internal id."""

    connection: int
    workflow: str
    internal_id: str


class AnswerOut(Schema):
    """What became of the request so far, and why. ``run`` is null while it waits, ``outcome`` empty until the run came to the record."""

    id: int
    run: int | None
    state: str
    ended: bool
    outcome: str
    reason: str
    spp_type: str
    spp_id: str


@router.post("/runs/record", response={202: AnswerOut, 409: RefusalOut}, summary="Import one record")
def ask(request: HttpRequest, wish: RecordIn) -> Status[AnswerOut]:
    """Queue the import of one record, whatever version was seen before; who asks owns the run."""
    user = require(request, Permission.RUN_INTEGRATION)
    connection = get_object_or_404(Connection, pk=wish.connection)
    made = ask_for_record(connection, wish.workflow, wish.internal_id, by=user, now=timezone.now())
    return Status(202, told(answer_to(made.pk, user)))


@router.get("/runs/record/{request_id}", response=AnswerOut, summary="What became of a record asked for")
def answer(request: HttpRequest, request_id: int) -> AnswerOut:
    """The outcome of one record that somebody asked for; 404 too when its workflow was switched off before its turn."""
    viewer = require(request, Permission.VIEW_RECORDS)
    try:
        return told(answer_to(request_id, viewer))
    except RunRequest.DoesNotExist as missing:
        raise Http404 from missing


def told(found: Answer) -> AnswerOut:
    """Return the answer as the API tells it."""
    run, item = found.run, found.item
    return AnswerOut(
        id=found.request.pk,
        run=run.pk if run else None,
        state=run.state if run else "queued",
        ended=found.ended,
        outcome=item.outcome if item else "",
        reason=found.reason,
        spp_type=item.spp_type if item else "",
        spp_id=item.spp_id if item else "",
    )
