"""The scheduled runs of a connection."""

from __future__ import annotations

import calendar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from landbridge.service.connections.choice import chosen_connection
from landbridge.service.connections.models import Connection
from landbridge.service.projects.roles import Permission
from landbridge.service.runs.errors import RunRefused
from landbridge.service.runs.models import Schedule
from landbridge.service.runs.scheduling import add_schedule
from landbridge.service.web.access import needs, signed_in
from landbridge.service.workflows.catalogue import CATALOGUE

HOURS = [(hour, f"{hour}:00 to {hour + 1}:00") for hour in range(24)]


def listing(request: HttpRequest) -> HttpResponse:
    """List the schedules with their next start."""
    connection = chosen_connection(request)
    found = Schedule.objects.filter(connection=connection).select_related("set_by")
    return render(
        request,
        "runs/schedules.html",
        {
            "connection": connection,
            "connections": Connection.objects.all(),
            "schedules": [
                (one, "" if one.weekday is None else calendar.day_name[one.weekday]) for one in found
            ],
            "weekdays": list(enumerate(calendar.day_name)),
            "hours": HOURS,
            "workflows": CATALOGUE.values(),
            "can_edit": signed_in(request).may(Permission.EDIT_INTEGRATION),
        },
    )


@require_POST
@needs(Permission.EDIT_INTEGRATION)
def add(request: HttpRequest, connection: int) -> HttpResponse:
    """Set one more schedule."""
    place = get_object_or_404(Connection, pk=connection)
    try:
        add_schedule(
            place,
            int(request.POST.get("weekday", "")),
            int(request.POST.get("hour", "")),
            by=signed_in(request),
            now=timezone.now(),
            time_zone=request.POST.get("time_zone", "").strip() or "UTC",
            workflows=request.POST.getlist("workflows"),
        )
    except ValueError:
        messages.error(request, "Choose a weekday and an hour.")
    except RunRefused as refused:
        messages.error(request, str(refused))
    return _back(place)


@require_POST
@needs(Permission.EDIT_INTEGRATION)
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a schedule away."""
    schedule = get_object_or_404(Schedule.objects.select_related("connection"), pk=pk)
    schedule.delete()
    messages.success(request, "The schedule is gone.")
    return _back(schedule.connection)


def _back(connection: Connection) -> HttpResponse:
    return redirect(f"{reverse('schedules')}?connection={connection.pk}")


urlpatterns = [
    path("schedules/", listing, name="schedules"),
    path("schedules/add/<int:connection>", add, name="schedule-add"),
    path("schedules/<int:pk>/remove", remove, name="schedule-remove"),
]
