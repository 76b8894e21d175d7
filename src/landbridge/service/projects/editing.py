"""The pages on which a person makes a record of the built-in account or changes one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from landbridge.service.projects import by_hand
from landbridge.service.projects.accounts import known_accounts
from landbridge.service.projects.models import SppRecord
from landbridge.service.projects.record_types import SPP_TYPES, SppType
from landbridge.service.projects.roles import Permission
from landbridge.service.projects.showing import form_of
from landbridge.service.web.access import needs, signed_in

FIELD = "field."
"""Before the name of a record's field in the form, so that none is taken for one of the form's own."""


@needs(Permission.EDIT_RECORDS)
def new(request: HttpRequest, table: str) -> HttpResponse:
    """Show the form for a new record; POST makes it. Only for types whose records are made in SuiteProjects Pro."""
    kind = SPP_TYPES.get(table)
    if kind is None or not kind.made_by_hand:
        raise Http404
    entered = _entered(request)
    problem = None
    if request.method == "POST":
        fields = by_hand.from_text(kind, {}, entered)
        account = request.POST.get("account", "")
        try:
            record = by_hand.create(account, table, fields, by=signed_in(request), now=timezone.now())
        except by_hand.RecordRefusedError as refused:
            problem = refused
        else:
            messages.success(request, f"{kind.label} {record.name} is made.")
            return redirect("record", table=table, pk=record.pk)
    context = {
        "accounts": known_accounts(),
        "account": request.POST.get("account", ""),
        "title": f"New {kind.label.lower()}",
        "back": reverse("records-of-type", args=[table]),
    }
    return _form(request, kind, entered, problem, context)


@needs(Permission.EDIT_RECORDS)
def edit(request: HttpRequest, table: str, pk: int) -> HttpResponse:
    """Show the form of a record; POST writes what was changed in it. The next import of it sets mapped fields right again."""
    record = get_object_or_404(SppRecord, pk=pk, type=table)
    kind = SPP_TYPES[table]
    held = {name: by_hand.as_text(value) for name, value in record.fields.items()}
    entered = {**held, **_entered(request)}
    problem = None
    if request.method == "POST":
        fields = by_hand.from_text(kind, record.fields, entered)
        seen = _instant(request.POST.get("seen", ""))
        try:
            by_hand.change(record, fields, by=signed_in(request), now=timezone.now(), seen=seen)
        except by_hand.RecordRefusedError as refused:
            problem = refused
        else:
            messages.success(request, "Saved." if fields else "Nothing was changed.")
            return redirect("record", table=table, pk=pk)
    context = {
        "record": record,
        "seen": record.updated.isoformat(),
        "title": f"Edit {record.name}",
        "back": reverse("record", args=[table, pk]),
    }
    return _form(request, kind, entered, problem, context)


def _form(
    request: HttpRequest,
    kind: SppType,
    texts: dict[str, str],
    problem: by_hand.RecordRefusedError | None,
    context: Mapping[str, object],
) -> HttpResponse:
    fields = form_of(kind, texts)
    return render(
        request,
        "projects/form.html",
        {
            "kind": kind,
            "first": [field for field in fields if field.comes_first],
            "more": [field for field in fields if not field.comes_first],
            "problem": problem,
            "prefix": FIELD,
            **context,
        },
        status=422 if problem else 200,
    )


def _entered(request: HttpRequest) -> dict[str, str]:
    return {
        name.removeprefix(FIELD): str(text) for name, text in request.POST.items() if name.startswith(FIELD)
    }


def _instant(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
