"""The form of one mapping row, the filter of a group, and the group as text."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_POST

from landbridge.service.projects.record_types import SPP_TYPES
from landbridge.service.projects.roles import Permission
from landbridge.service.web.access import needs
from landbridge.service.workflows import catalogue
from landbridge.service.workflows import notation as notations
from landbridge.service.workflows.branches import RowMisfit
from landbridge.service.workflows.catalogue import Group, Row, Source
from landbridge.service.workflows.content import Content
from landbridge.service.workflows.editing import edits
from landbridge.service.workflows.editing.pages import back, draft_edit, now_of, revision_of, row_at
from landbridge.service.workflows.editing.places import Place
from landbridge.service.workflows.editing.rowforms import (
    FREE_LINES,
    RowForm,
    RowFormError,
    entered,
    form_of,
    row_of,
)
from landbridge.service.workflows.filters import (
    Comparison,
    FilterSyntaxError,
    Operator,
    parse,
    written_comparison,
)
from landbridge.service.workflows.macros import MACROS
from landbridge.service.workflows.models import MappingRow
from landbridge.service.workflows.rows import is_fixed

KINDS = [(value, label) for value, label in MappingRow.Source.choices if value != Source.PART.value]


@needs(Permission.EDIT_INTEGRATION)
def new_row(request: HttpRequest, connection: int, key: str, group: str) -> HttpResponse:
    """Show an empty form; add the row that it says to the draft."""
    place = Place.of(connection, key)
    of_group = place.group(group)
    return _row_form(request, place, of_group, None, RowForm(Source.FIELD))


@needs(Permission.EDIT_INTEGRATION)
def one_row(request: HttpRequest, connection: int, key: str, group: str, position: int) -> HttpResponse:
    """Show a row in its form; put what was entered into the draft."""
    place = Place.of(connection, key)
    of_group = place.group(group)
    row, active = row_at(place, request, of_group, position)
    if is_fixed(of_group, row):
        messages.error(request, f"The row of {row.target} is fixed.")
        return back(place, of_group)
    return _row_form(request, place, of_group, position, form_of(row, active=active))


@require_POST
@needs(Permission.EDIT_INTEGRATION)
def set_filter(request: HttpRequest, connection: int, key: str, group: str) -> HttpResponse:
    """Put the filter of a group into the draft, with the comparison that was added to it."""
    place = Place.of(connection, key)
    of_group = place.group(group)
    try:
        text = _with_comparison(request.POST.get("filter", "").strip(), request)
    except FilterSyntaxError as error:
        messages.error(request, f"The filter cannot be read. {error}")
        return back(place, of_group)
    return draft_edit(request, place, of_group, lambda one: edits.set_filter(one, of_group, text))


@needs(Permission.EDIT_INTEGRATION)
def notation(request: HttpRequest, connection: int, key: str, group: str) -> HttpResponse:
    """Show a group in the advanced notation; put what was written into the draft."""
    place = Place.of(connection, key)
    of_group = place.group(group)
    now = now_of(place, request)
    text, problem = _as_text(now.content, of_group)
    if request.method == "POST":
        text = request.POST.get("text", "").replace("\r\n", "\n")
        try:
            read = notations.parse(text, of_group)
        except FilterSyntaxError as error:
            problem = str(error)
        else:
            for note in read.notes:
                messages.warning(request, note)
            return draft_edit(
                request, place, of_group, lambda one: edits.set_group(one, of_group, read.rows, read.filter)
            )
    context = {"group": of_group, "text": text, "problem": problem, "revision": now.revision}
    return render(request, "workflows/notation.html", {**place.context(request), **context})


def _as_text(content: Content, group: Group) -> tuple[str, str]:
    """Return the notation, and why there is none."""
    try:
        return notations.render(content.rows.get(group.key, ()), content.filters.get(group.key, "")), ""
    except RowMisfit as misfit:
        return "", str(misfit)


def _with_comparison(text: str, request: HttpRequest) -> str:
    """Return the filter with the comparison of the small boxes. Raises ``FilterSyntaxError``."""
    field = request.POST.get("field", "").strip()
    if text:
        parse(text)
    if not field:
        return text
    operator = next((one for one in Operator if one.value == request.POST.get("operator")), Operator.EQUAL)
    added = written_comparison(Comparison(field, operator, (request.POST.get("value", "").strip(),)))
    parse(added)
    if not text:
        return added
    join = "OR" if request.POST.get("join") == "OR" else "AND"
    return f"({text}) {join} {added if added.startswith('(') else f'({added})'}"


def _row_form(
    request: HttpRequest, place: Place, group: Group, position: int | None, form: RowForm
) -> HttpResponse:
    problem = ""
    if request.method == "POST":
        try:
            form = entered(request.POST.dict())
            if "store" in request.POST:
                row = row_of(form, group)
                return _put(request, place, group, position, row, active="active" in form.ticked)
        except RowFormError as error:
            problem = str(error)
    context = _context(request, place, group, form)
    return render(
        request, "workflows/mapping_row.html", {**context, "position": position, "problem": problem}
    )


def _put(
    request: HttpRequest, place: Place, group: Group, position: int | None, row: Row, *, active: bool
) -> HttpResponse:
    return draft_edit(
        request, place, group, lambda one: edits.put_row(one, group, position, row, active=active)
    )


def _context(request: HttpRequest, place: Place, group: Group, form: RowForm) -> dict[str, Any]:
    sides = place.sides()
    fields = sides.source(place.declaration.netsuite_type).choices(group)
    empty: list[dict[str, str]] = [{}] * (FREE_LINES if len(form.lines) else FREE_LINES + 1)
    return {
        **place.context(request),
        "group": group,
        "form": form,
        "revision": revision_of(request) if request.method == "POST" else now_of(place, request).revision,
        "kinds": KINDS,
        "lines": list(enumerate([*form.lines, *empty])),
        "fields": fields,
        "targets": list(sides.table(group.spp_type).values()),
        "macros": list(MACROS.values()),
        "linked": catalogue.declarations(place.connection.pk),
        "tables": sorted(SPP_TYPES.values(), key=lambda kind: kind.label),
        "told": sides.told(),
    }


urlpatterns = [
    path("mapping/<int:connection>/<str:key>/<str:group>/rows/new/", new_row, name="mapping-row-new"),
    path("mapping/<int:connection>/<str:key>/<str:group>/rows/<int:position>/", one_row, name="mapping-row"),
    path("mapping/<int:connection>/<str:key>/<str:group>/filter", set_filter, name="mapping-filter"),
    path("mapping/<int:connection>/<str:key>/<str:group>/notation/", notation, name="mapping-notation"),
]
