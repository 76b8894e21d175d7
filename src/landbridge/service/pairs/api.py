"""JSON: joining and separating by hand, proposals, and what was deleted in NetSuite."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema

from landbridge.service.composition import destination_for
from landbridge.service.connections.models import Connection
from landbridge.service.pairs import joining, merges, showing
from landbridge.service.pairs.deletions.policies import set_policy
from landbridge.service.pairs.models import Relinking
from landbridge.service.projects.access import require
from landbridge.service.projects.roles import Permission
from landbridge.service.projects.sensitivity import Sight

router = Router(tags=["matching"])
MOST = 500


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
def deletions(request: HttpRequest, connection_id: int) -> list[dict[str, Any]]:
    """What was imported and is deleted, newest first. Needs the permission "View records and their audit trail"."""
    user = require(request, Permission.VIEW_RECORDS)
    place = get_object_or_404(Connection, pk=connection_id)
    return [
        {
            **{name: getattr(one, name) for name in DeletionOut.model_fields if name != "workflow"},
            "workflow": one.workflow.key,
        }
        for one in showing.deletions(place, Sight.of(user), MOST)
    ]


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
def relinkings(request: HttpRequest, connection_id: int) -> list[dict[str, Any]]:
    """Proposals, open ones first. Needs the permission "View records and their audit trail"."""
    user = require(request, Permission.VIEW_RECORDS)
    place = get_object_or_404(Connection, pk=connection_id)
    return [_relinking(one) for one in showing.proposals(place, Sight.of(user), MOST)]


@router.post("/relinkings/{int:pk}", response=RelinkingOut, summary="Decide about a proposal")
def decide(request: HttpRequest, pk: int, body: DecisionIn) -> dict[str, Any]:
    """Accept or dismiss it. Needs the permission "View and edit integration settings"."""
    user = require(request, Permission.EDIT_INTEGRATION)
    found = get_object_or_404(Relinking.objects.select_related("workflow__connection"), pk=pk)
    now = timezone.now()
    if body.decision == "accept":
        return _relinking(
            merges.accept(found.pk, destination_for(found.workflow.connection), by=user, now=now)
        )
    return _relinking(merges.dismiss(found.pk, by=user, now=now))


def _relinking(one: Relinking) -> dict[str, Any]:
    return {
        **{name: getattr(one, name) for name in RelinkingOut.model_fields if name != "workflow"},
        "workflow": one.workflow.key,
    }
