"""The guided switch between SOAP and SuiteQL, in steps: credentials, both tests and a comparison, the switch itself."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path

from landbridge.netsuite import NetSuiteError
from landbridge.netsuite.choosing import CredentialSet
from landbridge.netsuite.protocols import Protocol
from landbridge.service.connections.credentialforms import CredentialForm
from landbridge.service.connections.credentials import CredentialsUnreadableError
from landbridge.service.connections.drafts import ConnectionDraft, DraftError
from landbridge.service.connections.models import Connection
from landbridge.service.connections.publisher import PublisherError
from landbridge.service.connections.switching import (
    Rehearsal,
    SwitchRefusedError,
    drafts,
    keep_entered,
    other,
    rehearse,
    switch,
)
from landbridge.service.projects.roles import Permission
from landbridge.service.secret_key import SecretKeyError
from landbridge.service.web.access import needs, signed_in

SETS_OF = {Protocol.REST: CredentialSet.OAUTH2, Protocol.SOAP: CredentialSet.TOKENS}
REFUSALS = (
    CredentialsUnreadableError,
    DraftError,
    NetSuiteError,
    PublisherError,
    SecretKeyError,
    SwitchRefusedError,
)


@needs(Permission.MANAGE_USERS)
def steps(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the steps; a POST tests and compares both ways and, with ``switch``, switches where that passed."""
    connection = get_object_or_404(Connection, pk=pk)
    form = CredentialForm(request.POST or None, connection=connection)
    if request.method != "POST" or not form.is_valid():
        return _page(request, connection, form)
    try:
        return _go(request, connection, form)
    except REFUSALS as refused:
        form.add_error(None, str(refused))
        return _page(request, connection, form)


def _go(request: HttpRequest, connection: Connection, form: CredentialForm) -> HttpResponse:
    user, to = signed_in(request), other(connection)
    entered = replace(ConnectionDraft.of(connection), credentials=form.credentials())
    before, after = drafts(connection, to, entered)
    rehearsal = rehearse(before, after)
    if not rehearsal.passed:
        return _page(request, connection, form, rehearsal)
    if "switch" not in request.POST:
        keep_entered(connection, before, after, by=user, certificate=form.used_certificate)
        return _page(request, connection, CredentialForm(connection=_fresh(connection)), rehearsal)
    switch(connection, before, after, rehearsal, by=user, certificate=form.used_certificate)
    messages.success(request, f"{connection.name} uses {connection.get_protocol_display()} now.")
    return redirect("connection", pk=connection.pk)


def _fresh(connection: Connection) -> Connection:
    return Connection.objects.get(pk=connection.pk)


def _page(
    request: HttpRequest, connection: Connection, form: CredentialForm, rehearsal: Rehearsal | None = None
) -> HttpResponse:
    to = other(connection)
    return render(
        request,
        "connections/switch.html",
        {
            "connection": connection,
            "form": form,
            "group": form.group(SETS_OF[to], opened=True),
            "to": Connection.Protocol(to).label,
            "rehearsal": rehearsal,
        },
        status=422 if form.errors or (rehearsal and not rehearsal.passed) else 200,
    )


urlpatterns = [path("connections/<int:pk>/switch/", steps, name="connection-switch")]
