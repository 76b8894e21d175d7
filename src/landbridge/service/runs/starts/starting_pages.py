"""Starting a run by hand: chosen workflows or a group, a full synchronization, one record."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from landbridge.service.connections.choice import back_to, chosen_connection
from landbridge.service.connections.models import Connection
from landbridge.service.projects.roles import Permission
from landbridge.service.runs import queueing
from landbridge.service.runs.errors import RunRefused
from landbridge.service.runs.models import RunRequest, WorkflowGroup
from landbridge.service.runs.starts.groups import chosen_workflows
from landbridge.service.runs.starts.on_demand import answer_to, ask_for_record
from landbridge.service.runs.starts.since import read_since
from landbridge.service.runs.starts.starting import start_run
from landbridge.service.web.access import needs, signed_in
from landbridge.service.workflows import administration, catalogue
from landbridge.service.workflows.store import active_workflows


@needs(Permission.RUN_INTEGRATION)
def new(request: HttpRequest) -> HttpResponse:
    """Show the forms; ``workflow`` and ``internal_id`` of the query fill the one for a record."""
    connection = chosen_connection(request)
    active = active_workflows(connection.pk) if connection else []
    return render(
        request,
        "runs/new.html",
        {
            "connection": connection,
            "connections": Connection.objects.all(),
            "active": [catalogue.declaration(workflow.key) for workflow in active],
            "groups": WorkflowGroup.objects.filter(connection=connection),
            "since_control": connection is not None and administration.of(connection.pk).full_since_control,
            "workflow": request.GET.get("workflow", ""),
            "internal_id": request.GET.get("internal_id", ""),
        },
    )


@require_POST
@needs(Permission.RUN_INTEGRATION)
def start(request: HttpRequest, connection: int) -> HttpResponse:
    """Queue a manual run or a full synchronization and show it."""
    place = get_object_or_404(Connection, pk=connection)
    user = signed_in(request)
    group = request.POST.get("group", "")
    full = request.POST.get("kind") == queueing.FULL
    try:
        run = start_run(
            place,
            queueing.FULL if full else queueing.MANUAL,
            chosen_workflows(place, request.POST.getlist("workflows"), group),
            by=user,
            now=timezone.now(),
            reason=f"Started by {user} on the page{f', group {group}' if group else ''}",
            since=read_since(request.POST.get("since", "")) if full else None,
        )
    except RunRefused as refused:
        messages.error(request, str(refused))
        return back_to("run-new", place)
    return redirect("run", pk=run.pk)


@require_POST
@needs(Permission.RUN_INTEGRATION)
def ask(request: HttpRequest, connection: int) -> HttpResponse:
    """Ask for one record and show what becomes of it."""
    place = get_object_or_404(Connection, pk=connection)
    workflow, internal_id = request.POST.get("workflow", ""), request.POST.get("internal_id", "")
    try:
        asked = ask_for_record(place, workflow, internal_id, by=signed_in(request), now=timezone.now())
    except RunRefused as refused:
        messages.error(request, str(refused))
        return back_to("run-new", place)
    return redirect("record-asked", pk=asked.pk)


def asked(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what became of a record that somebody asked for; refreshes itself until it has an outcome."""
    get_object_or_404(RunRequest, pk=pk)
    return render(request, "runs/asked.html", {"answer": answer_to(pk, signed_in(request))})


urlpatterns = [
    path("runs/new/", new, name="run-new"),
    path("runs/new/<int:connection>/start", start, name="run-start"),
    path("runs/new/<int:connection>/record", ask, name="record-ask"),
    path("runs/record/<int:pk>/", asked, name="record-asked"),
]
