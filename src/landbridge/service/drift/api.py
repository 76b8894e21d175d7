"""JSON: schema drift of a connection."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema

from landbridge.service.composition import reader_for
from landbridge.service.connections.models import Connection
from landbridge.service.drift import deciding, reporting
from landbridge.service.drift.looking import look
from landbridge.service.drift.models import Drift
from landbridge.service.projects.access import require
from landbridge.service.projects.roles import Permission
from landbridge.service.projects.seen_pages import part

router = Router(tags=["schema drift"])


class DriftOut(Schema):
    """One field that changed; ``before`` and ``after`` are ``{"label", "kind", "refers_to"}``."""

    id: int
    netsuite_type: str
    field: str
    change: Literal["appeared", "vanished", "changed"]
    before: dict[str, str] | None
    after: dict[str, str] | None
    state: Literal["open", "accepted", "frozen", "returned"]
    noticed_at: str
    settled_at: str | None
    settled_by: str | None


class StoppedOut(Schema):
    """A workflow that stands still, and why."""

    key: str
    label: str
    stopped_because: str


class DecisionIn(Schema):
    """What is decided."""

    decision: Literal["accepted", "frozen"]


class PolicyIn(Schema):
    """What a workflow does about changed fields."""

    policy: Literal["accept", "freeze", "ask"]


@router.get("/connections/{int:connection_id}/drift", response=list[DriftOut], summary="Fields that changed")
def changes(
    request: HttpRequest, connection_id: int, limit: int = 100, offset: int = 0
) -> list[dict[str, Any]]:
    """What changed, what is open first, at most 1,000 at a time. Needs the permission "View records and their audit trail"."""
    require(request, Permission.VIEW_RECORDS)
    connection = get_object_or_404(Connection, pk=connection_id)
    return [reporting.as_json(one) for one in part(reporting.drifts(connection), limit, offset)]


@router.post(
    "/connections/{int:connection_id}/drift/look", response=list[StoppedOut], summary="Ask NetSuite now"
)
def look_now(request: HttpRequest, connection_id: int) -> list[reporting.WorkflowDrift]:
    """Look at NetSuite's fields, and answer which workflows stand still. Needs "View and run the NetSuite integration"."""
    require(request, Permission.RUN_INTEGRATION)
    connection = get_object_or_404(Connection, pk=connection_id)
    look(connection, reader_for(connection), timezone.now())
    return [one for one in reporting.workflows(connection) if one.stopped_because]


@router.post("/drift/{int:pk}", response=DriftOut, summary="Decide about a changed field")
def decide(request: HttpRequest, pk: int, body: DecisionIn) -> dict[str, Any]:
    """Accept or freeze. Needs the permission "View and edit integration settings"."""
    user = require(request, Permission.EDIT_INTEGRATION)
    drift = get_object_or_404(Drift, pk=pk)
    return reporting.as_json(deciding.decide(drift.pk, body.decision, by=user, now=timezone.now()))


@router.put(
    "/connections/{int:connection_id}/drift/{str:key}", response=PolicyIn, summary="A workflow's policy"
)
def policy(request: HttpRequest, connection_id: int, key: str, body: PolicyIn) -> PolicyIn:
    """Store a policy and return it. Needs the permission "View and edit integration settings"."""
    user = require(request, Permission.EDIT_INTEGRATION)
    deciding.set_policy(get_object_or_404(Connection, pk=connection_id), key, body.policy, by=user)
    return body
