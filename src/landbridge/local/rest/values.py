"""Values of fields as JSON sends them. ``Unfit`` is raised for what a field cannot hold."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from landbridge.recordtypes import Kind

_DURATION = re.compile(r"(-?)(\d{1,9}):([0-5]\d)")
_NUMBER = re.compile(r"-?\d{1,18}(\.\d{1,12})?")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class Unfit(ValueError):  # noqa: N818 - named for what it is
    """A value that the field cannot hold."""


def _text(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise Unfit
    if isinstance(value, float) and not math.isfinite(value):
        raise Unfit
    return f"{value:g}" if isinstance(value, float) and value.is_integer() else str(value)


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Unfit
    return value


def _number(value: Any) -> float:
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        return float(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise Unfit
    try:
        found = float(value)
    except OverflowError:  # JSON's whole numbers have no end
        raise Unfit from None
    if not math.isfinite(found):
        raise Unfit
    return found


def _whole(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    number = _number(value)
    if not number.is_integer():
        raise Unfit
    return int(number)


def _day(value: Any) -> date:
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        raise Unfit
    found: date = _parsed(date.fromisoformat, value)
    return found


def _instant(value: Any) -> datetime:
    if not isinstance(value, str):
        raise Unfit
    found: datetime = _parsed(datetime.fromisoformat, value)
    if found.tzinfo is None:
        raise Unfit
    try:
        return found.astimezone(UTC)
    except OverflowError:
        raise Unfit from None


def _duration(value: Any) -> float:
    """Hours, as ``h:mm`` or as a number."""
    match = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return _number(value)
    hours = int(match[2]) + int(match[3]) / 60
    return -hours if match[1] else hours


def _parsed(parse: Callable[[str], Any], text: str) -> Any:
    try:
        return parse(text)
    except ValueError:
        raise Unfit from None


PLAIN: dict[Kind, Callable[[Any], Any]] = {
    Kind.STRING: _text,
    Kind.BOOLEAN: _boolean,
    Kind.INTEGER: _whole,
    Kind.DOUBLE: _number,
    Kind.DATE: _day,
    Kind.DATETIME: _instant,
    Kind.DURATION: _duration,
}
"""Reading a value, by kind. A number may come as a text and a text as a number (assumed)."""


def plain(kind: Kind, value: Any) -> Any:
    """Return a value as the account stores it. Raises ``Unfit``."""
    return PLAIN[kind](value)
