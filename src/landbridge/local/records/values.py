"""Values of fields: accepted Python types by kind, and their form in the stored JSON document."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from landbridge.local.records.errors import RecordError
from landbridge.local.records.shapes import Shape
from landbridge.recordtypes import Field, Kind

_UNWRITABLE = re.compile("[\0\ud800-\udfff]")
"""Half of a surrogate pair is no character: neither a database nor a page can hold it."""

LONGEST_TEXT = 1_000_000
"""Characters of a text value (NetSuite: 300 for most, a million for long text; field lengths are not published)."""


_ADDRESS = r"[^@\s,;]+@[^@\s.,;]+(\.[^@\s.,;]+)+"
_FORMS = {
    "email": (re.compile(_ADDRESS), "INVALID_EMAIL"),
    "emails": (re.compile(rf"{_ADDRESS}(\s*[,;]\s*{_ADDRESS})*"), "INVALID_EMAIL"),
    "url": (re.compile(r"(https?|ftp|file)://\S+|/\S*"), "INVALID_URL"),
}
"""Form of a text -> what it matches and the code of the refusal (codes from the schema, forms assumed)."""

YEARS = range(1001, 9999)
"""Years that dates and instants may have (assumed): all written with four digits, in every time zone."""


LONGEST_EXTERNAL_ID = 250

LARGEST = 1e15
"""No number of a standard field, positive or negative, reaches this: fifteen digits before the point (assumed)."""

POSITIVE = frozenset({"exchangeRate", "expenseReportExchangeRate", "fxRate"})
NOT_NEGATIVE = frozenset({"estimatedWork", "plannedWork"})
"""Standard fields with a bound of their own, on records and lines (assumed)."""


def instant_text(instant: datetime) -> str:
    """Write an aware instant so that texts order as instants do: UTC, fixed width, milliseconds."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def instant_of(text: str) -> datetime:
    """Read what ``instant_text`` wrote."""
    return datetime.fromisoformat(text)


def is_text(value: object) -> bool:
    """Say whether ``value`` is a text that a record can keep."""
    return isinstance(value, str) and len(value) <= LONGEST_TEXT and _UNWRITABLE.search(value) is None


def _shown(value: object) -> str:
    try:
        text = str(value)
    except ValueError:  # Python writes no whole number of thousands of digits
        return "(a number beyond measure)"
    return text[:60].encode("utf-8", "replace").decode()


def _wrong(field: Field, value: object) -> RecordError:
    shown = _shown(value)
    return RecordError(
        "INVALID_FLD_VALUE", f"Invalid value {shown!r} for field {field.name}.", field=field.name
    )


def _text(field: Field, value: object) -> str:
    if not isinstance(value, str) or not is_text(value):
        raise _wrong(field, value)
    if field.longest and len(value) > field.longest:
        raise _too_long(field.name, field.longest)
    form = _FORMS.get(field.format)
    if form is not None and form[0].fullmatch(value) is None:
        raise RecordError(form[1], f"Invalid value {value[:60]!r} for field {field.name}.", field=field.name)
    return value


def check_external_id(external_id: str) -> None:
    """Raise ``RecordError`` INVALID_FLD_VALUE or EXCEEDED_MAX_FIELD_LENGTH for what can be no external id (length assumed)."""
    if not is_text(external_id):
        raise RecordError("INVALID_FLD_VALUE", "The external ID is no text that can be kept.")
    if len(external_id) > LONGEST_EXTERNAL_ID:
        raise _too_long("externalId", LONGEST_EXTERNAL_ID)


def _too_long(name: str, longest: int) -> RecordError:
    return RecordError(
        "EXCEEDED_MAX_FIELD_LENGTH",
        f"The field {name} contained more than the maximum number ( {longest} ) of characters allowed.",
        field=name,
    )


