"""JSON: poll mode."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from landbridge.service.connections.models import Connection
from landbridge.service.projects.access import require
from landbridge.service.projects.roles import Permission
from landbridge.service.runs.starts import polling
from landbridge.service.runs.starts.refusals import RefusalOut

router = Router(tags=["real time"])


class PollingOut(Schema):
    """How often changes are asked for, in seconds (null: not at all), and when they were last."""

    every_s: int | None
    polled_at: datetime | None


class PollingIn(Schema):
    """How often, in seconds; null stops it."""

    every_s: int | None = polling.EVERY_S


@router.get("/polling/{connection_id}", response=PollingOut, summary="Poll mode of a connection")
def show(request: HttpRequest, connection_id: int) -> PollingOut:
    """Whether and how often a connection is polled."""
    require(request, Permission.VIEW_RECORDS)
    return _told(get_object_or_404(Connection, pk=connection_id))


@router.put("/polling/{connection_id}", response={200: PollingOut, 409: RefusalOut}, summary="Set poll mode")
def change(request: HttpRequest, connection_id: int, wish: PollingIn) -> PollingOut:
    """Ask for changes every so often, or no more."""
    user = require(request, Permission.EDIT_INTEGRATION)
    connection = get_object_or_404(Connection, pk=connection_id)
    if wish.every_s is None:
        polling.stop_polling(connection)
    else:
        polling.poll_every(connection, wish.every_s, by=user)
    return _told(connection)


def _told(connection: Connection) -> PollingOut:
    lane = polling.polling(connection)
    return PollingOut(every_s=lane.poll_s if lane else None, polled_at=lane.polled_at if lane else None)
