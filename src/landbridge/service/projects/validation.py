"""What the built-in account accepts: known fields, values of the field's kind, filled required fields.

Codes are SuiteProjects Pro's (fact sheet 7.6) where it has one for the situation; the choice of code is assumed. A reason ends in
``, not`` and the value, so that a sensitive value can be masked in it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from landbridge.service.ports import JsonValue
from landbridge.service.projects.currencies import CURRENCY_CODES
from landbridge.service.projects.record_types import (
    CUSTOM_ENDING,
    LONGEST_NOTES,
    SppField,
    SppKind,
    SppType,
)
from landbridge.service.record_ids import is_record_id

UNKNOWN_FIELD = 602
BAD_VALUE = 2002
MISSING_VALUE = 2001
BAD_CHECK_BOX = 1100
NOT_ON_LIST = 1101
TWO_NODES = 1051

LONGEST_FIELD_NAME = 100
LONGEST_KEY = 255
"""Characters of a name, a number or a NetSuite id (assumed)."""
LONGEST_EMAIL = 254
"""RFC 5321, 4.5.3.1.3: a path has 256 characters with its angle brackets."""
LONGEST_QUOTED = 60
LONGEST_UNCHECKED = 75
"""No field takes fewer characters than this."""
LONGEST_AMOUNT = 10**13
"""Beyond it a JSON number does not keep thousandths."""

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")


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
    """Refuse what the column, or no index, can hold."""
    if len(name) > LONGEST_FIELD_NAME:
        return Complaint(
            UNKNOWN_FIELD,
            name[:LONGEST_FIELD_NAME],
            f"a field's name has at most {LONGEST_FIELD_NAME} characters",
        )
    text = value if isinstance(value, str) else str(value)
    if len(text) <= LONGEST_UNCHECKED:
        return None
    longest = _longest(kind, name)
    return _too_long(kind, name, text, longest) if len(text) > longest else None


def _longest(kind: SppType, name: str) -> int:
    """Return how many characters the field takes."""
    declared = kind.field(name)
    if name == kind.name_field or kind.is_netsuite_id(name) or kind.is_further_key(name):
        return min(LONGEST_KEY, declared.longest) if declared else LONGEST_KEY
    if declared is None:
        return LONGEST_NOTES
    if declared.kind is SppKind.EMAIL:
        return LONGEST_EMAIL
    return LONGEST_NOTES if declared.many else declared.longest


def _too_long(kind: SppType, name: str, text: str, longest: int) -> Complaint:
    shown = f"{text[:LONGEST_QUOTED]!r}… ({len(text)} characters)"
    reason = f"{kind.label_of(name)} ({name}) must be of at most {longest} characters, not {shown}"
    return Complaint(BAD_VALUE, name, reason)


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _check_value(field: SppField, value: JsonValue) -> Complaint | None:
    good, code, wanted = _judged(field, value)
    if good:
        return None
    return Complaint(code, field.name, f"{field.label} ({field.name}) must be {wanted}, not {value!r}")


def _judged(field: SppField, value: JsonValue) -> tuple[bool, int, str]:
    """Return whether the value is of the field's kind, else the code and what it must be."""
    code = BAD_VALUE
    match field.kind:
        case SppKind.FLAG:
            good, code, wanted = isinstance(value, bool), BAD_CHECK_BOX, "true or false"
        case SppKind.NUMBER:
            good, wanted = _is_number(value), "a number"
        case SppKind.MONEY | SppKind.HOURS:
            good = _is_number(value) and abs(float(value or 0)) < LONGEST_AMOUNT
            wanted = f"a number below {LONGEST_AMOUNT:,}"
        case SppKind.DATE:
            good, wanted = isinstance(value, str) and _is_date(value), "a date like 2026-11-21"
        case SppKind.CHOICE:
            code = field.missing_code or NOT_ON_LIST
            good, wanted = value in field.choices, f"one of {', '.join(field.choices)}"
        case SppKind.REFERENCE:
            good = _is_reference(field, value)
            wanted = f"{'internal ids of' if field.many else 'the internal id of a'} {field.refers_to}"
        case SppKind.CURRENCY:
            good = isinstance(value, str) and (value == "" or value in CURRENCY_CODES)
            wanted = "an ISO 4217 code like EUR"
        case SppKind.EMAIL:
            good = isinstance(value, str) and (not value or _EMAIL.fullmatch(value) is not None)
            wanted = "an e-mail address"
        case SppKind.TEXT:
            good, wanted = isinstance(value, str), "text"
    return good, code, wanted


def _is_number(value: JsonValue) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_reference(field: SppField, value: JsonValue) -> bool:
    if not isinstance(value, str):
        return False
    return all(is_record_id(one) for one in value.split(",")) if field.many else is_record_id(value)


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
