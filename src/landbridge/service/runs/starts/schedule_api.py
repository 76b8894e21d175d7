"""JSON: scheduled runs."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema, Status

from landbridge.service.connections.models import Connection
from landbridge.service.projects.access import require
from landbridge.service.projects.roles import Permission
from landbridge.service.runs.models import Schedule
from landbridge.service.runs.starts import scheduling
from landbridge.service.runs.starts.groups import group_named
from landbridge.service.runs.starts.refusals import RefusalOut

router = Router(tags=["schedules"])


class ScheduleOut(Schema):
    """A schedule: ``weekday`` (0 Monday) and ``hour``, or ``cron``, in ``time_zone``. ``next_starts`` are the next five; none when off."""

    id: int
    connection: int
    weekday: int | None
    hour: int | None
    cron: str
    time_zone: str
    group: str
    workflows: list[str]
    active: bool
    set_by: str
    next_starts: list[datetime]
    last_started_at: datetime | None
    last_missed_at: datetime | None
    missed_because: str

    @staticmethod
    def resolve_connection(schedule: Schedule) -> int:
        """The connection's id."""
        return schedule.connection_id

    @staticmethod
    def resolve_group(schedule: Schedule) -> str:
        """The workflow group's name."""
        return schedule.group.name if schedule.group else ""

    @staticmethod
    def resolve_set_by(schedule: Schedule) -> str:
        """Who set it, and so owns its runs."""
        return str(schedule.set_by or "")

    @staticmethod
    def resolve_next_starts(schedule: Schedule) -> list[datetime]:
        """The next five starts, in UTC."""
        return scheduling.next_starts(schedule)


class ScheduleIn(Schema):
    """A schedule to set, by weekday and hour or by cron expression; for a group by name, for workflows, or for all active ones."""

    connection: int
    weekday: int | None = None
    hour: int | None = None
    cron: str = ""
    time_zone: str = "UTC"
    group: str = ""
    workflows: list[str] = []


class ScheduleChange(Schema):
    """On or off."""

    active: bool


@router.get("/schedules", response=list[ScheduleOut], summary="Scheduled runs")
def list_schedules(request: HttpRequest, connection: int | None = None) -> QuerySet[Schedule]:
    """The schedules of every connection, or of one."""
    require(request, Permission.VIEW_RECORDS)
    found = Schedule.objects.select_related("group", "set_by")
    return found if connection is None else found.filter(connection=connection)


@router.post("/schedules", response={201: ScheduleOut, 409: RefusalOut}, summary="Set a schedule")
def add(request: HttpRequest, wish: ScheduleIn) -> Status[Schedule]:
    """Set a schedule; who asks owns its runs."""
    user = require(request, Permission.EDIT_INTEGRATION)
    connection = get_object_or_404(Connection, pk=wish.connection)
    made = scheduling.add_schedule(
        connection,
        wish.weekday,
        wish.hour,
        by=user,
        now=timezone.now(),
        cron=wish.cron,
        time_zone=wish.time_zone,
        group=group_named(connection, wish.group) if wish.group else None,
        workflows=wish.workflows,
    )
    return Status(201, made)


@router.patch(
    "/schedules/{schedule_id}", response={200: ScheduleOut, 409: RefusalOut}, summary="Switch a schedule"
)
def change(request: HttpRequest, schedule_id: int, wish: ScheduleChange) -> Schedule:
    """Switch a schedule on or off."""
    user = require(request, Permission.EDIT_INTEGRATION)
    schedule = get_object_or_404(Schedule.objects.select_related("connection", "group"), pk=schedule_id)
    scheduling.switch_schedule(schedule, on=wish.active, by=user, now=timezone.now())
    return schedule


@router.delete("/schedules/{schedule_id}", response={204: None}, summary="Remove a schedule")
def remove(request: HttpRequest, schedule_id: int) -> Status[None]:
    """Take a schedule away."""
    require(request, Permission.EDIT_INTEGRATION)
    get_object_or_404(Schedule, pk=schedule_id).delete()
    return Status(204, None)
