"""JSON: joining and separating by hand, proposals, and what was deleted in NetSuite."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema

from landbridge.service.composition import destination_for, reader_for
from landbridge.service.connections.models import Connection
from landbridge.service.pairs import joining, merges, showing
from landbridge.service.pairs.candidates import doubts
from landbridge.service.pairs.deletions.policies import set_policy
from landbridge.service.pairs.deletions.sweeping import sweep
from landbridge.service.pairs.models import Deletion, Relinking
from landbridge.service.projects.access import require
from landbridge.service.projects.roles import Permission
from landbridge.service.projects.seen_pages import part
from landbridge.service.projects.sensitivity import Sight
from landbridge.service.runs.history.masking import Eyes
from landbridge.service.workflows.adding import known

router = Router(tags=["matching"])


class PairIn(Schema):
    """A NetSuite record and a record of SuiteProjects Pro, by their internal ids."""

    workflow: str
    internal_id: str
    spp_id: str


class RecordIn(Schema):
    """A record of SuiteProjects Pro."""

    workflow: str
    spp_id: str


class SeparatedOut(Schema):
    """The NetSuite record that was separated."""

    internal_id: str


class CandidateOut(Schema):
    """A record that could be meant; ``owner`` is the NetSuite id that it carries, empty where it carries none."""

    spp_type: str
    spp_id: str
    name: str
    owner: str


class DoubtOut(Schema):
    """A NetSuite record of which it is doubtful what it is; ``code`` is `two_candidates` or `name_taken`."""

    workflow: str
    internal_id: str
    name: str
    code: str
    reason: str
    candidates: list[CandidateOut]


class UnmatchedIn(Schema):
    """Which of the records without a NetSuite record."""

    text: str = ""
    limit: int = 100
    offset: int = 0


class UnmatchedOut(Schema):
    """A record of SuiteProjects Pro that belongs to no NetSuite record."""

    type: str
    spp_id: str
    name: str


class SweptOut(Schema):
    """How many deleted records a sweep found."""

    found: int


class DeletionOut(Schema):
    """One record that was deleted in NetSuite; ``error``: why it could not be made inactive."""

    workflow: str
    internal_id: str
    name: str
    spp_type: str
    spp_id: str
    deleted_at: datetime | None
    found_at: datetime
    policy: str
    error: str


class RelinkingOut(Schema):
    """A proposal after two NetSuite records were merged."""

    id: int
    workflow: str
    gone_id: str
    survivor_id: str
    name: str
    spp_type: str
    spp_id: str
    state: Literal["open", "accepted", "dismissed"]


class DecisionIn(Schema):
    """What is decided about a proposal."""

    decision: Literal["accept", "dismiss"]


class PolicyIn(Schema):
    """What a deletion in NetSuite does."""

    policy: Literal["mark", "deactivate", "leave"]


@router.get("/connections/{int:connection_id}/pairs", response=list[DoubtOut], summary="Doubtful records")
def doubtful(request: HttpRequest, connection_id: int, limit: int = 100, offset: int = 0) -> list[DoubtOut]:
    """Records that match several, or one of another, with what they could be, at most 1,000 at a time.

    Needs the permission "View records and their audit trail".
    """
    user = require(request, Permission.VIEW_RECORDS)
    place = get_object_or_404(Connection, pk=connection_id)
    rows = Eyes.of(user).attention(part(showing.doubtful(place), limit, offset))
    return [
        DoubtOut(
            workflow=one.row.workflow.key,
            internal_id=one.row.internal_id,
            name=one.row.name,
            code=one.row.code,
            reason=one.row.reason,
            candidates=[CandidateOut.from_orm(candidate) for candidate in one.candidates],
        )
        for one in doubts(rows, destination_for(place), Sight.of(user))
    ]


@router.get(
    "/connections/{int:connection_id}/unmatched/{str:key}",
    response=list[UnmatchedOut],
    summary="Records without a NetSuite record",
)
def unmatched(
    request: HttpRequest, connection_id: int, key: str, wanted: Query[UnmatchedIn]
) -> list[UnmatchedOut]:
    """Records of a workflow's type that belong to no NetSuite record; ``text`` is part of the name. At most 1,000 at a time.

    Needs the permission "View records and their audit trail".
    """
    sight = Sight.of(require(request, Permission.VIEW_RECORDS))
    place = get_object_or_404(Connection, pk=connection_id)
    rows = showing.unmatched(place, known(place, key), sight, wanted.text.strip())
    found = part(rows, wanted.limit, wanted.offset)
    return [UnmatchedOut.from_orm(sight.record(one)) for one in found]


@router.post("/connections/{int:connection_id}/pairs", response=PairIn, summary="Join two records")
def join(request: HttpRequest, connection_id: int, body: PairIn) -> PairIn:
    """Join, and import the NetSuite record. Needs the permission "View and edit integration settings"."""
    user = require(request, Permission.EDIT_INTEGRATION)
    place = get_object_or_404(Connection, pk=connection_id)
    written = joining.join(
        place,
        body.workflow,
        body.internal_id,
        body.spp_id,
        destination_for(place),
        by=user,
        now=timezone.now(),
    )
    return PairIn(workflow=body.workflow, internal_id=written, spp_id=body.spp_id)


@router.post(
    "/connections/{int:connection_id}/pairs/separate", response=SeparatedOut, summary="Separate a record"
)
def separate(request: HttpRequest, connection_id: int, body: RecordIn) -> dict[str, str]:
    """Separate it from its NetSuite record. Needs the permission "View and edit integration settings"."""
    user = require(request, Permission.EDIT_INTEGRATION)
    place = get_object_or_404(Connection, pk=connection_id)
    internal_id = joining.separate(
        place, body.workflow, body.spp_id, destination_for(place), by=user, now=timezone.now()
    )
    return {"internal_id": internal_id}


@router.get(
    "/connections/{int:connection_id}/deletions",
    response=list[DeletionOut],
    summary="What was deleted in NetSuite",
)
def deletions(
    request: HttpRequest, connection_id: int, limit: int = 100, offset: int = 0
) -> list[dict[str, Any]]:
    """What was imported and is deleted, newest first, at most 1,000 at a time. Needs the permission "View records and their audit trail"."""
    user = require(request, Permission.VIEW_RECORDS)
    place = get_object_or_404(Connection, pk=connection_id)
    found = part(showing.deletions(place), limit, offset)
    return [_fields(one, DeletionOut) for one in showing.seen(found, Sight.of(user))]


@router.post(
    "/connections/{int:connection_id}/deletions/sweep",
    response=SweptOut,
    summary="Look for deletions now",
)
def sweep_now(request: HttpRequest, connection_id: int) -> SweptOut:
    """Look for deletions, and answer how many were found. Needs the permission "View and run the NetSuite integration"."""
    require(request, Permission.RUN_INTEGRATION)
    place = get_object_or_404(Connection, pk=connection_id)
    found = sweep(place, reader_for(place), destination_for(place), timezone.now())
    return SweptOut(found=len(found))


@router.put(
    "/connections/{int:connection_id}/deletions/{str:key}", response=PolicyIn, summary="What a deletion does"
)
def policy(request: HttpRequest, connection_id: int, key: str, body: PolicyIn) -> PolicyIn:
    """Store a workflow's policy. Needs the permission "View and edit integration settings"."""
    user = require(request, Permission.EDIT_INTEGRATION)
    set_policy(get_object_or_404(Connection, pk=connection_id), key, body.policy, by=user)
    return body


