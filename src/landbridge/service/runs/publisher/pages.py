"""The page of the publisher's record: whether there is one, who uses it, and the way to a new pair."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_POST

from landbridge.service.connections import publishing
from landbridge.service.connections.formfields import secret
from landbridge.service.connections.models import PublisherPair, PublisherRegeneration
from landbridge.service.connections.operations import NotPassedError
from landbridge.service.connections.publisher import PublisherRecord
from landbridge.service.connections.testing import Report
from landbridge.service.projects.roles import Permission
from landbridge.service.refusal import Refusal
from landbridge.service.runs.publisher.checking import check_all
from landbridge.service.runs.publisher.standing import as_data
from landbridge.service.web.access import needs, signed_in

SHOWN = 20
"""So many earlier pairs and regenerations are listed."""


class PairForm(forms.Form):
    """What NetSuite shows once when the record is made, or its credentials are reset. Secrets go in and never come out."""

    name = forms.CharField(
        max_length=100, required=False, label="Name", help_text="As tokens name the application."
    )
    application_id = forms.CharField(max_length=100, required=False, label="Application ID")
    bundle_id = forms.CharField(
        max_length=20,
        required=False,
        label="Bundle ID",
        help_text="Where the record is distributed by bundle, too.",
    )
    consumer_key = secret("Consumer key")
    consumer_secret = secret("Consumer secret")
    untried = forms.BooleanField(
        required=False,
        label="Set it without a sign-in",
        help_text="Where no account can tell whether it is right. A wrong pair keeps the runs waiting again.",
    )

    def record(self) -> PublisherRecord:
        """Return what was entered; only after ``is_valid``."""
        given = self.cleaned_data
        return PublisherRecord(
            given["consumer_key"],
            given["consumer_secret"],
            application_id=given["application_id"],
            bundle_id=given["bundle_id"],
            name=given["name"],
        )


@needs(Permission.EDIT_INTEGRATION)
def one(request: HttpRequest) -> HttpResponse:
    """Show the record; a POST sets its pair, after a sign-in with it."""
    if request.method != "POST":
        return _page(request, PairForm(initial=_known()))
    if not signed_in(request).may(Permission.MANAGE_USERS):
        raise PermissionDenied(f"Your role does not have the permission “{Permission.MANAGE_USERS.value}”.")
    form = PairForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    try:
        done = publishing.set_record(
            form.record(), by=signed_in(request), untried=form.cleaned_data["untried"]
        )
    except NotPassedError as failed:
        messages.error(
            request,
            "Not set. The one before stays in use.",
        )
        return _page(request, form, failed.report)
    except Refusal as refused:
        messages.error(request, f"Not set: {refused}.")
        return _page(request, form)
    told = ("The pair is set.", done.words, "Runs that waited for it go on by themselves.")
    messages.success(request, " ".join(filter(None, told)))
    return redirect("publisher")


@require_POST
@needs(Permission.EDIT_INTEGRATION)
def check(request: HttpRequest) -> HttpResponse:
    """Test every connection that uses the record."""
    for one in check_all([user for user, _ in publishing.state().users]):
        if one.passed:
            messages.success(request, f"{one.connection}: the test passed.")
        for problem in one.failed:
            messages.error(request, f"{one.connection}: {problem}")
    return redirect("publisher")


@require_POST
@needs(Permission.MANAGE_USERS)
def regenerate(request: HttpRequest) -> HttpResponse:
    """Let the runs wait for a new pair."""
    try:
        publishing.begin_regeneration(by=signed_in(request))
        messages.success(request, "Runs that use the record wait now. Press Reset Credentials in NetSuite.")
    except Refusal as refused:
        messages.error(request, f"{refused}.")
    return redirect("publisher")


@require_POST
@needs(Permission.MANAGE_USERS)
def abandon(request: HttpRequest) -> HttpResponse:
    """Let the runs go on with the pair that is set."""
    publishing.abandon_regeneration(by=signed_in(request))
    messages.success(request, "Runs go on with the pair that is set.")
    return redirect("publisher")


def _page(request: HttpRequest, form: PairForm, report: Report | None = None) -> HttpResponse:
    shown = {
        "publisher": as_data(publishing.state()),
        "form": form,
        "lines": report.lines if report else (),
        "pairs": PublisherPair.objects.all()[:SHOWN],
        "regenerations": PublisherRegeneration.objects.all()[:SHOWN],
        "can_manage": signed_in(request).may(Permission.MANAGE_USERS),
    }
    return render(request, "runs/publisher.html", shown)


def _known() -> dict[str, str]:
    record = publishing.state().record
    names = ("name", "application_id", "bundle_id")
    return {name: getattr(record, name) for name in names} if record else {}


urlpatterns = [
    path("connections/publisher/", one, name="publisher"),
    path("connections/publisher/check", check, name="publisher-check"),
    path("connections/publisher/regenerate", regenerate, name="publisher-regenerate"),
    path("connections/publisher/abandon", abandon, name="publisher-abandon"),
]
