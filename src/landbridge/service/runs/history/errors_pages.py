"""The page of errors: records that are not done with, grouped by cause, with what to do; retry and dismiss."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from landbridge.service.projects.roles import Permission
from landbridge.service.runs.errors import RunRefused
from landbridge.service.runs.history import attention, log
from landbridge.service.runs.history.advice import advice
from landbridge.service.runs.history.causes import CauseKey, open_causes, records_of
from landbridge.service.runs.history.masking import Eyes
from landbridge.service.runs.models import Attention
from landbridge.service.web.access import needs, signed_in

PAGE_SIZE = 50


def causes(request: HttpRequest) -> HttpResponse:
    """List the causes, the largest first; those of dismissed records when asked for."""
    dismissed = bool(request.GET.get("dismissed"))
    return render(
        request,
        "runs/causes.html",
        {
            "causes": Eyes.of(signed_in(request)).causes(open_causes(dismissed=dismissed)),
            "dismissed": dismissed,
            "can_run": signed_in(request).may(Permission.RUN_INTEGRATION),
        },
    )


def records(request: HttpRequest) -> HttpResponse:
    """List the records of one cause, or all; those dismissed stand among them with who did it, when, and the note."""
    key = _key(request.GET.get("cause", ""))
    text = request.GET.get("text", "").strip()
    found = log.attention(dismissed=True, text=text, cause=key)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    page.object_list = Eyes.of(signed_in(request)).attention(page)
    return render(
        request,
        "runs/attention.html",
        {
            "page": page,
            "cause": key,
            "text": text,
            "advice": advice(key.code) if key else "",
            "can_run": signed_in(request).may(Permission.RUN_INTEGRATION),
        },
    )


@require_POST
@needs(Permission.RUN_INTEGRATION)
def retry_cause(request: HttpRequest) -> HttpResponse:
    """Ask for every record of a cause again, except those dismissed."""
    return _retry(request, _rows(request).filter(dismissed_at=None))


@require_POST
@needs(Permission.RUN_INTEGRATION)
def dismiss_cause(request: HttpRequest) -> HttpResponse:
    """Take every record of a cause off the list, with a note."""
    return _dismiss(request, _rows(request))


@require_POST
@needs(Permission.RUN_INTEGRATION)
def retry_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a record again; a dismissed one is on the list again."""
    return _retry(request, _one(pk))


@require_POST
@needs(Permission.RUN_INTEGRATION)
def dismiss_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a record off the list, with a note."""
    return _dismiss(request, _one(pk))


def _retry(request: HttpRequest, rows: QuerySet[Attention]) -> HttpResponse:
    try:
        asked = attention.retry(rows, by=signed_in(request), now=timezone.now())
    except RunRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, str(asked))
    return _back(request)


def _dismiss(request: HttpRequest, rows: QuerySet[Attention]) -> HttpResponse:
    note = request.POST.get("note", "")
    try:
        count = attention.dismiss(rows, by=signed_in(request), now=timezone.now(), note=note)
    except RunRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{_in_words(count)} dismissed, until they change in NetSuite.")
    return _back(request)


def _in_words(count: int) -> str:
    return "1 record is" if count == 1 else f"{count} records are"


def _key(text: str) -> CauseKey | None:
    try:
        return CauseKey.parse(text) if text else None
    except RunRefused as refused:
        raise Http404(str(refused)) from refused


def _rows(request: HttpRequest) -> QuerySet[Attention]:
    key = _key(request.POST.get("cause", ""))
    if key is None:
        raise Http404("No cause is named.")
    return records_of(key)


def _one(pk: int) -> QuerySet[Attention]:
    return Attention.objects.filter(pk=get_object_or_404(Attention, pk=pk).pk)


def _back(request: HttpRequest) -> HttpResponse:
    """Return to the page of ours that the button stood on."""
    wanted = request.POST.get("next", "")
    known = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return redirect(wanted if known else reverse("errors"))


urlpatterns = [
    path("errors/", causes, name="errors"),
    path("errors/records/", records, name="error-records"),
    path("errors/retry", retry_cause, name="cause-retry"),
    path("errors/dismiss", dismiss_cause, name="cause-dismiss"),
    path("errors/<int:pk>/retry", retry_one, name="record-retry"),
    path("errors/<int:pk>/dismiss", dismiss_one, name="record-dismiss"),
]
