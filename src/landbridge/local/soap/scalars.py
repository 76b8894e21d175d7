"""Simple values of the schema: from text, and to text in the account's time zone."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, tzinfo

_DATETIME = re.compile(r"-?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?", re.ASCII)
_DOUBLE = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_LONG = re.compile(r"[+-]?\d+", re.ASCII)
_LONG_LIMIT = 1 << 63
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


class ScalarError(ValueError):
    """The text is not a value of the schema's type."""


def read_boolean(text: str) -> bool:
    """Read ``xsd:boolean``; raises :class:`ScalarError`."""
    try:
        return _BOOLEANS[text]
    except KeyError:
        raise ScalarError(f"{text!r} is not an xsd:boolean") from None


def read_long(text: str) -> int:
    """Read ``xsd:long`` (64 bits); raises :class:`ScalarError`."""
    if not _LONG.fullmatch(text) or len(text) > 20 or not -_LONG_LIMIT <= int(text) < _LONG_LIMIT:
        raise ScalarError(f"{text[:40]!r} is not an xsd:long")
    return int(text)


def read_double(text: str) -> float:
    """Read ``xsd:double``, finite values only; raises :class:`ScalarError`."""
    number = float(text) if _DOUBLE.fullmatch(text) else float("inf")
    if number in {float("inf"), float("-inf")}:
        raise ScalarError(f"{text[:40]!r} is not a finite xsd:double")
    return number


def read_datetime(text: str, zone: tzinfo) -> datetime:
    """Read ``xsd:dateTime`` as an aware UTC instant; without an offset it is taken in ``zone`` (assumed)."""
    if not _DATETIME.fullmatch(text):
        raise ScalarError(f"{text[:40]!r} is not an xsd:dateTime")
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ScalarError(f"{text[:40]!r} is not an xsd:dateTime") from None


def read_date(text: str, zone: tzinfo) -> date:
    """Read a pure date, which travels as an instant of its day in the account's zone."""
    try:
        return read_datetime(text, zone).astimezone(zone).date()
    except OverflowError:
        raise ScalarError(f"{text[:40]!r} is not a date of the account's time zone") from None


def write_boolean(value: bool) -> str:
    """Write ``xsd:boolean``."""
    return "true" if value else "false"


def write_datetime(value: datetime, zone: tzinfo) -> str:
    """Write an instant with milliseconds and the offset of ``zone`` (observed: ``2021-07-07T09:49:51.000-07:00``)."""
    return value.astimezone(zone).isoformat(timespec="milliseconds")


def write_date(value: date, zone: tzinfo) -> str:
    """Write a pure date as midnight of ``zone`` (observed)."""
    return datetime(value.year, value.month, value.day, tzinfo=zone).isoformat(timespec="milliseconds")
