"""The mapping page of a workflow: its groups with their rows, as they are stored or in the draft of whoever looks."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from landbridge.service.connections.choice import chosen_connection
from landbridge.service.connections.models import Connection
from landbridge.service.projects.roles import Permission
from landbridge.service.web.access import needs, signed_in
from landbridge.service.workflows.adding import workflows_of
from landbridge.service.workflows.catalogue import Group, Row, Source
from landbridge.service.workflows.content import Content
from landbridge.service.workflows.editing import drafts, edits
from landbridge.service.workflows.editing.places import Place
from landbridge.service.workflows.editing.saving import checked
from landbridge.service.workflows.editing.shown import shown_rows
from landbridge.service.workflows.errors import WorkflowRefused
from landbridge.service.workflows.rows import default_rows

ROW_EDITS: dict[str, Callable[[Content, Group, int], Content]] = {
    "up": lambda one, group, position: edits.move(one, group, position, -1),
    "down": lambda one, group, position: edits.move(one, group, position, 1),
    "copy": edits.copy,
    "remove": edits.remove,
    "switch": edits.switch,
    "default": edits.reset_row,
}
"""What the buttons of a row do, by the button's value."""


def entry(request: HttpRequest) -> HttpResponse:
    """Lead to the first workflow that was added, of the chosen connection."""
    connection = chosen_connection(request)
    if connection is None:
        return redirect("workflows")
    listed = workflows_of(connection)
    first = next((kind for kind, stored in listed if stored), listed[0][0])
    return redirect("mapping", connection=connection.pk, key=first.key)


def mapping(request: HttpRequest, connection: int, key: str) -> HttpResponse:
    """Show the mapping of a workflow, one group at a time."""
    place = Place.of(connection, key)
    now = drafts.edited(place.workflow, signed_in(request)) if place.workflow else None
    declaration = place.declaration
    chosen = request.GET.get("group", declaration.main.key)
    group = next((one for one in declaration.groups if one.key == chosen), declaration.main)
    one = (
        now.content
        if now
        else Content({name: tuple(rows) for name, rows in default_rows(declaration).items()})
    )
    context = place.context(request)
    return render(
        request,
        "workflows/mapping.html",
        {
            **context,
            "connections": Connection.objects.all(),
            "group": group,
            "rows": shown_rows(declaration, group, one),
            "filter": one.filters.get(group.key, ""),
            "now": now,
            "meanwhile": drafts.meanwhile(now) if now and now.overtaken else "",
            "editable": context["can_edit"]
            and now is not None
            and not context["protection"]
            and not group.fixed,
            "kinds": [kind for kind in Source if kind is not Source.PART],
        },
    )


@require_POST
@needs(Permission.EDIT_INTEGRATION)
def change(request: HttpRequest, connection: int, key: str, group: str) -> HttpResponse:
    """Do what the pressed button of a row, or of the group, says, in the draft."""
    place = Place.of(connection, key)
    of_group = place.group(group)
    name, position = request.POST.get("action", ""), request.POST.get("position", "")
    if name == "reset":
        return draft_edit(request, place, of_group, lambda one: edits.reset_group(one, of_group))
    action = ROW_EDITS.get(name)
    if action is None or not position.isdecimal():
        raise Http404
    return draft_edit(request, place, of_group, lambda one: action(one, of_group, int(position)))


@require_POST
@needs(Permission.EDIT_INTEGRATION)
def save(request: HttpRequest, connection: int, key: str) -> HttpResponse:
    """Check the draft against both sides and store it whole."""
    place = Place.of(connection, key)
    user = signed_in(request)
    now = drafts.edited(place.stored, user)
    report = checked(place.connection, {key: now.content}, place.sides())
    if report.problems:
        return _with_report(request, place, report.problems, report.told, failed=True)
    try:
        drafts.save(place.stored, user, revision_of(request))
    except WorkflowRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Stored. The next run reads every record of this workflow again.")
        for told in report.told:
            messages.warning(request, told)
    return redirect("mapping", connection=connection, key=key)


@require_POST
@needs(Permission.EDIT_INTEGRATION)
def check(request: HttpRequest, connection: int, key: str) -> HttpResponse:
    """Say what speaks against the mapping as it is shown."""
    place = Place.of(connection, key)
    now = now_of(place, request)
    report = checked(place.connection, {key: now.content}, place.sides())
    return _with_report(request, place, report.problems, report.told, failed=False)


@require_POST
@needs(Permission.EDIT_INTEGRATION)
def discard(request: HttpRequest, connection: int, key: str) -> HttpResponse:
    """Throw the draft away."""
    place = Place.of(connection, key)
    if drafts.discard(place.stored, signed_in(request)):
        messages.success(request, "The draft is gone. Here is what is stored.")
    return redirect("mapping", connection=connection, key=key)


def draft_edit(request: HttpRequest, place: Place, group: Group, edit: drafts.Edit) -> HttpResponse:
    """Change the draft and lead back to the group; say why where that is refused."""
    try:
        drafts.edit(place.stored, signed_in(request), revision_of(request), edit)
    except WorkflowRefused as refused:
        messages.error(request, str(refused))
    return back(place, group)


def back(place: Place, group: Group) -> HttpResponse:
    """Lead to a group of the mapping page."""
    address = reverse("mapping", kwargs={"connection": place.connection.pk, "key": place.declaration.key})
    return redirect(address if group is place.declaration.main else f"{address}?group={group.key}")


def row_at(place: Place, request: HttpRequest, group: Group, position: int) -> tuple[Row, bool]:
    """Return a row of the mapping as whoever asks sees it. Raises ``Http404``."""
    rows = now_of(place, request).content.rows.get(group.key, ())
    if position >= len(rows):
        raise Http404
    return rows[position]


def now_of(place: Place, request: HttpRequest) -> drafts.Edited:
    """Return the mapping as whoever asks sees it."""
    return drafts.edited(place.stored, signed_in(request))


def revision_of(request: HttpRequest) -> int:
    """Return the revision of the draft that the page showed; one that there never is where it names none."""
    given = request.POST.get("revision", "")
    return int(given) if given.isdecimal() else -1


def _with_report(
    request: HttpRequest, place: Place, problems: object, told: object, *, failed: bool
) -> HttpResponse:
    return render(
        request,
        "workflows/problems.html",
        {**place.context(request), "problems": problems, "told": told, "failed": failed},
    )


urlpatterns = [
    path("mapping/", entry, name="mappings"),
    path("mapping/<int:connection>/<str:key>/", mapping, name="mapping"),
    path("mapping/<int:connection>/<str:key>/save", save, name="mapping-save"),
    path("mapping/<int:connection>/<str:key>/check", check, name="mapping-check"),
    path("mapping/<int:connection>/<str:key>/discard", discard, name="mapping-discard"),
    path("mapping/<int:connection>/<str:key>/<str:group>/change", change, name="mapping-change"),
]
