"""The history of a mapping: its versions, two of them beside each other, and the way back to one."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.http import require_POST

from landbridge.service.projects.roles import Permission
from landbridge.service.web.access import needs, signed_in
from landbridge.service.workflows.editing.places import Place
from landbridge.service.workflows.errors import WorkflowRefused
from landbridge.service.workflows.history.changes import differences
from landbridge.service.workflows.history.restoring import restore
from landbridge.service.workflows.models import MappingVersion

SHOWN = 100


def history(request: HttpRequest, connection: int, key: str) -> HttpResponse:
    """List the last versions with who made them when, and what changed."""
    place = Place.of(connection, key)
    versions = MappingVersion.objects.select_related("by").filter(workflow=place.stored)[:SHOWN]
    return render(request, "workflows/history.html", {**place.context(request), "versions": versions})


def version(request: HttpRequest, connection: int, key: str, number: int) -> HttpResponse:
    """Show one version and how it differs from another: `with`, the last one unless said."""
    place = Place.of(connection, key)
    of_workflow = MappingVersion.objects.select_related("by").filter(workflow=place.stored)
    one = get_object_or_404(of_workflow, number=number)
    named = request.GET.get("with", "")
    if named and not (named.isdecimal() and len(named) < 10):
        raise Http404
    other = get_object_or_404(of_workflow, number=int(named)) if named else of_workflow.latest("number")
    return render(
        request,
        "workflows/version.html",
        {
            **place.context(request),
            "version": one,
            "other": other,
            "numbers": list(of_workflow.values_list("number", flat=True)[:SHOWN]),
            "changes": differences(one.content, other.content),
        },
    )


@require_POST
@needs(Permission.EDIT_INTEGRATION)
def back_to(request: HttpRequest, connection: int, key: str, number: int) -> HttpResponse:
    """Make a version the mapping again, as a new version."""
    place = Place.of(connection, key)
    try:
        restore(place.stored, number, by=signed_in(request))
    except WorkflowRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request,
            f"Version {number} is the mapping again. The next run reads every record of this workflow again.",
        )
    return redirect("mapping-history", connection=connection, key=key)


urlpatterns = [
    path("mapping/<int:connection>/<str:key>/history/", history, name="mapping-history"),
    path("mapping/<int:connection>/<str:key>/history/<int:number>/", version, name="mapping-version"),
    path("mapping/<int:connection>/<str:key>/history/<int:number>/restore", back_to, name="mapping-restore"),
]
