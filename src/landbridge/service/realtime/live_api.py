"""JSON: the switch of real time, what it needs, and the confirmed order of scripts."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema, Status

from landbridge.service.composition import restlets_for
from landbridge.service.connections.models import Connection
from landbridge.service.projects.access import require
from landbridge.service.projects.roles import Permission
from landbridge.service.realtime import live
from landbridge.service.runs.starts.refusals import RefusalOut
from landbridge.service.suiteapp import order
from landbridge.service.suiteapp.findings import Finding
from landbridge.service.suiteapp.inspecting import Seen, inspect, latest
from landbridge.service.suiteapp.state import ServiceState

router = Router(tags=["real time"])


class FindingOut(Schema):
    """One judgement: ok, warning or failed. What failed keeps real time from being switched on."""

    subject: str
    state: str
    message: str
    advice: str


class ScriptsOut(Schema):
    """The user event scripts of one live SuiteScript type: the trigger's deployment (null: not deployed) and the others."""

    record_type: str
    trigger: str | None
    others: list[str]


class RealTimeOut(Schema):
    """``seen_at``: when NetSuite was asked last what is installed, null where it never was; the findings are of then.

    ``shown`` stands for ``scripts`` in a confirmation of their order, null where nothing was seen.
    """

    enabled: bool
    seen_at: datetime | None
    findings: list[FindingOut]
    scripts: list[ScriptsOut]
    shown: str | None


class SwitchIn(Schema):
    """Whether notices are taken."""

    enabled: bool


class ConfirmationIn(Schema):
    """``shown`` as this API answered it with the scripts that you compared."""

    shown: str


class MissingOut(RefusalOut):
    """Why real time stays off: everything that it needs and has not."""

    missing: list[FindingOut]


@router.get("/realtime/{connection_id}", response=RealTimeOut, summary="Real time of a connection")
def show(request: HttpRequest, connection_id: int, ask: bool = False) -> RealTimeOut:
    """The switch and what it needs. With ``ask`` NetSuite is asked now, else what was seen last counts."""
    require(request, Permission.EDIT_INTEGRATION if ask else Permission.VIEW_RECORDS)
    connection = get_object_or_404(Connection, pk=connection_id)
    seen = inspect(connection, restlets_for(connection), timezone.now) if ask else latest(connection)
    return _told(connection, seen)


@router.put(
    "/realtime/{connection_id}", response={200: RealTimeOut, 409: MissingOut}, summary="Switch real time"
)
def switch(request: HttpRequest, connection_id: int, wish: SwitchIn) -> RealTimeOut | Status[MissingOut]:
    """Take notices from now on, or ignore them. Switching on asks NetSuite what is installed."""
    user = require(request, Permission.EDIT_INTEGRATION)
    connection = get_object_or_404(Connection, pk=connection_id)
    if not wish.enabled:
        live.disable(connection, user, timezone.now)
        return _told(connection, latest(connection))
    try:
        live.enable(connection, user, restlets_for(connection), timezone.now)
    except live.NotReadyError as refused:
        missing = [_finding(one) for one in refused.missing]
        return Status(409, MissingOut(code="not_ready", message="Real time needs more.", missing=missing))
    return _told(connection, latest(connection))


@router.post(
    "/realtime/{connection_id}/order",
    response={200: RealTimeOut, 409: RefusalOut},
    summary="Confirm the order of scripts",
)
def confirm_order(
    request: HttpRequest, connection_id: int, confirmation: ConfirmationIn
) -> RealTimeOut | Status[RefusalOut]:
    """Say that you saw the trigger run last on every live type, beside the scripts that this API named."""
    user = require(request, Permission.EDIT_INTEGRATION)
    connection = get_object_or_404(Connection, pk=connection_id)
    seen = latest(connection)
    try:
        order.confirm(connection, seen, user, timezone.now, shown=confirmation.shown)
    except (order.OrderUnseenError, order.OrderChangedError) as refused:
        return Status(409, RefusalOut(code=refused.code, message=str(refused)))
    return _told(connection, seen)


def _told(connection: Connection, seen: Seen | None) -> RealTimeOut:
    inspection = seen.inspection if seen else None
    state = ServiceState.of(connection)
    scripts = order.scripts(inspection, state) if inspection else ()
    return RealTimeOut(
        enabled=live.is_enabled(connection),
        seen_at=seen.at if seen else None,
        findings=[_finding(one) for one in live.standing(connection, seen, timezone.now())] if seen else [],
        scripts=[
            ScriptsOut(
                record_type=one.record_type,
                trigger=one.trigger.script_id if one.trigger else None,
                others=[f"{other.script} {other.script_id}" for other in one.others],
            )
            for one in scripts
        ],
        shown=order.fingerprint(inspection, state) if inspection else None,
    )


def _finding(found: Finding) -> FindingOut:
    return FindingOut(subject=found.subject, state=found.state, message=found.message, advice=found.advice)
