"""Pages of the built-in SuiteProjects Pro account: its records and their audit trail."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path

from landbridge.service.projects import reading
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
    """List the records of one type, last changed first; ``q`` looks in the names and in what describes them."""
    kind = SPP_TYPES.get(table)
    if kind is None:
        raise Http404
    sight = Sight.of(signed_in(request))
    found = SppRecord.objects.filter(type=table).order_by("-updated", "-pk")
    if text := request.GET.get("q", "").strip():
        found = found.filter(_named(kind, text, sight))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    for record in page:
        sight.record(record)
    counts = dict(SppRecord.objects.values_list("type").annotate(Count("pk")).order_by())
    return render(
        request,
        "projects/listing.html",
        {
            "kind": kind,
            "tabs": [(one, counts.get(name, 0)) for name, one in SPP_TYPES.items()],
            "page": page,
            "text": text,
        },
    )


def _named(kind: SppType, text: str, sight: Sight) -> Q:
    named = Q(pk__in=()) if sight.hides_name(kind.table) else Q(name__icontains=text)
    for field in kind.described_by:
        if not sight.hides(kind.table, field):
            named |= Q(**{f"fields__{field}__icontains": text})
    return named


@needs(Permission.VIEW_RECORDS)
def one(request: HttpRequest, table: str, pk: int) -> HttpResponse:
    """Show one record with its audit trail."""
    record = get_object_or_404(SppRecord, pk=pk, type=table)
    sight = Sight.of(signed_in(request))
    trail = Paginator(record.audit.all(), PAGE_SIZE).get_page(request.GET.get("page"))
    sight.record(record)
    for entry in trail:
        reading.seen(entry, record.type, sight)
    return render(
        request,
        "projects/one.html",
        {"record": record, "kind": SPP_TYPES[record.type], "page": trail},
    )


urlpatterns = [
    path("records/", first_type, name="records"),
    path("records/<str:table>/", listing, name="records-of-type"),
    path("records/<str:table>/<int:pk>/", one, name="record"),
]
