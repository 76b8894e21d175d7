"""TO_CHAR and TO_DATE: Oracle's format models for dates and numbers."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from landbridge.local.suiteql.errors import QueryRefused

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

_TOKEN = re.compile(
    r'"[^"]*"|FM|FX|YYYY|RRRR|IYYY|YYY|YY|RR|MONTH|MON|MM|MI|DDD|DAY|DD|DY|D|HH24|HH12|HH|SSSSS|SS|FF\d?|AM|PM|A\.M\.|P\.M\.|IW|WW|Q|W|J|T'
    r"|[-/,.;:\s]+",
    re.IGNORECASE,
)

_WRITE: dict[str, Callable[[datetime], str]] = {
    "YYYY": lambda value: f"{value.year:04d}",
    "RRRR": lambda value: f"{value.year:04d}",
    "IYYY": lambda value: f"{value.isocalendar().year:04d}",
    "YYY": lambda value: f"{value.year:04d}"[1:],
    "YY": lambda value: f"{value.year:04d}"[2:],
    "RR": lambda value: f"{value.year:04d}"[2:],
    "MM": lambda value: f"{value.month:02d}",
    "DD": lambda value: f"{value.day:02d}",
    "DDD": lambda value: f"{value.timetuple().tm_yday:03d}",
    "D": lambda value: str(value.isoweekday() % 7 + 1),
    "HH24": lambda value: f"{value.hour:02d}",
    "HH12": lambda value: f"{value.hour % 12 or 12:02d}",
    "HH": lambda value: f"{value.hour % 12 or 12:02d}",
    "MI": lambda value: f"{value.minute:02d}",
    "SS": lambda value: f"{value.second:02d}",
    "SSSSS": lambda value: f"{value.hour * 3600 + value.minute * 60 + value.second:05d}",
    "FF": lambda value: f"{value.microsecond:06d}",
    "Q": lambda value: str((value.month + 2) // 3),
    "W": lambda value: str((value.day + 6) // 7),
    "WW": lambda value: f"{(value.timetuple().tm_yday + 6) // 7:02d}",
    "IW": lambda value: f"{value.isocalendar().week:02d}",
    "J": lambda value: str(value.toordinal() + 1721425),
    "T": lambda _: "T",
}
_NAMES: dict[str, Callable[[datetime], str]] = {
    "MONTH": lambda value: MONTHS[value.month - 1],
    "MON": lambda value: MONTHS[value.month - 1][:3],
    "DAY": lambda value: DAYS[value.weekday()],
    "DY": lambda value: DAYS[value.weekday()][:3],
}
_WIDEST = {"MONTH": 9, "DAY": 9}
"""Names that are filled up with blanks unless FM stands before them."""

_READ = {
    "YYYY": r"(?P<year>\d{4})",
    "RRRR": r"(?P<year>\d{4})",
    "YY": r"(?P<short>\d{2})",
    "RR": r"(?P<short>\d{2})",
    "MM": r"(?P<month>\d{1,2})",
    "MON": r"(?P<name>[A-Za-z]{3,9})",
    "MONTH": r"(?P<name>[A-Za-z]{3,9})",
    "DD": r"(?P<day>\d{1,2})",
    "HH24": r"(?P<hour>\d{1,2})",
    "HH12": r"(?P<hour>\d{1,2})",
    "HH": r"(?P<hour>\d{1,2})",
    "MI": r"(?P<minute>\d{1,2})",
    "SS": r"(?P<second>\d{1,2})",
    "FF": r"\d{1,9}",
    "AM": r"(?P<half>[AaPp]\.?[Mm]\.?)",
    "T": "T",
}


def _tokens(model: str) -> list[str]:
    tokens: list[str] = []
    position = 0
    while position < len(model):
        found = _TOKEN.match(model, position)
        if found is None:
            raise QueryRefused(f"Search error occurred: Date format not recognized: '{model[:60]}'.")
        tokens.append(found.group())
        position = found.end()
    return tokens


def _key(token: str) -> str:
    key = token.upper()
    if key in ("PM", "A.M.", "P.M."):
        return "AM"
    return "FF" if key.startswith("FF") else key


def write_date(value: datetime, model: str) -> str:
    """Write a date by a format model (``YYYY-MM-DD HH24:MI:SS``). Raises ``QueryRefused`` for an unknown one."""
    parts: list[str] = []
    filled = True
    for token in _tokens(model):
        key = _key(token)
        if key == "FM":
            filled = not filled
        elif key == "AM":
            half = "AM" if value.hour < 12 else "PM"
            parts.append(f"{half[0]}.M." if "." in token else half)
        elif key in _NAMES:
            name = _NAMES[key](value)
            name = name.upper() if token.isupper() else name.lower() if token.islower() else name
            parts.append(name.ljust(_WIDEST.get(key, 0)) if filled else name)
        elif key in _WRITE:
            text = _WRITE[key](value)
            parts.append(text if filled or not text.isdigit() else text.lstrip("0") or "0")
        elif key != "FX":
            parts.append(token.strip('"'))
    return "".join(parts)


def read_date(text: str, model: str, today: datetime) -> datetime:
    """Read a text by a format model; what it does not say is the first of this month, midnight (Oracle).

    Raises ``QueryRefused`` for a text that does not fit.
    """
    pattern = ""
    for token in _tokens(model):
        key = _key(token)
        if key in ("FM", "FX"):
            continue
        if key in _WRITE or key in _NAMES or key == "AM":
            if key not in _READ:
                raise QueryRefused(f"Search error occurred: Date format cannot be read: '{token}'.")
            pattern += _READ[key]
        else:
            pattern += r"[-/,.;:\s]*" if token[0] != '"' else re.escape(token.strip('"'))
    try:
        found = re.fullmatch(pattern + r"\s*", text.strip())
        if found is None:
            raise ValueError
        return _built(found.groupdict(), today)
    except (ValueError, re.error):
        raise QueryRefused(
            f"Search error occurred: The date '{text[:60]}' does not match the format '{model[:60]}'."
        ) from None


def _built(parts: dict[str, str | None], today: datetime) -> datetime:
    year = int(parts.get("year") or today.year)
    short = parts.get("short")
    if short:
        year = 2000 + int(short) if int(short) < 50 else 1900 + int(short)
    name = parts.get("name")
    if name:
        month = [known.lower()[:3] for known in MONTHS].index(name.lower()[:3]) + 1
    else:
        month = int(parts.get("month") or today.month)
    hour = int(parts.get("hour") or 0)
    half = parts.get("half")
    if half:
        if not 1 <= hour <= 12:
            raise ValueError
        hour = hour % 12 + (12 if half[0] in "Pp" else 0)
    return datetime(  # noqa: DTZ001 - Oracle's DATE has no zone
        year,
        month,
        int(parts.get("day") or 1),
        hour,
        int(parts.get("minute") or 0),
        int(parts.get("second") or 0),
    )


_NUMBER_MODEL = re.compile(r"(FM)?(\$)?([90,G]*)(?:[.D]([90]*))?", re.IGNORECASE)


def write_number(value: float, model: str) -> str:
    """Write a number by a format model of ``9 0 , . $ FM``. Raises ``QueryRefused`` for any other."""
    found = _NUMBER_MODEL.fullmatch(model)
    if found is None or not (found[3] or found[4]):
        raise QueryRefused(f"Search error occurred: Number format not recognized: '{model[:60]}'.")
    filled, dollar, whole_model, places = not found[1], found[2] or "", found[3].upper(), found[4] or ""
    rounded = Decimal(repr(value)).quantize(Decimal(1).scaleb(-len(places)), ROUND_HALF_UP)
    whole, _, fraction = f"{abs(rounded):f}".partition(".")
    digits = whole_model.replace(",", "").replace("G", "")
    least = len(digits) - digits.index("0") if "0" in digits else 0
    whole = whole.lstrip("0").rjust(least, "0")
    if len(whole) > len(digits):
        return "#" * (len(model) + 1)
    if "," in whole_model or "G" in whole_model:
        whole = _grouped(whole, whole_model)
    if not filled and fraction:
        least_places = places.rfind("0") + 1
        fraction = fraction[:least_places] + fraction[least_places:].rstrip("0")
    point = "." if places and (fraction or filled) else ("." if found[4] is not None else "")
    text = f"{'-' if rounded < 0 else ''}{dollar}{whole}{point}{fraction}"
    width = len(whole_model) + len(dollar) + 1 + (len(places) + 1 if found[4] is not None else 0)
    return text.rjust(width) if filled else text


def _grouped(whole: str, model: str) -> str:
    """Put the model's commas between digits, from the right."""
    written: list[str] = []
    digits = list(whole)
    for mark in reversed(model):
        if not digits:
            break
        written.append("," if mark in ",G" else digits.pop())
    return "".join(reversed(written)).lstrip(",")
