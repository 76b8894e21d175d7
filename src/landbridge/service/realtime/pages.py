"""Real time: the switch, the certificate, and the notices that came."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from landbridge.service.composition import restlets_for
from landbridge.service.connections.choice import back_to, chosen_connection
from landbridge.service.connections.models import Connection
from landbridge.service.projects.roles import Permission
from landbridge.service.realtime import certificate_pages
from landbridge.service.realtime.certificates.choosing import settings_of
from landbridge.service.realtime.certificates.history import history
from landbridge.service.realtime.certificates.judging import judge
from landbridge.service.realtime.live import NotReadyError, disable, enable, is_enabled, standing
from landbridge.service.realtime.models import CertificateSettings, Notice, RefusedNotice
from landbridge.service.refusal import Refusal
from landbridge.service.runs.errors import RunRefused
from landbridge.service.runs.starts import polling
from landbridge.service.suiteapp import order
from landbridge.service.suiteapp.inspecting import inspect, latest
from landbridge.service.suiteapp.state import ServiceState
from landbridge.service.web.access import needs, signed_in

SHOWN = 30
REFUSED_SHOWN = timedelta(days=7)


def page(request: HttpRequest) -> HttpResponse:
    """Show the switch, the certificates, the last notices and what was refused."""
    connection = chosen_connection(request)
    refused = RefusedNotice.objects.filter(
        Q(connection=connection) | Q(connection=None), minute__gte=timezone.now() - REFUSED_SHOWN
    )
    seen = latest(connection) if connection else None
    state = ServiceState.of(connection) if connection else None
    return render(
        request,
        "realtime/page.html",
        {
            "connection": connection,
            "seen": seen,
            "standing": standing(connection, seen, timezone.now()) if connection and seen else (),
            "orders": order.scripts(seen.inspection, state) if state and seen and seen.inspection else (),
            "shown_order": order.fingerprint(seen.inspection, state)
            if state and seen and seen.inspection
            else "",
            "connections": Connection.objects.all(),
            "enabled": connection is not None and is_enabled(connection),
            "polled": polling.polling(connection) if connection else None,
            "poll_every_s": polling.EVERY_S,
            "certificates": history(connection, SHOWN) if connection else (),
            "certificate_form": settings_of(connection) if connection else None,
            "certificate_stands": judge(connection, timezone.now()) if connection else None,
            "key_sizes": CertificateSettings.KeyBits.choices,
            "notices": (Notice.objects.filter(connection=connection).select_related("request__run")[:SHOWN]),
            "refused": refused[:SHOWN],
            "can_edit": signed_in(request).may(Permission.EDIT_INTEGRATION),
        },
    )


@require_POST
@needs(Permission.EDIT_INTEGRATION)
def switch(request: HttpRequest, connection: int) -> HttpResponse:
    """Take notices from now on, or stop."""
    place = get_object_or_404(Connection, pk=connection)
    user = signed_in(request)
    if request.POST.get("action") == "disable":
        disable(place, user, timezone.now)
        messages.success(request, "Real time is off. Changes arrive with the next catch-up.")
        return back_to("realtime", place)
    try:
        enable(place, user, restlets_for(place), timezone.now)
        messages.success(request, "Real time is on.")
    except NotReadyError as refused:
        for missing in refused.missing:
            messages.error(request, f"{missing.subject}: {missing}")
    except Refusal as refused:  # credentials that this installation cannot read
        messages.error(request, str(refused))
    return back_to("realtime", place)


@require_POST
@needs(Permission.EDIT_INTEGRATION)
def look(request: HttpRequest, connection: int) -> HttpResponse:
    """Ask NetSuite what is installed; the page then shows what real time needs and what is missing."""
    place = get_object_or_404(Connection, pk=connection)
    try:
        seen = inspect(place, restlets_for(place), timezone.now)
    except Refusal as refused:  # credentials that this installation cannot read
        messages.error(request, str(refused))
        return back_to("realtime", place)
    if seen.inspection is None:
        messages.error(request, f"{seen.problem} {seen.advice}".strip())
    return back_to("realtime", place)


@require_POST
@needs(Permission.EDIT_INTEGRATION)
def confirm_order(request: HttpRequest, connection: int) -> HttpResponse:
    """Keep that whoever pressed the button found the trigger last, beside the scripts that the page showed."""
    place = get_object_or_404(Connection, pk=connection)
    try:
        shown = request.POST.get("shown", "")
        order.confirm(place, latest(place), signed_in(request), timezone.now, shown=shown)
        messages.success(request, "Confirmed: the trigger runs last.")
    except (order.OrderUnseenError, order.OrderChangedError) as refused:
        messages.error(request, str(refused))
    return back_to("realtime", place)


@require_POST
@needs(Permission.EDIT_INTEGRATION)
def poll(request: HttpRequest, connection: int) -> HttpResponse:
    """Ask NetSuite for changes every so often, or no more."""
    place = get_object_or_404(Connection, pk=connection)
    if request.POST.get("action") == "stop":
        polling.stop_polling(place)
        messages.success(request, "Not polled any more.")
        return back_to("realtime", place)
    every = request.POST.get("every", "")
    seconds = int(every) if every.isascii() and every.isdecimal() else 0
    try:
        polling.poll_every(place, seconds, by=signed_in(request))
        messages.success(request, f"Polled every {seconds} seconds from now on.")
    except RunRefused as refused:
        messages.error(request, str(refused))
    return back_to("realtime", place)


urlpatterns = [
    path("realtime/", page, name="realtime"),
    path("realtime/<int:connection>/switch", switch, name="realtime-switch"),
    path("realtime/<int:connection>/check", look, name="realtime-check"),
    path("realtime/<int:connection>/order", confirm_order, name="realtime-order"),
    path("realtime/<int:connection>/poll", poll, name="realtime-poll"),
    *certificate_pages.urlpatterns,
]
