"""JSON: the health check of a connection."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from landbridge.service.connections.models import Connection
from landbridge.service.health.check import keeping
from landbridge.service.health.check.examining import examine
from landbridge.service.projects.access import require
from landbridge.service.projects.roles import Permission

router = Router(tags=["health"])


class LineOut(Schema):
    """One subject. ``off``: it does not apply, or cannot be known before another line is mended. ``since``: so long it is in this state."""

    name: str
    title: str
    state: Literal["ok", "warning", "failed", "off"]
    message: str
    advice: str
    since: datetime | None


class HealthOut(Schema):
    """All lines of an examination; ``examined_at`` null and no lines where there was none. ``ok``: no line failed."""

    ok: bool
    connection: str
    examined_at: datetime | None
    lines: list[LineOut]


@router.get("/connections/{int:connection_id}/health", response=HealthOut, summary="The last health check")
def last_check(request: HttpRequest, connection_id: int) -> dict[str, Any]:
    """What the last examination found; nothing is asked. Needs the permission "View and run the NetSuite integration"."""
    require(request, Permission.RUN_INTEGRATION)
    connection = get_object_or_404(Connection, pk=connection_id)
    report = keeping.latest(connection)
    if report is None:
        return {"ok": True, "connection": connection.name, "examined_at": None, "lines": []}
    return report.as_json()


@router.post("/connections/{int:connection_id}/health", response=HealthOut, summary="Check the health now")
def check_now(request: HttpRequest, connection_id: int) -> dict[str, Any]:
    """Examine a connection now, which takes seconds. Needs the permission "View and run the NetSuite integration"."""
    require(request, Permission.RUN_INTEGRATION)
    return examine(get_object_or_404(Connection, pk=connection_id)).as_json()
