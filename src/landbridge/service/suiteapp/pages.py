"""The form of the monitored fields, on a workflow's page."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from landbridge.service.composition import restlets_for
from landbridge.service.connections.models import Connection
from landbridge.service.projects.roles import Permission
from landbridge.service.refusal import Refusal
from landbridge.service.suiteapp import monitored
from landbridge.service.web.access import needs, signed_in
from landbridge.service.workflows import catalogue
from landbridge.service.workflows.errors import WorkflowRefused
from landbridge.service.workflows.monitoring import Monitored, set_monitored
from landbridge.service.workflows.watching import DEFAULT


@require_POST
@needs(Permission.EDIT_INTEGRATION)
def change(request: HttpRequest, connection: int, key: str) -> HttpResponse:
    """Store which fields are monitored, and write the list into NetSuite's settings record at once."""
    place = get_object_or_404(Connection, pk=connection)
    if catalogue.find(key) is None:
        raise Http404
    try:
        set_monitored(place, key, _wish(request), by=signed_in(request))
    except WorkflowRefused as refused:
        messages.error(request, str(refused))
        return redirect("workflow", connection=place.pk, key=key)
    try:
        problem = monitored.publish(place, restlets_for(place), timezone.now)
    except Refusal as refused:  # credentials that this installation cannot read
        problem = str(refused)
    if problem:
        messages.warning(request, f"Stored here, and not written into NetSuite yet: {problem}")
    else:
        messages.success(request, "Stored, and NetSuite has it.")
    return redirect("workflow", connection=place.pk, key=key)


def _wish(request: HttpRequest) -> Monitored:
    match request.POST.get("kind"):
        case "off":
            return None
        case "default":
            return DEFAULT
        case _:
            return [name.strip() for name in request.POST.get("fields", "").split(",") if name.strip()]


urlpatterns = [
    path("workflows/<int:connection>/<str:key>/monitored", change, name="workflow-monitored"),
]
