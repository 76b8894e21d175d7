"""Key pairs of OAuth 2.0: made here, their certificates downloaded."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone

from landbridge.service.connections.certificates import make_waiting, waiting
from landbridge.service.connections.models import OAuth2Certificate
from landbridge.service.projects.roles import Permission
from landbridge.service.secret_key import SecretKeyError
from landbridge.service.web.access import needs, signed_in


@needs(Permission.MANAGE_USERS)
def listing(request: HttpRequest) -> HttpResponse:
    """Show the certificates that no connection uses yet; a POST makes another."""
    if request.method == "POST":
        try:
            made = make_waiting(signed_in(request), timezone.now())
        except SecretKeyError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"{made.name} is made. Download its certificate below.")
        return redirect("oauth2-certificates")
    return render(request, "connections/certificates.html", {"certificates": waiting()})


@needs(Permission.EDIT_INTEGRATION)
def file(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Download a certificate in PEM; its key never leaves the service."""
    found = get_object_or_404(OAuth2Certificate, uid=uid)
    name = found.name.lower().replace(" ", "-")
    return HttpResponse(
        found.pem,
        content_type="application/x-pem-file",
        headers={"Content-Disposition": f'attachment; filename="{name}.pem"'},
    )


urlpatterns = [
    path("connections/certificates/", listing, name="oauth2-certificates"),
    path("connections/certificates/<uuid:uid>.pem", file, name="oauth2-certificate-file"),
]
