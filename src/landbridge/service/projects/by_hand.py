"""Records that a person writes: made in SuiteProjects Pro, or changed there behind an import's back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from landbridge.service.ports import Applied, Author, Change, JsonValue, Outcome
from landbridge.service.projects import statements
from landbridge.service.projects.account import BuiltInAccount
from landbridge.service.projects.accounts import known_accounts
from landbridge.service.projects.models import SppRecord, User
from landbridge.service.projects.record_types import SPP_TYPES, SppKind, SppType
from landbridge.service.projects.roles import Permission
from landbridge.service.refusal import Refusal

NUMBERS = frozenset({SppKind.NUMBER, SppKind.MONEY, SppKind.HOURS})
YES, NO = "true", "false"


class RecordRefusedError(Refusal):
    """The record cannot be written so. ``code`` is SuiteProjects Pro's, 0 where it is none of its own; ``field`` the one at fault."""

    def __init__(self, reason: str, *, code: int = 0, field: str = "") -> None:
        super().__init__(reason)
        self.code = code
        self.field = field


def create(
    account: str, spp_type: str, fields: Mapping[str, JsonValue], *, by: User, now: datetime
) -> SppRecord:
    """Make a record in the account (a database id). Raises ``RecordRefusedError`` and ``PermissionDenied``."""
    if spp_type not in SPP_TYPES:
        raise RecordRefusedError(f"there is no record type {spp_type!r}")
    if account not in known_accounts():
        raise RecordRefusedError(f"no connection imports into a SuiteProjects Pro account {account!r}")
    return _write(account, spp_type, Change("", None, fields, source_modified=None), by, now)


def change(
    record: SppRecord,
    fields: Mapping[str, JsonValue],
    *,
    by: User,
    now: datetime,
    seen: datetime | None = None,
) -> SppRecord:
    """Set ``fields`` of a record; ``None`` clears. ``seen`` is the instant of its last change when the person looked.

    Raises ``RecordRefusedError``, also where somebody changed it since then, and ``PermissionDenied``.
    """
    wanted = Change(record.spp_id, record.spp_id, fields, source_modified=None)
    with transaction.atomic():
        statements.lock(record.account, SPP_TYPES[record.type], [record.spp_id])
        if seen is not None and not SppRecord.objects.filter(pk=record.pk, updated=seen).exists():
            raise RecordRefusedError(
                "the record was changed meanwhile: look at it again before you change it"
            )
        return _write(record.account, record.type, wanted, by, now)


def _write(account: str, spp_type: str, wanted: Change, by: User, now: datetime) -> SppRecord:
    if not (by.may(Permission.EDIT_RECORDS) and by.may(Permission.VIEW_SENSITIVE_FIELDS)):
        raise PermissionDenied(f"{by} may not edit records by hand.")
    author = Author(user_id=by.pk, name=by.name, via="")
    with transaction.atomic():
        (answer,) = BuiltInAccount(account).apply(spp_type, [wanted], author=author, at=now)
    return _written(answer)


def _written(answer: Applied) -> SppRecord:
    if answer.outcome in {Outcome.REFUSED, Outcome.CONFLICT} or answer.spp_id is None:
        raise RecordRefusedError(answer.reason, code=answer.code, field=answer.field)
    return SppRecord.objects.get(pk=int(answer.spp_id))


def from_text(
    kind: SppType, held: Mapping[str, JsonValue], entered: Mapping[str, str]
) -> dict[str, JsonValue]:
    """Return what differs between what a form sent, as text, and what the record holds. Text of another kind is left to the account."""
    values = {name: _value(kind, name, held.get(name), text.strip()) for name, text in entered.items()}
    return {name: value for name, value in values.items() if value != held.get(name)}


def as_text(value: JsonValue) -> str:
    """Return a value as a form shows it."""
    if isinstance(value, bool):
        return YES if value else NO
    return "" if value is None else str(value)


def _value(kind: SppType, name: str, held: JsonValue, text: str) -> JsonValue:
    if text == as_text(held).strip():
        return held
    if not text:
        return None
    declared = kind.field(name)
    is_flag = declared.kind is SppKind.FLAG if declared else isinstance(held, bool)
    if is_flag and text in {YES, NO}:
        return text == YES
    is_number = declared.kind in NUMBERS if declared else isinstance(held, int | float) and not is_flag
    return _number(text) if is_number else text


def _number(text: str) -> JsonValue:
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        return text
