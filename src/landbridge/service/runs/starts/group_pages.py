"""The workflow groups of a connection."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.views.decorators.http import require_POST

from landbridge.service.connections.choice import back_to, chosen_connection
from landbridge.service.connections.models import Connection
from landbridge.service.projects.roles import Permission
from landbridge.service.runs.errors import RunRefused
from landbridge.service.runs.models import WorkflowGroup
from landbridge.service.runs.starts.groups import (
    create_group,
    delete_group,
    rename_group,
    set_group_workflows,
)
from landbridge.service.web.access import needs, signed_in
from landbridge.service.workflows import catalogue


def listing(request: HttpRequest) -> HttpResponse:
    """List the groups with what uses them."""
    connection = chosen_connection(request)
    return render(
        request,
        "runs/groups.html",
        {
            "connection": connection,
            "connections": Connection.objects.all(),
            "groups": WorkflowGroup.objects.filter(connection=connection).prefetch_related("schedules"),
            "workflows": catalogue.declarations(connection.pk) if connection else [],
            "can_edit": signed_in(request).may(Permission.EDIT_INTEGRATION),
        },
    )


@require_POST
@needs(Permission.EDIT_INTEGRATION)
def add(request: HttpRequest, connection: int) -> HttpResponse:
    """Make a group."""
    place = get_object_or_404(Connection, pk=connection)
    try:
        made = create_group(place, request.POST.get("name", ""), request.POST.getlist("workflows"))
        messages.success(request, f"The group {made.name} is there.")
    except RunRefused as refused:
        messages.error(request, str(refused))
    return back_to("groups", place)


@require_POST
@needs(Permission.EDIT_INTEGRATION)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Store a group's name and workflows as given."""
    group = get_object_or_404(WorkflowGroup.objects.select_related("connection"), pk=pk)
    try:
        with transaction.atomic():
            set_group_workflows(group, request.POST.getlist("workflows"))
            rename_group(group, request.POST.get("name", ""))
        messages.success(request, "Stored.")
    except RunRefused as refused:
        messages.error(request, str(refused))
    return back_to("groups", group.connection)


@require_POST
@needs(Permission.EDIT_INTEGRATION)
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a group that no schedule uses."""
    group = get_object_or_404(WorkflowGroup.objects.select_related("connection"), pk=pk)
    try:
        delete_group(group)
        messages.success(request, "The group is gone.")
    except RunRefused as refused:
        messages.error(request, str(refused))
    return back_to("groups", group.connection)


urlpatterns = [
    path("schedules/groups/", listing, name="groups"),
    path("schedules/groups/add/<int:connection>", add, name="group-add"),
    path("schedules/groups/<int:pk>/change", change, name="group-change"),
    path("schedules/groups/<int:pk>/remove", remove, name="group-remove"),
]
