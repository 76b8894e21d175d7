"""The scheduled runs of a connection."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from landbridge.service.connections.choice import back_to, chosen_connection
from landbridge.service.connections.models import Connection
from landbridge.service.projects.roles import Permission
from landbridge.service.runs.errors import RunRefused
from landbridge.service.runs.models import Schedule, WorkflowGroup
from landbridge.service.runs.starts.groups import group_named
from landbridge.service.runs.starts.scheduling import add_schedule, next_starts, switch_schedule
from landbridge.service.web.access import needs, signed_in
from landbridge.service.workflows import catalogue

HOURS = [(hour, f"{hour}:00 to {hour + 1}:00") for hour in range(24)]


@dataclass(frozen=True, slots=True)
class Row:
    """A schedule and its next starts, on its own clock."""

    schedule: Schedule
    starts: list[datetime]


def listing(request: HttpRequest) -> HttpResponse:
    """List the schedules with their next five starts."""
    connection = chosen_connection(request)
    found = Schedule.objects.filter(connection=connection).select_related("set_by", "group")
    return render(
        request,
        "runs/schedules.html",
        {
            "connection": connection,
            "connections": Connection.objects.all(),
            "rows": [_row(schedule) for schedule in found],
            "weekdays": list(enumerate(calendar.day_name)),
            "hours": HOURS,
            "groups": WorkflowGroup.objects.filter(connection=connection),
            "workflows": catalogue.declarations(connection.pk) if connection else [],
            "can_edit": signed_in(request).may(Permission.EDIT_INTEGRATION),
        },
    )


@require_POST
@needs(Permission.EDIT_INTEGRATION)
def add(request: HttpRequest, connection: int) -> HttpResponse:
    """Set one more schedule, by weekday and hour or by cron expression."""
    place = get_object_or_404(Connection, pk=connection)
    group = request.POST.get("group", "")
    try:
        add_schedule(
            place,
            _number(request, "weekday"),
            _number(request, "hour"),
            by=signed_in(request),
            now=timezone.now(),
            cron=request.POST.get("cron", "").strip(),
            time_zone=request.POST.get("time_zone", "").strip() or "UTC",
            group=group_named(place, group) if group else None,
            workflows=request.POST.getlist("workflows"),
        )
    except RunRefused as refused:
        messages.error(request, str(refused))
    return back_to("schedules", place)


@require_POST
@needs(Permission.EDIT_INTEGRATION)
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Switch a schedule on or off, as the pressed button says."""
    schedule = get_object_or_404(Schedule.objects.select_related("connection", "group"), pk=pk)
    try:
        switch_schedule(
            schedule, on=request.POST.get("action") == "on", by=signed_in(request), now=timezone.now()
        )
    except RunRefused as refused:
        messages.error(request, str(refused))
    return back_to("schedules", schedule.connection)


@require_POST
@needs(Permission.EDIT_INTEGRATION)
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a schedule away."""
    schedule = get_object_or_404(Schedule.objects.select_related("connection"), pk=pk)
    schedule.delete()
    messages.success(request, "The schedule is gone.")
    return back_to("schedules", schedule.connection)


def _row(schedule: Schedule) -> Row:
    zone = ZoneInfo(schedule.time_zone)
    return Row(schedule, [start.astimezone(zone) for start in next_starts(schedule)])


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() else None


urlpatterns = [
    path("schedules/", listing, name="schedules"),
    path("schedules/add/<int:connection>", add, name="schedule-add"),
    path("schedules/<int:pk>/switch", switch, name="schedule-switch"),
    path("schedules/<int:pk>/remove", remove, name="schedule-remove"),
]
