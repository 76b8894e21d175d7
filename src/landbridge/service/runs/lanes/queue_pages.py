"""The queue: what waits, in which order and why; pausing, draining and resuming a connection."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from landbridge.service.connections.models import Connection
from landbridge.service.projects.roles import Permission
from landbridge.service.runs.lanes import control
from landbridge.service.runs.lanes.queue import queues
from landbridge.service.web.access import needs, signed_in


def listing(request: HttpRequest) -> HttpResponse:
    """Show the queue of every connection; it refreshes itself."""
    return render(
        request,
        "runs/queue.html",
        {
            "queues": queues(timezone.now()),
            "can_run": signed_in(request).may(Permission.RUN_INTEGRATION),
        },
    )


@require_POST
@needs(Permission.RUN_INTEGRATION)
def pause(request: HttpRequest, connection: int) -> HttpResponse:
    """Let nothing start; the link that runs now ends."""
    place = get_object_or_404(Connection, pk=connection)
    control.pause(place, by=signed_in(request), now=timezone.now())
    messages.success(request, f"{place} is paused. What is asked for meanwhile stays in the queue.")
    return redirect("queue")


@require_POST
@needs(Permission.RUN_INTEGRATION)
def drain(request: HttpRequest, connection: int) -> HttpResponse:
    """Bring what is under way to its end, start nothing, then pause."""
    place = get_object_or_404(Connection, pk=connection)
    lane = control.drain(place, by=signed_in(request), now=timezone.now())
    text = "is paused: nothing was under way" if lane.paused else "is paused once what is under way has ended"
    messages.success(request, f"{place} {text}.")
    return redirect("queue")


@require_POST
@needs(Permission.RUN_INTEGRATION)
def resume(request: HttpRequest, connection: int) -> HttpResponse:
    """Let runs start again."""
    place = get_object_or_404(Connection, pk=connection)
    control.resume(place, by=signed_in(request))
    messages.success(request, f"{place} goes on.")
    return redirect("queue")


@require_POST
@needs(Permission.RUN_INTEGRATION)
def between(request: HttpRequest, connection: int) -> HttpResponse:
    """Let real-time runs go between the links of manual and full runs, or not."""
    place = get_object_or_404(Connection, pk=connection)
    on = request.POST.get("real_time_between") == "on"
    control.set_real_time_between(place, on=on, by=signed_in(request))
    when = "between the parts of manual and full runs" if on else "after manual and full runs"
    messages.success(request, f"Real-time runs of {place} go {when}.")
    return redirect("queue")


urlpatterns = [
    path("queue/", listing, name="queue"),
    path("queue/<int:connection>/pause", pause, name="queue-pause"),
    path("queue/<int:connection>/drain", drain, name="queue-drain"),
    path("queue/<int:connection>/resume", resume, name="queue-resume"),
    path("queue/<int:connection>/real-time-between", between, name="queue-between"),
]
