"""JSON: comparisons and what they found."""

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
from landbridge.service.projects.sensitivity import Sight
from landbridge.service.runs.errors import RunRefused
from landbridge.service.verification import starting, tallies
from landbridge.service.verification.models import Verification
from landbridge.service.verification.showing import Shown

router = Router(tags=["verification"])


class VerificationOut(Schema):
    """One comparison. ``counts`` by kind of difference, ``missed`` changes that real time missed by workflow."""

    id: int
    connection: str
    kind: str
    state: str
    owner: str
    workflows: list[str]
    queued_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    counts: dict[str, int]
    missed: dict[str, int]
    error: str
    hint: str

    @staticmethod
    def resolve_connection(one: Verification) -> str:
        """The connection's name."""
        return one.connection.name

    @staticmethod
    def resolve_owner(one: Verification) -> str:
        """Whose name stands on it."""
        return str(one.owner or "")


class TallyOut(Schema):
    """One workflow of a comparison in numbers."""

    key: str
    ranges: int
    ranges_done: int
    hashes_differ: int
    netsuite: int
    left_out: int
    destination: int
    differences: dict[str, int]


class DifferenceOut(Schema):
    """One record, or part of one, that differs. ``fields`` are field, expected, found."""

    id: int
    workflow: str
    internal_id: str
    part: str
    name: str
    kind: str
    code: str
    reason: str
    spp_type: str
    spp_id: str
    fields: list[dict[str, Any]]
    modified: datetime | None
    found_at: datetime


class VerifyIn(Schema):
    """What to compare: ``workflows`` by key (none: all active ones), ``first`` to ``last`` internal ids."""

    connection: int
    workflows: list[str] | None = None
    first: int | None = None
    last: int | None = None


class RefusalOut(Schema):
    """Why a wish was refused."""

    code: str
    message: str


def _comparisons() -> QuerySet[Verification]:
    return Verification.objects.select_related("connection", "owner")


@router.get("/verifications", response=list[VerificationOut], summary="Comparisons, newest first")
@paginate(LimitOffsetPagination)
def list_verifications(request: HttpRequest, connection: int | None = None) -> QuerySet[Verification]:
    """Comparisons, newest first; of one connection when asked."""
    require(request, Permission.VIEW_RECORDS)
    found = _comparisons()
    return found if connection is None else found.filter(connection=connection)


@router.post("/verifications", response={202: VerificationOut, 409: RefusalOut}, summary="Start a comparison")
def start(request: HttpRequest, wish: VerifyIn) -> Status[Any]:
    """Start a comparison, which the workers do; one at a time for each connection."""
    user = require(request, Permission.RUN_INTEGRATION)
    connection = get_object_or_404(Connection, pk=wish.connection)
    try:
        begun = starting.start(
            connection, wish.workflows, by=user, now=timezone.now(), first=wish.first, last=wish.last
        )
    except RunRefused as refusal:
        return Status(409, {"code": refusal.code, "message": refusal.message})
    return Status(202, begun)


@router.get("/verifications/{number}", response=VerificationOut, summary="One comparison")
def one_verification(request: HttpRequest, number: int) -> Verification:
    """One comparison by its id."""
    require(request, Permission.VIEW_RECORDS)
    return get_object_or_404(_comparisons(), pk=number)


@router.get("/verifications/{number}/workflows", response=list[TallyOut], summary="A comparison in numbers")
def workflows(request: HttpRequest, number: int) -> list[tallies.WorkflowTally]:
    """Records of both sides, ranges and differences, workflow by workflow."""
    require(request, Permission.VIEW_RECORDS)
    return tallies.by_workflow(get_object_or_404(Verification, pk=number))


@router.get("/verifications/{number}/differences", response=list[DifferenceOut], summary="What differs")
def differences(
    request: HttpRequest, number: int, kind: str = "", limit: int = 100, offset: int = 0
) -> list[Shown]:
    """What differs, at most 1,000 at a time; ``kind`` ``not_imported`` lists what is not to be imported."""
    user = require(request, Permission.VIEW_RECORDS)
    found = tallies.of_kind(get_object_or_404(Verification, pk=number), kind)
    offset, limit = max(0, offset), max(0, min(limit, 1000))
    sight = Sight.of(user)
    return [Shown.of(row, sight) for row in found[offset : offset + limit]]


@router.post(
    "/verifications/{number}/resume",
    response={202: VerificationOut, 409: RefusalOut},
    summary="Go on with one",
)
def go_on(request: HttpRequest, number: int) -> Status[Any]:
    """Go on with a comparison that did not come to its end, where it was."""
    require(request, Permission.RUN_INTEGRATION)
    try:
        found = starting.go_on(get_object_or_404(Verification, pk=number), now=timezone.now())
    except RunRefused as refusal:
        return Status(409, {"code": refusal.code, "message": refusal.message})
    return Status(202, found)


@router.post("/verifications/{number}/cancel", response={202: VerificationOut}, summary="Cancel one")
def cancel(request: HttpRequest, number: int) -> Status[Any]:
    """End a comparison at once; what it found so far stays."""
    require(request, Permission.RUN_INTEGRATION)
    starting.cancel(get_object_or_404(Verification, pk=number), now=timezone.now())
    return Status(202, get_object_or_404(_comparisons(), pk=number))
