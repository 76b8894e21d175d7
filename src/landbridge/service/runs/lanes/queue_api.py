"""JSON: the queue of each connection, pausing, draining, resuming it, and real time in between."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema

from landbridge.service.connections.models import Connection
from landbridge.service.projects.access import require
from landbridge.service.projects.roles import Permission
from landbridge.service.runs.lanes import control
from landbridge.service.runs.lanes.queue import Place, Queue, queues

router = Router(tags=["queue"])


class PlaceOut(Schema):
    """One thing in the queue. ``position`` counts from 1, null while it runs; ``run`` is null for records that no run has claimed yet."""

    position: int | None
    run: int | None
    kind: str
    state: str
    records: int
    since: datetime
    reason: str

    @staticmethod
    def resolve_run(place: Place) -> int | None:
        """The run's id."""
        return place.run.pk if place.run else None

    @staticmethod
    def resolve_state(place: Place) -> str:
        """The run's state."""
        return place.run.state if place.run else "queued"


class QueueOut(Schema):
    """The queue of one connection, in the order in which it is taken."""

    connection: int
    name: str
    state: Literal["open", "draining", "paused"]
    stopped_by: str
    stopped_at: datetime | None
    real_time_between: bool
    places: list[PlaceOut]

    @staticmethod
    def resolve_connection(queue: Queue) -> int:
        """The connection's id."""
        return queue.connection.pk

    @staticmethod
    def resolve_name(queue: Queue) -> str:
        """The connection's name."""
        return queue.connection.name

    @staticmethod
    def resolve_stopped_by(queue: Queue) -> str:
        """Who paused or drains it."""
        return str(queue.lane.paused_by or "")

    @staticmethod
    def resolve_stopped_at(queue: Queue) -> datetime | None:
        """Since when."""
        return queue.lane.paused_at

    @staticmethod
    def resolve_real_time_between(queue: Queue) -> bool:
        """Whether real-time runs go between the links of manual and full ones."""
        return queue.lane.real_time_between


class BetweenIn(Schema):
    """The option's new value."""

    real_time_between: bool


@router.get("/queue", response=list[QueueOut], summary="What waits, in which order, and why")
def list_queues(request: HttpRequest, connection: int | None = None) -> list[Queue]:
    """The queue of every connection, or of one."""
    require(request, Permission.VIEW_RECORDS)
    return queues(timezone.now(), connection)


@router.post("/queue/{connection_id}/pause", response=QueueOut, summary="Pause a connection")
def pause(request: HttpRequest, connection_id: int) -> Queue:
    """Let nothing start; the link that runs now ends."""
    user = require(request, Permission.RUN_INTEGRATION)
    control.pause(_connection(connection_id), by=user, now=timezone.now())
    return _queue(connection_id)


@router.post("/queue/{connection_id}/drain", response=QueueOut, summary="Drain a connection")
def drain(request: HttpRequest, connection_id: int) -> Queue:
    """Bring what is under way to its end, start nothing, then pause."""
    user = require(request, Permission.RUN_INTEGRATION)
    control.drain(_connection(connection_id), by=user, now=timezone.now())
    return _queue(connection_id)


@router.post("/queue/{connection_id}/resume", response=QueueOut, summary="Resume a connection")
def resume(request: HttpRequest, connection_id: int) -> Queue:
    """Let runs start again."""
    user = require(request, Permission.RUN_INTEGRATION)
    control.resume(_connection(connection_id), by=user)
    return _queue(connection_id)


@router.patch("/queue/{connection_id}", response=QueueOut, summary="Set whether real time goes in between")
def change(request: HttpRequest, connection_id: int, wish: BetweenIn) -> Queue:
    """Let real-time runs go between the links of manual and full runs, or not."""
    user = require(request, Permission.RUN_INTEGRATION)
    control.set_real_time_between(_connection(connection_id), on=wish.real_time_between, by=user)
    return _queue(connection_id)


def _connection(connection_id: int) -> Connection:
    return get_object_or_404(Connection, pk=connection_id)


def _queue(connection_id: int) -> Queue:
    return queues(timezone.now(), connection_id)[0]
