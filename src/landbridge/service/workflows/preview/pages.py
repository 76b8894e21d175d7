"""The preview page: pick a NetSuite record, and see what the mapping makes of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from landbridge.netsuite import NetSuiteError
from landbridge.service.projects.roles import Permission
from landbridge.service.refusal import Refusal
from landbridge.service.web.access import needs, signed_in
from landbridge.service.workflows.editing import drafts
from landbridge.service.workflows.editing.places import Place
from landbridge.service.workflows.preview.asking import choices, seen
from landbridge.service.workflows.preview.model import Preview


@needs(Permission.RUN_INTEGRATION)
def preview(request: HttpRequest, connection: int, key: str) -> HttpResponse:
    """Show what the mapping, as whoever looks has edited it, would make of a record; or the records of a name, to pick one."""
    place = Place.of(connection, key)
    user = signed_in(request)
    now = drafts.edited(place.stored, user)
    internal_id, name = (request.GET.get(which, "").strip() for which in ("record", "name"))
    found: Preview | None = None
    listed: list[tuple[str, str]] = []
    problem = ""
    try:
        if internal_id:
            found = seen(place.connection, place.stored, now.content, internal_id, user)
        elif name:
            listed = choices(place.connection, place.declaration.netsuite_type, name)
    except (NetSuiteError, Refusal) as error:
        problem = str(error)
    return render(
        request,
        "workflows/preview.html",
        {
            **place.context(request),
            "now": now,
            "record": internal_id,
            "name": name,
            "preview": found,
            "listed": listed,
            "problem": problem,
        },
    )


urlpatterns = [path("mapping/<int:connection>/<str:key>/preview/", preview, name="mapping-preview")]