def _number(field: Field, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise _wrong(field, value)
    try:
        found = float(value)
    except OverflowError:
        raise _wrong(field, value) from None
    if not math.isfinite(found) or not (field.name.startswith("cust") or _is_fit(field.name, found)):
        raise _wrong(field, value)
    return found


def _is_fit(name: str, number: float) -> bool:
    """Say whether a number lies within the bounds of a standard field."""
    least = 0 if name in NOT_NEGATIVE else -LARGEST
    return abs(number) < LARGEST and (number > 0 if name in POSITIVE else number >= least)


def _integer(field: Field, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not -(2**63) <= value < 2**63:
        raise _wrong(field, value)
    return value


def is_internal_id(text: str) -> bool:
    """Say whether a text can be an internal id: ASCII digits, few enough for the tables."""
    return text.isascii() and text.isdigit() and len(text) <= 18


def _boolean(field: Field, value: object) -> bool:
    if not isinstance(value, bool):
        raise _wrong(field, value)
    return value


def _date(field: Field, value: object) -> date:
    if isinstance(value, datetime) or not isinstance(value, date) or value.year not in YEARS:
        raise _wrong(field, value)
    return value


def _instant(field: Field, value: object) -> datetime:
    if not isinstance(value, datetime) or value.tzinfo is None or value.year not in YEARS:
        raise _wrong(field, value)
    return value.astimezone(UTC)


def _choice(field: Field, value: object) -> str:
    if not isinstance(value, str) or value not in field.values:
        raise _wrong(field, value)
    return value


def _reference(field: Field, value: object) -> str:
    if not isinstance(value, str) or not is_internal_id(value):
        raise RecordError(
            "INVALID_KEY_OR_REF", f"Invalid {field.name} reference key {str(value)[:60]}.", field=field.name
        )
    return str(int(value))


def _references(field: Field, value: object) -> list[str]:
    if not isinstance(value, (list, tuple)):
        raise _wrong(field, value)
    return list(dict.fromkeys(_reference(field, one) for one in value))


_CHECKS: dict[Kind, Callable[[Field, object], Any]] = {
    Kind.STRING: _text,
    Kind.BOOLEAN: _boolean,
    Kind.INTEGER: _integer,
    Kind.DOUBLE: _number,
    Kind.DURATION: _number,
    Kind.DATE: _date,
    Kind.DATETIME: _instant,
    Kind.ENUM: _choice,
    Kind.REF: _reference,
    Kind.REF_LIST: _references,
}


def checked(field: Field, value: object) -> Any:
    """Return ``value`` as the field holds it. Raises ``RecordError`` INVALID_FLD_VALUE or INVALID_KEY_OR_REF."""
    if field.kind is Kind.ENUM and not field.values:
        return _text(field, value)
    return _CHECKS[field.kind](field, value)


def checked_part(shape: Shape, given: object, where: str) -> dict[str, Any]:
    """Return a line or a complex value as it is kept, empty fields left out.

    Read-only columns are left out too: clients send lines back as they have read them (assumed). Raises ``RecordError`` naming ``where`` and the field: INVALID_KEY_OR_REF, INVALID_FLD_VALUE.
    """
    if not isinstance(given, Mapping):
        raise RecordError("INVALID_FLD_VALUE", f"Invalid value for {where}.", field=where)
    accepted: dict[str, Any] = {}
    for name, value in given.items():
        path = f"{where}.{name}"
        if name in shape.lists:
            accepted[name] = checked_lines(shape.lists[name], value, path)
        elif name in shape.parts:
            accepted[name] = None if value is None else checked_part(shape.parts[name], value, path)
        elif name not in shape.fields:
            raise RecordError("INVALID_KEY_OR_REF", f"{where} has no field {name}.", field=path)
        elif not shape.fields[name].computed and value is not None and value != "":
            accepted[name] = checked(shape.fields[name], value)
    return {name: value for name, value in accepted.items() if value is not None}


def checked_lines(shape: Shape, given: object, where: str) -> list[dict[str, Any]]:
    """Return the lines of a sublist as they are kept. Raises ``RecordError`` as ``checked_part``."""
    if given is None:
        return []
    if not isinstance(given, (list, tuple)):
        raise RecordError("INVALID_FLD_VALUE", f"Invalid value for {where}.", field=where)
    return [checked_part(shape, line, where) for line in given]


def encoded(value: Any) -> Any:
    """Return the JSON form of a stored value."""
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: encoded(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [encoded(one) for one in value]
    return value


def decoded(kind: Kind, value: Any) -> Any:
    """Return the Python value of a stored JSON form that is no complex type."""
    if kind is Kind.DATETIME:
        return instant_of(value)
    if kind is Kind.DATE:
        return date.fromisoformat(value)
    return value


def decoded_part(shape: Shape, document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a stored document or of a part of one; names that nobody knows any more are left out."""
    values: dict[str, Any] = {}
    fields, lists, parts = shape.fields, shape.lists, shape.parts
    for name, value in document.items():
        field = fields.get(name)
        if field is None:
            if name in lists:
                line = lists[name]
                values[name] = [decoded_part(line, one) for one in value]
        elif name in parts:
            values[name] = decoded_part(parts[name], value)
        else:
            kind = field.kind
            # Most values are as they are kept: a call for each of them would cost a page a tenth of its time.
            values[name] = decoded(kind, value) if kind is Kind.DATETIME or kind is Kind.DATE else value
    return values


def from_json(field: Field, value: Any) -> Any:
    """Return the value that a JSON body means: dates and instants as ISO 8601 texts, references as digits.

    Raises ``RecordError`` like ``checked``.
    """
    if value is None:
        return None
    try:
        if field.kind is Kind.DATE and isinstance(value, str):
            value = date.fromisoformat(value)
        elif field.kind is Kind.DATETIME and isinstance(value, str):
            value = datetime.fromisoformat(value)
        elif field.kind is Kind.REF and isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
    except ValueError as error:
        raise _wrong(field, value) from error
    return checked(field, value)


def to_json(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values as JSON has them."""
    return {name: encoded(value) for name, value in values.items()}
