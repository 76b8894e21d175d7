"""Comparisons: start one, see how far it is and what differs, import a record that does."""

from __future__ import annotations

import calendar

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from landbridge.service.connections.choice import back_to, chosen_connection
from landbridge.service.connections.models import Connection
from landbridge.service.projects.models import User
from landbridge.service.projects.record_types import SPP_TYPES
from landbridge.service.projects.roles import Permission
from landbridge.service.projects.sensitivity import Sight
from landbridge.service.runs.errors import RunRefused
from landbridge.service.runs.starts.on_demand import QUEUED, ask_for_record
from landbridge.service.verification import starting, tallies
from landbridge.service.verification.models import LIVE_STATES, Difference, Verification, VerifiedRange
from landbridge.service.verification.showing import Shown
from landbridge.service.verification.weekly import set_sweep, sweep_of
from landbridge.service.web.access import needs, signed_in

PAGE_SIZE = 50
HOURS = [(hour, f"{hour}:00") for hour in range(24)]


@needs(Permission.VIEW_RECORDS)
def listing(request: HttpRequest) -> HttpResponse:
    """List the comparisons of a connection, newest first, and when the next comes by itself."""
    connection = chosen_connection(request)
    found = Verification.objects.filter(connection=connection).select_related("owner")
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    user = signed_in(request)
    return render(
        request,
        "verification/listing.html",
        {
            "connection": connection,
            "connections": Connection.objects.all(),
            "page": page,
            "rows": [(one, tallies.differing(one.counts)) for one in page],
            "live": any(one.state in LIVE_STATES for one in page),
            "sweep": sweep_of(connection, timezone.now()) if connection else None,
            "weekdays": list(enumerate(calendar.day_name)),
            "hours": HOURS,
            "can_run": user.may(Permission.RUN_INTEGRATION),
            "can_edit": user.may(Permission.EDIT_INTEGRATION),
        },
    )


@needs(Permission.VIEW_RECORDS)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a comparison: its workflows, its ranges, and what differs."""
    verification = get_object_or_404(Verification.objects.select_related("connection", "owner"), pk=pk)
    kind = request.GET.get("kind", "")
    counts = tallies.differences_by_kind(verification)
    found = tallies.of_kind(verification, kind if kind in counts else "")
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    user = signed_in(request)
    sight = Sight.of(user)
    return render(
        request,
        "verification/one.html",
        {
            "verification": verification,
            "live": verification.state in LIVE_STATES,
            "workflows": tallies.by_workflow(verification),
            "counted": [
                (name, counts[name])
                for name in (*Difference.Kind.values, tallies.ON_ITS_WAY)
                if name in counts
            ],
            "chosen": kind if kind in counts else "",
            "different": tallies.differing(counts),
            "page": page,
            "rows": [Shown.of(row, sight) for row in page],
            "can_run": user.may(Permission.RUN_INTEGRATION),
        },
    )


@needs(Permission.VIEW_RECORDS)
def ranges(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what both sides held of each range of internal ids."""
    verification = get_object_or_404(Verification.objects.select_related("connection"), pk=pk)
    found = VerifiedRange.objects.filter(verification=verification).select_related("workflow")
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "verification/ranges.html", {"verification": verification, "page": page})


@needs(Permission.VIEW_RECORDS)
def difference(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one record that differs, field by field."""
    row = get_object_or_404(Difference.objects.select_related("workflow", "verification__connection"), pk=pk)
    user = signed_in(request)
    context = {
        "row": Shown.of(row, Sight.of(user)),
        "verification": row.verification,
        "kind": SPP_TYPES.get(row.spp_type),
        "can_import": _can_import(row, user),
    }
    return render(request, "verification/difference.html", context)


def _can_import(row: Difference, user: User) -> bool:
    """Whether importing the record anew could help: not where NetSuite does not have it."""
    helps = row.kind not in {Difference.Kind.SURPLUS, Difference.Kind.NOT_IMPORTED}
    return helps and user.may(Permission.RUN_INTEGRATION)


@require_POST
@needs(Permission.RUN_INTEGRATION)
def import_record(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the record's import; the comparison itself mends nothing."""
    row = get_object_or_404(Difference.objects.select_related("workflow__connection"), pk=pk)
    try:
        ask_for_record(
            row.workflow.connection,
            row.workflow.key,
            row.internal_id,
            by=signed_in(request),
            now=timezone.now(),
        )
        messages.success(request, QUEUED)
    except RunRefused as refused:
        messages.error(request, str(refused))
    return redirect("difference", pk=pk)


@require_POST
@needs(Permission.RUN_INTEGRATION)
def start(request: HttpRequest, connection: int) -> HttpResponse:
    """Start a comparison of all active workflows and show it."""
    place = get_object_or_404(Connection, pk=connection)
    try:
        verification = starting.start(place, by=signed_in(request), now=timezone.now())
    except RunRefused as refused:
        messages.error(request, str(refused))
        return back_to("verification", place)
    return redirect("verification-one", pk=verification.pk)


@require_POST
@needs(Permission.RUN_INTEGRATION)
def go_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the workers go on with a comparison where it was."""
    verification = get_object_or_404(Verification, pk=pk)
    try:
        starting.go_on(verification, now=timezone.now())
    except RunRefused as refused:
        messages.error(request, str(refused))
    return redirect("verification-one", pk=pk)


@require_POST
@needs(Permission.RUN_INTEGRATION)
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """End a comparison."""
    starting.cancel(get_object_or_404(Verification, pk=pk), now=timezone.now())
    messages.success(request, "The comparison has ended. What it found so far stays.")
    return redirect("verification-one", pk=pk)


@require_POST
@needs(Permission.EDIT_INTEGRATION)
def weekly(request: HttpRequest, connection: int) -> HttpResponse:
    """Choose when the connection is compared by itself, or turn that off."""
    place = get_object_or_404(Connection, pk=connection)
    try:
        set_sweep(
            place,
            active=bool(request.POST.get("active")),
            weekday=int(request.POST.get("weekday", "")),
            hour=int(request.POST.get("hour", "")),
            by=signed_in(request),
            now=timezone.now(),
        )
        messages.success(request, "The weekly sweep is set.")
    except ValueError:
        messages.error(request, "Choose a weekday and an hour.")
    except RunRefused as refused:
        messages.error(request, str(refused))
    return back_to("verification", place)


urlpatterns = [
    path("verification/", listing, name="verification"),
    path("verification/<int:pk>/", one, name="verification-one"),
    path("verification/<int:pk>/ranges/", ranges, name="verification-ranges"),
    path("verification/<int:pk>/resume", go_on, name="verification-resume"),
    path("verification/<int:pk>/cancel", cancel, name="verification-cancel"),
    path("verification/differences/<int:pk>/", difference, name="difference"),
    path("verification/differences/<int:pk>/import", import_record, name="difference-import"),
    path("verification/start/<int:connection>", start, name="verification-start"),
    path("verification/weekly/<int:connection>", weekly, name="verification-weekly"),
]
