"""The workflows of a connection: switches, options and mapping rows."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.http import require_POST

from landbridge.service.connections.choice import back_to, chosen_connection
from landbridge.service.connections.models import Connection
from landbridge.service.projects.record_types import SPP_TYPES
from landbridge.service.projects.roles import Permission
from landbridge.service.web.access import needs, signed_in
from landbridge.service.workflows import administration, catalogue, custom
from landbridge.service.workflows.activation import (
    activate,
    deactivate,
    set_options,
    set_real_time,
)
from landbridge.service.workflows.adding import add, delete, workflows_of
from landbridge.service.workflows.catalogue.custom import SERVICE_ITEM
from landbridge.service.workflows.errors import WorkflowRefused
from landbridge.service.workflows.golive import look_afresh, objections
from landbridge.service.workflows.models import Workflow
from landbridge.service.workflows.protection import protection
from landbridge.service.workflows.validation.options import refuse_unknown_fields


def listing(request: HttpRequest) -> HttpResponse:
    """List the workflows that are added or may be, in the order in which a run goes through them."""
    connection = chosen_connection(request)
    allowed = administration.allowed(connection.pk) if connection else frozenset()
    listed = [
        (kind, stored)
        for kind, stored in (workflows_of(connection) if connection else [])
        if stored or kind.key in allowed
    ]
    return render(
        request,
        "workflows/listing.html",
        {
            "connection": connection,
            "connections": Connection.objects.all(),
            "workflows": listed,
            "spp_types": sorted(SPP_TYPES.values(), key=lambda kind: kind.label),
            "service_item": SERVICE_ITEM,
            "can_edit": signed_in(request).may(Permission.EDIT_INTEGRATION),
        },
    )


def one(request: HttpRequest, connection: int, key: str) -> HttpResponse:
    """Show one workflow: what it imports, its options and its mapping."""
    declaration = catalogue.find(key)
    if declaration is None:
        raise Http404
    place = get_object_or_404(Connection, pk=connection)
    workflow = Workflow.objects.filter(connection=place, key=key, added=True).first()
    values = declaration.option_values(workflow.options if workflow else {})
    protected = protection(place.pk, key)
    can_edit = signed_in(request).may(Permission.EDIT_INTEGRATION)
    return render(
        request,
        "workflows/one.html",
        {
            "connection": place,
            "declaration": declaration,
            "workflow": workflow,
            "needed": [catalogue.label(other) for other in declaration.depends_on],
            "options": [(option, values[option.key]) for option in declaration.options],
            "rows": workflow.mapping_rows.all() if workflow else (),
            "protection": protected,
            "can_edit": can_edit,
            "options_closed": not (can_edit and workflow) or bool(protected),
        },
    )


@require_POST
@needs(Permission.EDIT_INTEGRATION)
def switch(request: HttpRequest, connection: int, key: str) -> HttpResponse:
    """Add or delete a workflow, switch it or its real time on or off, as the pressed button says."""
    place = get_object_or_404(Connection, pk=connection)
    user = signed_in(request)
    actions: dict[str, Any] = {
        "add": lambda: add(place, key, by=user),
        "delete": lambda: delete(place, key, by=user),
        "activate": lambda: activate(place, key, by=user),
        "deactivate": lambda: deactivate(place, key, by=user),
        "live": lambda: set_real_time(place, key, live=True, by=user),
        "not-live": lambda: set_real_time(place, key, live=False, by=user),
    }
    action = actions.get(request.POST.get("action", ""))
    if action is None:
        raise Http404
    if request.POST["action"] == "live":
        for said in look_afresh(place):
            messages.warning(request, said)
    try:
        if request.POST["action"] == "activate":
            custom.refuse_without_type(place, key)
        action()
    except WorkflowRefused as refusal:
        messages.error(request, str(refusal))
    else:
        if request.POST["action"] == "live":
            for objection in objections(place.pk, key):
                messages.warning(request, objection.text)
    return back_to("workflows", place)


@require_POST
@needs(Permission.EDIT_INTEGRATION)
def options(request: HttpRequest, connection: int, key: str) -> HttpResponse:
    """Store the options of a workflow as filled in."""
    place = get_object_or_404(Connection, pk=connection)
    declaration = catalogue.find(key)
    if declaration is None:
        raise Http404
    filled = {
        option.key: option.key in request.POST
        if isinstance(option.default, bool)
        else request.POST.get(option.key, "").strip()
        for option in declaration.options
    }
    try:
        refuse_unknown_fields(place, key, filled)
        set_options(place, key, filled, by=signed_in(request))
        messages.success(request, "Stored. The next run reads every record of this workflow again.")
    except WorkflowRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("workflow", connection=place.pk, key=key)


@require_POST
@needs(Permission.EDIT_INTEGRATION)
def make(request: HttpRequest, connection: int) -> HttpResponse:
    """Make a custom workflow and show it."""
    place = get_object_or_404(Connection, pk=connection)
    wish = {
        name: request.POST.get(name, "").strip() for name in ("name", "netsuite_type", "spp_type", "label")
    }
    try:
        made = custom.create(place, **wish, by=signed_in(request))
    except WorkflowRefused as refusal:
        messages.error(request, str(refusal))
        return back_to("workflows", place)
    return redirect("workflow", connection=place.pk, key=made.key)


urlpatterns = [
    path("workflows/", listing, name="workflows"),
    path("workflows/<int:connection>/custom", make, name="workflow-custom"),
    path("workflows/<int:connection>/<str:key>/", one, name="workflow"),
    path("workflows/<int:connection>/<str:key>/switch", switch, name="workflow-switch"),
    path("workflows/<int:connection>/<str:key>/options", options, name="workflow-options"),
]