@router.get(
    "/connections/{int:connection_id}/relinkings",
    response=list[RelinkingOut],
    summary="Proposals after merges",
)
def relinkings(
    request: HttpRequest, connection_id: int, limit: int = 100, offset: int = 0
) -> list[dict[str, Any]]:
    """Proposals, open ones first, at most 1,000 at a time. Needs the permission "View records and their audit trail"."""
    user = require(request, Permission.VIEW_RECORDS)
    place = get_object_or_404(Connection, pk=connection_id)
    found = part(showing.proposals(place), limit, offset)
    return [_fields(one, RelinkingOut) for one in showing.seen(found, Sight.of(user))]


@router.post("/relinkings/{int:pk}", response=RelinkingOut, summary="Decide about a proposal")
def decide(request: HttpRequest, pk: int, body: DecisionIn) -> dict[str, Any]:
    """Accept or dismiss it. Needs the permission "View and edit integration settings"."""
    user = require(request, Permission.EDIT_INTEGRATION)
    found = get_object_or_404(Relinking.objects.select_related("workflow__connection"), pk=pk)
    now = timezone.now()
    if body.decision == "accept":
        place = found.workflow.connection
        return _fields(merges.accept(found.pk, destination_for(place), by=user, now=now), RelinkingOut)
    return _fields(merges.dismiss(found.pk, by=user, now=now), RelinkingOut)


def _fields(one: Deletion | Relinking, shown: type[Schema]) -> dict[str, Any]:
    fields = {name: getattr(one, name) for name in shown.model_fields if name != "workflow"}
    return {**fields, "workflow": one.workflow.key}
