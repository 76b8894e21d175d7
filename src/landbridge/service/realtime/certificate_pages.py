"""Certificates on the page *Real time*: generating, upload by hand, and how they are made."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from landbridge.service.composition import restlets_for
from landbridge.service.connections.choice import back_to
from landbridge.service.connections.models import Connection
from landbridge.service.projects.roles import Permission
from landbridge.service.realtime.certificates import rotation
from landbridge.service.realtime.certificates.choosing import choose
from landbridge.service.realtime.models import Certificate
from landbridge.service.refusal import Refusal
from landbridge.service.web.access import needs, signed_in


@require_POST
@needs(Permission.EDIT_INTEGRATION)
def generate(request: HttpRequest, connection: int) -> HttpResponse:
    """Generate a new real-time import certificate and give it to NetSuite."""
    place = get_object_or_404(Connection, pk=connection)
    try:
        made = rotation.rotate(place, signed_in(request), restlets_for(place), timezone.now)
        messages.success(
            request, f"NetSuite signs with a new certificate, valid until {made.not_after:%Y-%m-%d}."
        )
        if made.problem:
            messages.warning(request, made.problem)
    except Refusal as refused:
        messages.error(request, str(refused))
    return back_to("realtime", place)


@require_POST
@needs(Permission.EDIT_INTEGRATION)
def set_form(request: HttpRequest, connection: int) -> HttpResponse:
    """Choose the size of the keys and the validity of the certificates to come."""
    place = get_object_or_404(Connection, pk=connection)
    bits, days = request.POST.get("key_bits", ""), request.POST.get("validity_days", "")
    try:
        choose(
            place,
            signed_in(request),
            timezone.now,
            key_bits=_number(bits),
            validity_days=_number(days),
        )
        messages.success(request, "The next certificate is made like that.")
    except Refusal as refused:
        messages.error(request, str(refused))
    return back_to("realtime", place)


@require_POST
@needs(Permission.EDIT_INTEGRATION)
def prepare(request: HttpRequest, connection: int) -> HttpResponse:
    """Make a certificate for upload by hand and show the password of its file, this once."""
    place = get_object_or_404(Connection, pk=connection)
    try:
        made = rotation.prepare_by_hand(place, signed_in(request), timezone.now)
        password = rotation.download(made).password
    except Refusal as refused:
        messages.error(request, str(refused))
        return back_to("realtime", place)
    shown = {"connection": place, "certificate": made, "password": password}
    answer = render(request, "realtime/by_hand.html", shown)
    answer["Cache-Control"] = "no-store"
    return answer


@needs(Permission.EDIT_INTEGRATION)
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """Download the PKCS#12 file of a certificate that waits for its upload by hand."""
    made = get_object_or_404(Certificate, pk=pk)
    try:
        upload = rotation.download(made)
    except Refusal as refused:
        messages.error(request, str(refused))
        return back_to("realtime", made.connection)
    return HttpResponse(
        upload.pkcs12,
        content_type="application/x-pkcs12",
        headers={
            "Content-Disposition": f'attachment; filename="landbridge-{made.pk}.p12"',
            "Cache-Control": "no-store",
        },
    )


@require_POST
@needs(Permission.EDIT_INTEGRATION)
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """A person says that NetSuite has the certificate now."""
    made = get_object_or_404(Certificate, pk=pk)
    try:
        rotation.confirm_by_hand(made, timezone.now, restlets_for(made.connection))
        messages.success(request, f"{made.name} is current.")
    except Refusal as refused:
        messages.error(request, str(refused))
    return back_to("realtime", made.connection)


def _number(text: str) -> int:
    """Return what was typed; a text that is no number is none that is allowed."""
    return int(text) if text.isascii() and text.isdecimal() else 0


urlpatterns = [
    path("realtime/<int:connection>/certificate", generate, name="certificate-generate"),
    path("realtime/<int:connection>/certificate/settings", set_form, name="certificate-settings"),
    path("realtime/<int:connection>/certificate/by-hand", prepare, name="certificate-by-hand"),
    path("realtime/certificates/<int:pk>.p12", file, name="certificate-file"),
    path("realtime/certificates/<int:pk>/confirm", confirm, name="certificate-confirm"),
]
