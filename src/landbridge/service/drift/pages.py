"""The page Schema drift: what changed in NetSuite, what stands still, and each workflow's policy."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from landbridge.netsuite import NetSuiteError
from landbridge.service.composition import reader_for
from landbridge.service.connections.choice import back_to, chosen_connection
from landbridge.service.connections.credentials import CredentialsUnreadableError
from landbridge.service.connections.models import Connection
from landbridge.service.connections.publisher import PublisherError
from landbridge.service.drift import deciding, reporting
from landbridge.service.drift.looking import look
from landbridge.service.drift.models import Drift, DriftPolicy
from landbridge.service.projects.roles import Permission
from landbridge.service.secret_key import SecretKeyError
from landbridge.service.web.access import needs, signed_in
from landbridge.service.workflows.errors import WorkflowRefused

PAGE_SIZE = 50


@needs(Permission.VIEW_RECORDS)
def page(request: HttpRequest) -> HttpResponse:
    """Show what changed, newest first, and the workflows."""
    connection = chosen_connection(request)
    user = signed_in(request)
    return render(
        request,
        "drift/page.html",
        {
            "connection": connection,
            "connections": Connection.objects.all(),
            "drifts": _page(request, connection) if connection else (),
            "workflows": reporting.workflows(connection) if connection else (),
            "seen_at": reporting.seen_at(connection) if connection else None,
            "policies": DriftPolicy.Policy.choices,
            "can_edit": user.may(Permission.EDIT_INTEGRATION),
            "can_run": user.may(Permission.RUN_INTEGRATION),
        },
    )


def _page(request: HttpRequest, connection: Connection) -> Page[Drift]:
    return Paginator(reporting.drifts(connection), PAGE_SIZE).get_page(request.GET.get("page"))


@require_POST
@needs(Permission.RUN_INTEGRATION)
def look_now(request: HttpRequest, connection: int) -> HttpResponse:
    """Ask NetSuite now."""
    place = get_object_or_404(Connection, pk=connection)
    try:
        look(place, reader_for(place), timezone.now())
        messages.success(request, "NetSuite was asked.")
    except (NetSuiteError, CredentialsUnreadableError, PublisherError, SecretKeyError) as refused:
        messages.error(request, str(refused))
    return back_to("drift", place)


@require_POST
@needs(Permission.EDIT_INTEGRATION)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept a change or freeze what reads it, as the pressed button says."""
    drift = get_object_or_404(Drift.objects.select_related("connection"), pk=pk)
    try:
        decision = request.POST.get("decision", "")
        deciding.decide(drift.pk, decision, by=signed_in(request), now=timezone.now())
        messages.success(request, f"{drift.field}: {decision}.")
    except WorkflowRefused as refusal:
        messages.error(request, str(refusal))
    return back_to("drift", drift.connection)


@require_POST
@needs(Permission.EDIT_INTEGRATION)
def policy(request: HttpRequest, connection: int, key: str) -> HttpResponse:
    """Store what a workflow does about changed fields."""
    place = get_object_or_404(Connection, pk=connection)
    try:
        deciding.set_policy(place, key, request.POST.get("policy", ""), by=signed_in(request))
        messages.success(request, "Stored.")
    except WorkflowRefused as refusal:
        messages.error(request, str(refusal))
    return back_to("drift", place)


urlpatterns = [
    path("drift/", page, name="drift"),
    path("drift/<int:connection>/look", look_now, name="drift-look"),
    path("drift/<int:pk>/decide", decide, name="drift-decide"),
    path("drift/<int:connection>/policy/<str:key>", policy, name="drift-policy"),
]
