"""The page Validate mapping."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path

from landbridge.service.composition import destination_for, reader_for
from landbridge.service.connections.models import Connection
from landbridge.service.projects.access import require
from landbridge.service.projects.roles import Permission
from landbridge.service.web.access import signed_in
from landbridge.service.workflows.validation.sides import Sides
from landbridge.service.workflows.validation.validating import validate


def validation(request: HttpRequest, connection: int) -> HttpResponse:
    """Show the page; asked to, check the mapping of every active workflow against both sides."""
    place = get_object_or_404(Connection, pk=connection)
    report = None
    if request.method == "POST":
        require(request, Permission.EDIT_INTEGRATION)
        report = validate(place, Sides(place, reader_for, destination_for(place)))
    may = signed_in(request).may(Permission.EDIT_INTEGRATION)
    return render(
        request, "workflows/validation.html", {"connection": place, "report": report, "can_edit": may}
    )


urlpatterns = [path("mapping/<int:connection>/validation/", validation, name="mapping-validation")]
