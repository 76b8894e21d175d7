"""Dates and times as the account writes them: its patterns (``M/D/YYYY``, ``h:mm a``) and its time zone."""

from __future__ import annotations

import re
from datetime import date, datetime

from landbridge.local.settings import AccountSettings

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_TOKEN = re.compile(r"YYYY|MM|DD|Mon|M|D")
_PATTERNS = {
    "YYYY": r"(?P<year>\d{4})",
    "MM": r"(?P<month>\d{1,2})",
    "M": r"(?P<month>\d{1,2})",
    "Mon": r"(?P<name>[A-Za-z]{3})",
    "DD": r"(?P<day>\d{1,2})",
    "D": r"(?P<day>\d{1,2})",
}


def show_date(settings: AccountSettings, value: date) -> str:
    """Write a date by the account's pattern."""
    texts = {
        "YYYY": f"{value.year:04d}",
        "MM": f"{value.month:02d}",
        "M": str(value.month),
        "Mon": _MONTHS[value.month - 1],
        "DD": f"{value.day:02d}",
        "D": str(value.day),
    }
    return _TOKEN.sub(lambda token: texts[token.group()], settings.date_format)


def show_instant(settings: AccountSettings, value: datetime) -> str:
    """Write an aware instant as date and time of the account's time zone, to the second."""
    local = value.astimezone(settings.zone)
    time = f"{local:%H:%M:%S}"
    if "a" in settings.time_format:
        time = f"{local.hour % 12 or 12}:{local:%M:%S} {'pm' if local.hour >= 12 else 'am'}"
    return f"{show_date(settings, local.date())} {time}"


def read_date(settings: AccountSettings, text: str) -> date:
    """Read a date in ISO form (what a browser's date field sends) or by the account's pattern.

    Raises ``ValueError`` for anything else.
    """
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return date.fromisoformat(text)
    pieces = _TOKEN.split(settings.date_format)
    tokens = _TOKEN.findall(settings.date_format)
    pattern = re.escape(pieces[0]) + "".join(
        _PATTERNS[token] + re.escape(piece) for token, piece in zip(tokens, pieces[1:], strict=True)
    )
    match = re.fullmatch(pattern, text)
    if match is None:
        raise ValueError(f"{text!r} is not a date like {settings.date_format}")
    found = match.groupdict()
    month = _MONTHS.index(found["name"].title()) + 1 if "name" in found else int(found["month"])
    return date(int(found["year"]), month, int(found["day"]))
