"""The page Administration of a connection: which workflows may be added, and how runs behave."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.views.decorators.http import require_POST

from landbridge.service.connections.choice import back_to, chosen_connection
from landbridge.service.connections.models import Connection
from landbridge.service.projects.roles import Permission
from landbridge.service.web.access import needs, signed_in
from landbridge.service.workflows import administration
from landbridge.service.workflows.adding import workflows_of
from landbridge.service.workflows.administration import BOXES
from landbridge.service.workflows.catalogue import Declaration
from landbridge.service.workflows.catalogue.custom import CUSTOM_PREFIX
from landbridge.service.workflows.errors import WorkflowRefused
from landbridge.service.workflows.models import Administration

HELP = {
    "strict_validation": "A mapping with problems is not stored, and a run does not start on one.",
    "show_account_information": "The page, the log and the API of a run say which NetSuite account it read.",
    "full_since_control": "A full synchronization may be limited to what was modified since a date.",
    "merge_guard": "A record of the same name that carries another NetSuite id is left alone, and the record fails. Off: it is taken over.",
    "stamp": "After a run, NetSuite records that have the fields of the SuiteApp say when they were imported, with what outcome, and where to look.",
}


@dataclass(frozen=True, slots=True)
class Import:
    """One box under Imports. ``held``: the workflow stands on the page Workflows, so the box cannot be cleared."""

    declaration: Declaration
    allowed: bool
    held: bool


def page(request: HttpRequest) -> HttpResponse:
    """Show the page."""
    connection = chosen_connection(request)
    stored = administration.of(connection.pk) if connection else Administration()
    return render(
        request,
        "workflows/administration.html",
        {
            "connection": connection,
            "connections": Connection.objects.all(),
            "imports": _imports(connection) if connection else [],
            "boxes": [(name, label, HELP[name], getattr(stored, name)) for name, label in BOXES.items()],
            "scopes": Administration.Scope.choices,
            "stored": stored,
            "most_custom": administration.MOST_CUSTOM,
            "can_edit": signed_in(request).may(Permission.EDIT_INTEGRATION),
        },
    )


def _imports(connection: Connection) -> list[Import]:
    allowed = administration.allowed(connection.pk)
    return [
        Import(kind, kind.key in allowed, stored is not None)
        for kind, stored in workflows_of(connection)
        if not kind.key.startswith(CUSTOM_PREFIX)
    ]


@require_POST
@needs(Permission.EDIT_INTEGRATION)
def store(request: HttpRequest, connection: int) -> HttpResponse:
    """Store the page as filled in, all of it or nothing."""
    place = get_object_or_404(Connection, pk=connection)
    user = signed_in(request)
    held = {one.declaration.key for one in _imports(place) if one.held}
    limit = request.POST.get("custom_limit", "")
    try:
        with transaction.atomic():
            administration.set_allowed(place, held.union(request.POST.getlist("allowed")), by=user)
            administration.change(
                place,
                by=user,
                **{name: name in request.POST for name in BOXES},
                real_time_scope=request.POST.get("real_time_scope", ""),
                time_zone=request.POST.get("time_zone", "").strip(),
                custom_limit=int(limit) if limit.isdecimal() else limit,
            )
        messages.success(request, "Stored.")
    except WorkflowRefused as refused:
        messages.error(request, str(refused))
    return back_to("administration", place)


urlpatterns = [
    path("administration/", page, name="administration"),
    path("administration/<int:connection>/store", store, name="administration-store"),
]
