"""The connection: what is entered, its test, and the integration user."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.http import require_POST

from landbridge.service.connections.credentials import CredentialsUnreadableError
from landbridge.service.connections.deprecations import deprecations
from landbridge.service.connections.drafts import DraftError, url_for
from landbridge.service.connections.forms import ConnectionForm
from landbridge.service.connections.models import Connection
from landbridge.service.connections.operations import (
    ChangedMeanwhileError,
    IntegrationUserError,
    NotPassedError,
    candidates,
    create,
    run_test,
    select_integration_user,
    update,
)
from landbridge.service.connections.publisher import PublisherError
from landbridge.service.connections.testing import Report, stored_lines
from landbridge.service.projects.roles import Permission
from landbridge.service.secret_key import SecretKeyError
from landbridge.service.web.access import needs, signed_in

GENERAL = "__all__"
REFUSALS = (ChangedMeanwhileError, CredentialsUnreadableError, DraftError, PublisherError, SecretKeyError)


def first(request: HttpRequest) -> HttpResponse:
    """Show the only connection, the list of several, or the form of the first one."""
    found = list(Connection.objects.all())
    if not found:
        return redirect("connection-new")
    if len(found) == 1:
        return redirect("connection", pk=found[0].pk)
    rows = [(one, deprecations(one)) for one in found]
    return render(request, "connections/listing.html", {"connections": rows})


@needs(Permission.MANAGE_USERS)
def new(request: HttpRequest) -> HttpResponse:
    """Enter a new connection; it is saved once its test passes."""
    form = ConnectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _save(request, form)
    return _page(request, form)


@needs(Permission.EDIT_INTEGRATION)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a connection with its last test; saving tests again first."""
    connection = get_object_or_404(Connection, pk=pk)
    if request.method != "POST":
        return _page(request, ConnectionForm.of(connection), stored_lines(connection.test_lines))
    form = ConnectionForm(request.POST, connection=connection)
    return _save(request, form) if form.is_valid() else _page(request, form)


@require_POST
@needs(Permission.MANAGE_USERS)
def try_connection(request: HttpRequest, pk: int = 0) -> HttpResponse:
    """Test what stands in the form, saved or not, and answer the lines for the page."""
    connection = get_object_or_404(Connection, pk=pk) if pk else None
    form = ConnectionForm(request.POST, connection=connection)
    report = _try_test(form) if form.is_valid() else None
    shown = {"lines": report.lines if report else (), "problems": _problems(form)}
    return render(request, "connections/report.html", shown)


@require_POST
@needs(Permission.MANAGE_USERS)
def integration_user(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the integration user, or none."""
    connection = get_object_or_404(Connection, pk=pk)
    wanted = request.POST.get("user", "")
    user = next((one for one in candidates() if str(one.pk) == wanted), None)
    if wanted and user is None:
        messages.error(request, "That user is not an active administrator.")
        return redirect("connection", pk=pk)
    try:
        select_integration_user(connection, user, by=signed_in(request))
        messages.success(request, f"Integration user: {user or 'none'}.")
    except IntegrationUserError as refused:
        messages.error(request, str(refused))
    return redirect("connection", pk=pk)


@needs(Permission.EDIT_INTEGRATION)
def url_field(request: HttpRequest) -> HttpResponse:
    """Answer the field of the URL for the version that was chosen: htmx replaces it when the version changes."""
    form = ConnectionForm(
        initial={"url": url_for(request.GET.get("url", ""), request.GET.get("version", ""))}
    )
    return HttpResponse(str(form["url"]))


def _try_test(form: ConnectionForm) -> Report | None:
    try:
        return run_test(form.draft().checked())
    except REFUSALS as error:
        _show(form, error)
        return None


def _save(request: HttpRequest, form: ConnectionForm) -> HttpResponse:
    user, reason = signed_in(request), form.cleaned_data["forced_reason"]
    uid = form.used_certificate
    try:
        form.require_unchanged()
        if form.connection is None:
            saved = create(form.draft(), by=user, forced_reason=reason, certificate=uid)
        else:
            saved = update(form.connection, form.draft(), by=user, forced_reason=reason, certificate=uid)
    except NotPassedError as failed:
        form.add_error(
            None, "Not saved: the test failed. Correct what it names, or say why it is to be saved anyway."
        )
        return _page(request, form, failed.report.lines)
    except REFUSALS as error:
        _show(form, error)
        return _page(request, form)
    messages.success(request, f"{saved.name} is saved.")
    return redirect("connection", pk=saved.pk)


def _show(form: ConnectionForm, error: Exception) -> None:
    problems = error.problems if isinstance(error, DraftError) else {GENERAL: str(error)}
    for name, problem in problems.items():
        form.add_error(name if name in form.fields else None, problem)


def _problems(form: ConnectionForm) -> list[tuple[str, str]]:
    """What is wrong in the form, each with the label of its field; none where it is wrong in whole."""
    return [
        (str(form[name].label) if name in form.fields else "", str(error))
        for name, errors in form.errors.items()
        for error in errors
    ]


def _page(request: HttpRequest, form: ConnectionForm, lines: object = ()) -> HttpResponse:
    return render(
        request,
        "connections/one.html",
        {
            "form": form,
            "connection": form.connection,
            "lines": lines,
            "notices": deprecations(form.connection) if form.connection else (),
            "certificates": form.connection.oauth2_certificates.all() if form.connection else (),
            "candidates": candidates() if form.connection else (),
            "can_manage": signed_in(request).may(Permission.MANAGE_USERS),
        },
        status=422 if form.errors else 200,
    )


urlpatterns = [
    path("connections/", first, name="connections"),
    path("connections/new/", new, name="connection-new"),
    path("connections/new/url", url_field, name="connection-url"),
    path("connections/new/test", try_connection, name="connection-new-test"),
    path("connections/<int:pk>/", one, name="connection"),
    path("connections/<int:pk>/test", try_connection, name="connection-test"),
    path("connections/<int:pk>/integration-user", integration_user, name="integration-user"),
]
