"""Single values as JSON has them, both ways (help section_1545141500, *Using Datetime Fields*)."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from landbridge.recordtypes import Kind

_DURATION = re.compile(r"(-?)(\d{1,9}):([0-5]\d)(?::[0-5]\d)?")


def decode_text(value: Any) -> str:
    """Read a text; REST has numbers where SOAP has the text of one, such as a rate."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("is no text")
    return str(int(value)) if float(value).is_integer() else repr(value)


def decode_rate(value: Any) -> str:
    """Read a rate into the text that SOAP has, which has two decimals or more (observed); a text, such as a percentage, stays."""
    if isinstance(value, str):
        return value
    number = decode_double(value)
    short = f"{number:.2f}"
    return short if float(short) == number else decode_text(number)


def decode_boolean(value: Any) -> bool:
    """Read a check box."""
    if not isinstance(value, bool):
        raise ValueError("is no boolean")
    return value


def decode_integer(value: Any) -> int:
    """Read a whole number; NetSuite writes some as a text or with a point."""
    number = decode_double(value) if isinstance(value, float) else value
    if isinstance(number, float):
        if not number.is_integer():
            raise ValueError("is no whole number")
        return int(number)
    if isinstance(number, bool) or not isinstance(number, int | str):
        raise ValueError("is no whole number")
    return int(number)


def decode_double(value: Any) -> float:
    """Read a number, also one that is written as a text."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError("is no number")
    try:
        number = float(value)
    except OverflowError:  # JSON's whole numbers have no end
        raise ValueError("is too large a number") from None
    if not math.isfinite(number):
        raise ValueError("is no finite number")
    return number


def decode_date(value: Any) -> date:
    """Read a day; a time of day after it is left out."""
    if not isinstance(value, str) or (len(value) > 10 and value[10] not in "T "):
        raise ValueError("is no date")
    return date.fromisoformat(value[:10])


def decode_datetime(value: Any) -> datetime:
    """Read an instant into UTC, which it is in without an offset."""
    if not isinstance(value, str):
        raise ValueError("is no instant")
    moment = datetime.fromisoformat(value)
    try:
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("is no instant") from None


def decode_duration(value: Any) -> float:
    """Read ``h:mm`` into hours, or a number of hours."""
    match = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return decode_double(value)
    hours = (int(match[2]) * 60 + int(match[3])) / 60
    return -hours if match[1] else hours


DECODERS: dict[Kind, Callable[[Any], Any]] = {
    Kind.STRING: decode_text,
    Kind.BOOLEAN: decode_boolean,
    Kind.INTEGER: decode_integer,
    Kind.DOUBLE: decode_double,
    Kind.DATE: decode_date,
    Kind.DATETIME: decode_datetime,
    Kind.DURATION: decode_duration,
}
"""How JSON of each scalar kind is read; every decoder raises ``ValueError`` for what is not of its kind."""


def encode_text(value: object) -> str:
    """Write a text; ``TypeError`` for anything else, ``ValueError`` for half a surrogate pair, which JSON cannot carry."""
    if not isinstance(value, str):
        raise TypeError("needs text")
    value.encode()
    return value


def encode_boolean(value: object) -> bool:
    """Write a check box."""
    if not isinstance(value, bool):
        raise TypeError("needs a boolean")
    return value


def encode_integer(value: object) -> int:
    """Write a whole number."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError("needs a whole number")
    return value


def encode_double(value: object) -> float:
    """Write a number; ``ValueError`` for NaN and infinities, which JSON does not know."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError("needs a number")
    if not math.isfinite(value):
        raise ValueError("a number must be finite")
    return float(value)


def encode_date(value: object) -> str:
    """Write a day as ``YYYY-MM-DD``."""
    if isinstance(value, datetime) or not isinstance(value, date):
        raise TypeError("needs a date without a time")
    return value.isoformat()


def encode_datetime(value: object) -> str:
    """Write an aware instant in UTC with ``Z``, to the second."""
    if not isinstance(value, datetime):
        raise TypeError("needs an aware instant")
    if value.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    moment = value.astimezone(UTC).replace(tzinfo=None)
    return f"{moment.isoformat(timespec='seconds')}Z"


def encode_duration(value: object) -> str:
    """Write hours as ``h:mm``, to the minute."""
    hours = encode_double(value)
    minutes = round(abs(hours) * 60)
    return f"{'-' if hours < 0 and minutes else ''}{minutes // 60}:{minutes % 60:02d}"


ENCODERS: dict[Kind, Callable[[object], Any]] = {
    Kind.STRING: encode_text,
    Kind.BOOLEAN: encode_boolean,
    Kind.INTEGER: encode_integer,
    Kind.DOUBLE: encode_double,
    Kind.DATE: encode_date,
    Kind.DATETIME: encode_datetime,
    Kind.DURATION: encode_duration,
}
"""How a value of each scalar kind is written; every encoder raises ``TypeError`` or ``ValueError`` for what is not of its kind."""
