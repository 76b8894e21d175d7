"""Pages of the built-in SuiteProjects Pro account: its records and their audit trail."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path

from landbridge.service.projects import editing, reading, showing
from landbridge.service.projects.models import SppRecord
from landbridge.service.projects.record_types import SPP_TYPES, SppType
from landbridge.service.projects.roles import Permission
from landbridge.service.projects.sensitivity import Sight
from landbridge.service.web.access import needs, signed_in

PAGE_SIZE = 50


@needs(Permission.VIEW_RECORDS)
def first_type(_request: HttpRequest) -> HttpResponse:
    """Show the first record type that has records, or the first one."""
    filled = set(SppRecord.objects.values_list("type", flat=True).distinct())
    table = next((name for name in SPP_TYPES if name in filled), next(iter(SPP_TYPES)))
    return redirect("records-of-type", table=table)


@needs(Permission.VIEW_RECORDS)
def listing(request: HttpRequest, table: str) -> HttpResponse:
    """List the records of one type, last changed first.

    ``q`` looks in the names and in what describes them; ``deleted`` shows only those that were deleted in NetSuite.
    """
    kind = SPP_TYPES.get(table)
    if kind is None:
        raise Http404
    user = signed_in(request)
    sight = Sight.of(user)
    found = SppRecord.objects.filter(type=table).order_by("-updated", "-pk")
    if text := request.GET.get("q", "").strip():
        found = found.filter(_named(kind, text, sight))
    if deleted := bool(request.GET.get("deleted")):
        found = found.filter(deleted_in_netsuite_at__isnull=False)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    for record in page:
        sight.record(record)
    refreshes = "HX-Request" in request.headers
    return render(
        request,
        "projects/listing.html",
        {
            "kind": kind,
            "families": [] if refreshes else families(),
            "page": page,
            "text": text,
            "deleted": deleted,
            "can_make": kind.made_by_hand and user.may(Permission.EDIT_RECORDS),
        },
    )


def families() -> list[tuple[str, list[tuple[SppType, int]]]]:
    """Return the menu: each family with its record types and how many records there are of each."""
    counts = dict(SppRecord.objects.values_list("type").annotate(Count("pk")).order_by())
    menu: dict[str, list[tuple[SppType, int]]] = {}
    for table, kind in SPP_TYPES.items():
        menu.setdefault(kind.family, []).append((kind, counts.get(table, 0)))
    return list(menu.items())


def _named(kind: SppType, text: str, sight: Sight) -> Q:
    named = Q(pk__in=()) if sight.hides_name(kind.table) else Q(name__icontains=text)
    for field in kind.described_by:
        if not sight.hides(kind.table, field):
            named |= Q(**{f"fields__{field}__icontains": text})
    return named


@needs(Permission.VIEW_RECORDS)
def one(request: HttpRequest, table: str, pk: int) -> HttpResponse:
    """Show one record with what belongs to it and its audit trail."""
    record = get_object_or_404(SppRecord, pk=pk, type=table)
    user = signed_in(request)
    sight = Sight.of(user)
    trail = Paginator(record.audit.all(), PAGE_SIZE).get_page(request.GET.get("page"))
    fields = showing.fields_of(record, sight)
    belonging, more_belong = showing.belonging_to(record, sight)
    sight.record(record)
    for entry in trail:
        reading.seen(entry, record.type, sight)
    return render(
        request,
        "projects/one.html",
        {
            "record": record,
            "kind": SPP_TYPES[record.type],
            "fields": fields,
            "belonging": belonging,
            "more_belong": more_belong,
            "most": reading.MOST_BELONGING,
            "page": trail,
            "can_edit": user.may(Permission.EDIT_RECORDS),
        },
    )


urlpatterns = [
    path("records/", first_type, name="records"),
    path("records/<str:table>/", listing, name="records-of-type"),
    path("records/<str:table>/new/", editing.new, name="record-new"),
    path("records/<str:table>/<int:pk>/", one, name="record"),
    path("records/<str:table>/<int:pk>/edit/", editing.edit, name="record-edit"),
]
