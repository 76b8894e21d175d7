"""Reading the built-in account for pages, API and command line."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from landbridge.service.projects.models import AuditEntry, Owner, SppKey, SppRecord, UsualNetSuiteId
from landbridge.service.projects.record_types import SPP_TYPES, SppType
from landbridge.service.projects.references import referred_ids
from landbridge.service.projects.sensitivity import Sight
from landbridge.service.record_ids import is_record_id

MOST_BELONGING = 200


def records(
    sight: Sight, *, account: str = "", spp_type: str = "", text: str = "", deleted: bool | None = None
) -> QuerySet[SppRecord]:
    """Return records, the last changed first, not masked yet.

    ``text`` is part of the name, any case, or a whole internal or NetSuite id; no name is searched that ``sight`` hides. ``deleted``:
    those that are marked as deleted in NetSuite, or those that are not.
    """
    found = SppRecord.objects.order_by("-updated", "-pk")
    if account:
        found = found.filter(account=account)
    if spp_type:
        found = found.filter(type=spp_type)
    if deleted is not None:
        found = found.filter(deleted_in_netsuite_at__isnull=not deleted)
    if text:
        found = found.alias(carried=UsualNetSuiteId()).filter(_matches(text, sight))
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


def belonging(record: SppRecord) -> list[SppRecord]:
    """Return the records that belong to it, in the order of tables and ids: one query, by an index.

    Where there are more than :data:`MOST_BELONGING`, one more than those.
    """
    tables = [kind.table for kind in SPP_TYPES.values() if _owner(kind) == record.type]
    if not tables:
        return []
    found = (
        SppRecord.objects.alias(owner=Owner())
        .filter(account=record.account, owner=record.spp_id, type__in=tables)
        .order_by("type", "pk")[: MOST_BELONGING + 1]
    )
    return sorted(found, key=lambda one: (tables.index(one.type), one.pk))


def referred(record: SppRecord) -> dict[str, SppRecord]:
    """Return the records that its fields refer to, by internal id: one query."""
    kind = SPP_TYPES[record.type]
    ids = {int(id_) for field in kind.declared for id_ in referred_ids(field, record.fields.get(field.name))}
    found: Iterable[SppRecord] = SppRecord.objects.filter(account=record.account, pk__in=ids) if ids else ()
    return {one.spp_id: one for one in found}


def _owner(kind: SppType) -> str:
    field = kind.field(kind.belongs_to)
    return field.refers_to if field else ""


def _matches(text: str, sight: Sight) -> Q:
    nameless = [name for name in SPP_TYPES if sight.hides_name(name)]
    condition = Q(name__icontains=text) & ~Q(type__in=nameless)
    if is_record_id(text):
        keyed = SppKey.objects.filter(value=text).values("record")
        condition |= Q(pk=int(text)) | Q(carried=text) | Q(pk__in=keyed)
    return condition
