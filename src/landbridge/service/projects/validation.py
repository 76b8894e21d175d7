"""What the built-in account accepts: known fields, values of the field's kind, filled required fields.

Codes are SuiteProjects Pro's (fact sheet 7.6) where it has one for the situation; the choice of code is assumed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from landbridge.service.ports import JsonValue
from landbridge.service.projects.record_types import CUSTOM_ENDING, SppField, SppKind, SppType

UNKNOWN_FIELD = 602
BAD_VALUE = 2002
MISSING_VALUE = 2001
BAD_CHECK_BOX = 1100
NOT_ON_LIST = 1101

LONGEST_FIELD_NAME = 100
LONGEST_KEY = 255
"""Characters of a name or a NetSuite id (assumed)."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """Why a record is refused: SPP's error code, the field, and words for the run log."""

    code: int
    field: str
    reason: str


def check_fields(kind: SppType, fields: Mapping[str, JsonValue]) -> Complaint | None:
    """Return the first thing that is wrong with the fields to set, or ``None``."""
    for name, value in fields.items():
        declared = kind.field(name)
        if declared is None and not name.endswith(CUSTOM_ENDING):
            return Complaint(UNKNOWN_FIELD, name, f"{kind.table} has no field {name}")
        complaint = _check_storable(name, value) or _check_length(kind, name, value)
        if complaint is None and value is not None and declared is not None:
            complaint = _check_value(declared, value)
        if complaint:
            return complaint
    return None


def check_required(kind: SppType, fields: Mapping[str, JsonValue]) -> Complaint | None:
    """Return which required field of the whole record is empty, or ``None``."""
    for name in kind.required:
        if fields.get(name) in (None, ""):
            return Complaint(MISSING_VALUE, name, f"{kind.label_of(name)} ({name}) is required and empty")
    return None


def _check_storable(name: str, value: JsonValue) -> Complaint | None:
    """Refuse what no database can hold, in any field: NUL characters, half characters, numbers that are none."""
    if isinstance(value, str) and ("\x00" in value or not _is_unicode(value)):
        return Complaint(BAD_VALUE, name, f"{name} holds a character that is none")
    if isinstance(value, float) and not math.isfinite(value):
        return Complaint(BAD_VALUE, name, f"{name} must be a finite number, not {value!r}")
    return None


def _check_length(kind: SppType, name: str, value: JsonValue) -> Complaint | None:
    """Refuse what no index can hold."""
    if len(name) > LONGEST_FIELD_NAME:
        return Complaint(
            UNKNOWN_FIELD,
            name[:LONGEST_FIELD_NAME],
            f"a field's name has at most {LONGEST_FIELD_NAME} characters",
        )
    if name in {kind.name_field, kind.netsuite_id_field} and len(str(value)) > LONGEST_KEY:
        return Complaint(
            BAD_VALUE, name, f"{kind.label_of(name)} ({name}) has at most {LONGEST_KEY} characters"
        )
    return None


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _check_value(field: SppField, value: JsonValue) -> Complaint | None:
    match field.kind:
        case SppKind.FLAG:
            good = isinstance(value, bool)
            code, wanted = BAD_CHECK_BOX, "true or false"
        case SppKind.NUMBER:
            good = isinstance(value, int | float) and not isinstance(value, bool)
            code, wanted = BAD_VALUE, "a number"
        case SppKind.DATE:
            good = isinstance(value, str) and _is_date(value)
            code, wanted = BAD_VALUE, "a date like 2026-11-21"
        case SppKind.CHOICE:
            good = value in field.choices
            code, wanted = NOT_ON_LIST, f"one of {', '.join(field.choices)}"
        case SppKind.REFERENCE:
            good = isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 18
            code, wanted = BAD_VALUE, f"the internal id of a {field.refers_to}"
        case SppKind.TEXT:
            good = isinstance(value, str)
            code, wanted = BAD_VALUE, "text"
    if good:
        return None
    return Complaint(code, field.name, f"{field.label} ({field.name}) must be {wanted}, not {value!r}")


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
