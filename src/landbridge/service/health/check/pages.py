"""The page Health: what the last examination found, and a button for the next."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.views.decorators.http import require_POST

from landbridge.service.connections.choice import back_to, chosen_connection
from landbridge.service.connections.models import Connection
from landbridge.service.health.check import keeping
from landbridge.service.health.check.examining import examine
from landbridge.service.projects.roles import Permission
from landbridge.service.web.access import needs, signed_in


def page(request: HttpRequest) -> HttpResponse:
    """Show the lines of the last examination."""
    connection = chosen_connection(request)
    return render(
        request,
        "health/page.html",
        {
            "connection": connection,
            "connections": Connection.objects.all(),
            "report": keeping.latest(connection) if connection else None,
            "can_run": signed_in(request).may(Permission.RUN_INTEGRATION),
        },
    )


@require_POST
@needs(Permission.RUN_INTEGRATION)
def check(request: HttpRequest, connection: int) -> HttpResponse:
    """Examine now, and show what was found."""
    place = get_object_or_404(Connection, pk=connection)
    report = examine(place)
    failed = [line.title for line in report.troubles if line.state == "failed"]
    if failed:
        messages.error(request, f"{place}: {', '.join(failed)}.")
    else:
        messages.success(request, f"{place}: no line failed.")
    return back_to("health", place)


urlpatterns = [
    path("health/", page, name="health"),
    path("health/<int:connection>/check", check, name="health-check"),
]
