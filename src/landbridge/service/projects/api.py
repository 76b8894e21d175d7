"""JSON: records of the built-in account and their audit trail."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema, Status
from ninja.pagination import paginate

from landbridge.service.projects import by_hand, reading
from landbridge.service.projects.access import require
from landbridge.service.projects.models import AuditEntry, SppRecord
from landbridge.service.projects.roles import Permission
from landbridge.service.projects.seen_pages import SeenPages
from landbridge.service.projects.sensitivity import Sight

router = Router(tags=["records"])


class RecordOut(Schema):
    """One record. ``fields`` are by SuiteProjects Pro field name."""

    spp_id: str
    account: str
    type: str
    name: str
    fields: dict[str, Any]
    source_modified: datetime | None
    deleted_in_netsuite_at: datetime | None
    created: datetime
    updated: datetime


class RecordIn(Schema):
    """A new record: ``account`` is the database id, ``type`` the table, ``fields`` by SuiteProjects Pro field name."""

    account: str
    type: str
    fields: dict[str, str | bool | int | float | None]


class FieldsIn(Schema):
    """The fields to set, ``null`` to clear."""

    fields: dict[str, str | bool | int | float | None]


class AuditOut(Schema):
    """One changed field. ``via`` is ``NetSuite integration`` for what a run wrote."""

    record: str
    field: str
    before: Any
    after: Any
    author: str
    via: str
    run: int | None
    at: datetime

    @staticmethod
    def resolve_record(row: AuditEntry) -> str:
        """The record's internal id."""
        return row.record.spp_id

    @staticmethod
    def resolve_author(row: AuditEntry) -> str:
        """The author's name at that time."""
        return row.author_name

    @staticmethod
    def resolve_run(row: AuditEntry) -> int | None:
        """The run that wrote it."""
        return row.run_id


def _seen_records(request: HttpRequest, rows: list[SppRecord]) -> list[SppRecord]:
    sight = Sight.of(require(request, Permission.VIEW_RECORDS))
    return [sight.record(row) for row in rows]


def _seen_audit(request: HttpRequest, rows: list[AuditEntry]) -> list[AuditEntry]:
    sight = Sight.of(require(request, Permission.VIEW_RECORDS))
    return [reading.seen(row, row.record.type, sight) for row in rows]


@router.get("/records", response=list[RecordOut])
@paginate(SeenPages, see=_seen_records)
def list_records(
    request: HttpRequest,
    account: str = "",
    type: str = "",  # noqa: A002 - the query's own word
    text: str = "",
    deleted: bool | None = None,
) -> QuerySet[SppRecord]:
    """List records, the last changed first. ``text`` is part of the name, or a whole internal or NetSuite id.

    ``deleted``: those that are marked as deleted in NetSuite, or those that are not.
    """
    sight = Sight.of(require(request, Permission.VIEW_RECORDS))
    return reading.records(sight, account=account, spp_type=type, text=text, deleted=deleted)


@router.post("/records", response={201: RecordOut}, summary="Make a record by hand")
def create_record(request: HttpRequest, wanted: RecordIn) -> Status[SppRecord]:
    """Make a record as a person does in SuiteProjects Pro; refused with 409 and the words of the account."""
    user = require(request, Permission.EDIT_RECORDS)
    record = by_hand.create(wanted.account, wanted.type, wanted.fields, by=user, now=timezone.now())
    return Status(201, record)


@router.get("/records/{int:spp_id}", response=RecordOut)
def get_record(request: HttpRequest, spp_id: int) -> SppRecord:
    """One record. Values of sensitive fields are masked for those whose role may not see them."""
    require(request, Permission.VIEW_RECORDS)
    return _seen_records(request, [get_object_or_404(SppRecord, pk=spp_id)])[0]


@router.patch("/records/{int:spp_id}", response=RecordOut, summary="Change a record by hand")
def change_record(request: HttpRequest, spp_id: int, wanted: FieldsIn) -> SppRecord:
    """Set fields as a person does in SuiteProjects Pro; refused with 409 and the words of the account."""
    user = require(request, Permission.EDIT_RECORDS)
    return by_hand.change(get_object_or_404(SppRecord, pk=spp_id), wanted.fields, by=user, now=timezone.now())


@router.get("/records/{int:spp_id}/audit", response=list[AuditOut])
@paginate(SeenPages, see=_seen_audit)
def list_audit(request: HttpRequest, spp_id: int) -> QuerySet[AuditEntry]:
    """The audit trail of one record, the newest first."""
    require(request, Permission.VIEW_RECORDS)
    return reading.audit_trail(get_object_or_404(SppRecord, pk=spp_id))
