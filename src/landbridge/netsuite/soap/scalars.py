"""Single values as SOAP text, both ways."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, date, datetime
from xml.sax.saxutils import escape, quoteattr

from landbridge.netsuite.records import Value
from landbridge.recordtypes import Kind

_BOOLEANS = {"true": True, "false": False, "1": True, "0": False}
_LEGAL_CONTROLS = frozenset("\t\n\r")


def text(value: str) -> str:
    """Escape element content; ``ValueError`` for characters that XML 1.0 cannot carry."""
    _require_xml(value)
    return escape(value, {"\r": "&#13;"})


def attribute(value: str) -> str:
    """Escape and quote an attribute's value."""
    _require_xml(value)
    return quoteattr(value)


def encode_datetime(moment: datetime) -> str:
    """Write an aware instant in UTC with milliseconds; ``ValueError`` for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def encode_date(day: date) -> str:
    """Write a calendar day as noon in UTC, which is the same day in every zone from -12 to +11 (assumed)."""
    return f"{day.isoformat()}T12:00:00.000Z"


def encode_boolean(value: bool) -> str:
    """Write ``true`` or ``false``."""
    return "true" if value else "false"


def encode_double(value: float) -> str:
    """Write a finite number; ``ValueError`` for NaN and infinities, which NetSuite does not know."""
    if not math.isfinite(value):
        raise ValueError("a number must be finite")
    return repr(float(value))


def decode_boolean(raw: str) -> bool:
    """Read an xsd:boolean; ``ValueError`` otherwise."""
    try:
        return _BOOLEANS[raw.strip()]
    except KeyError:
        raise ValueError(f"not a boolean: {raw[:20]!r}") from None


def decode_datetime(raw: str) -> datetime:
    """Read an xsd:dateTime into UTC. Without an offset it is taken as UTC (getServerTime is in GMT by the help)."""
    moment = datetime.fromisoformat(raw.strip())
    try:
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"not an instant of this calendar: {raw[:40]!r}") from None


def decode_date(raw: str) -> date:
    """Read the calendar day of an instant in the offset it is written in, which is the account's own."""
    return date.fromisoformat(raw.strip()[:10])


def decode_custom_date(raw: str) -> Value:
    """Read a date of a custom field: date and date-time fields share a type; midnight in the account's zone is taken as a day (assumed)."""
    return decode_date(raw) if raw[10:19] == "T00:00:00" else decode_datetime(raw)


DECODERS: dict[Kind, Callable[[str], Value]] = {
    Kind.STRING: str,
    Kind.ENUM: str,
    Kind.BOOLEAN: decode_boolean,
    Kind.INTEGER: int,
    Kind.DOUBLE: float,
    Kind.DATE: decode_date,
    Kind.DATETIME: decode_datetime,
}
"""How the text of each scalar kind is read; every decoder raises ``ValueError`` for text that is not of its kind."""


def _require_xml(value: str) -> None:
    if value.isprintable():
        return
    for letter in value:
        code = ord(letter)
        if (
            (code < 0x20 and letter not in _LEGAL_CONTROLS)
            or 0xD800 <= code <= 0xDFFF
            or code in (0xFFFE, 0xFFFF)
        ):
            raise ValueError(f"text holds U+{code:04X}, which XML cannot carry")
