"""Reading the built-in account for pages, API and command line."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from landbridge.service.projects.models import AuditEntry, SppRecord
from landbridge.service.projects.record_types import SPP_TYPES
from landbridge.service.projects.sensitivity import Sight


def records(sight: Sight, *, account: str = "", spp_type: str = "", text: str = "") -> QuerySet[SppRecord]:
    """Return records, the last changed first, not masked yet.

    ``text`` is part of the name, any case, or a whole internal or NetSuite id; no name is searched that ``sight`` hides.
    """
    found = SppRecord.objects.order_by("-updated", "-pk")
    if account:
        found = found.filter(account=account)
    if spp_type:
        found = found.filter(type=spp_type)
    if text:
        found = found.filter(_matches(text, sight))
    return found


def audit_trail(record: SppRecord | None = None, *, run_id: int | None = None) -> QuerySet[AuditEntry]:
    """Return audit rows, the newest first: of one record, of one run, or all."""
    found = AuditEntry.objects.select_related("author", "record")
    if record is not None:
        found = found.filter(record=record)
    if run_id is not None:
        found = found.filter(run_id=run_id)
    return found


def seen(row: AuditEntry, spp_type: str, sight: Sight) -> AuditEntry:
    """Return the unsaved row as somebody may see it: values of sensitive fields masked."""
    row.before = sight.value(spp_type, row.field, row.before)
    row.after = sight.value(spp_type, row.field, row.after)
    return row


def _matches(text: str, sight: Sight) -> Q:
    nameless = [name for name in SPP_TYPES if sight.hides_name(name)]
    condition = Q(name__icontains=text) & ~Q(type__in=nameless)
    if text.isascii() and text.isdigit() and len(text) <= 18:
        condition |= Q(pk=int(text))
        for kind in SPP_TYPES.values():
            condition |= Q(type=kind.table, fields__contains={kind.netsuite_id_field: text})
    return condition
