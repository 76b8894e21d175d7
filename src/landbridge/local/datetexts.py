"""Dates and times as the account writes them: its patterns (``M/D/YYYY``, ``h:mm a``) and its time zone."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

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
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})")


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


def show_instant(
    settings: AccountSettings, value: datetime, *, zone: ZoneInfo | None = None, seconds: bool = True
) -> str:
    """Write an aware instant as date and time of ``zone`` (the account's), to the second or to the minute."""
    local = value.astimezone(zone or settings.zone)
    minutes = f"{local:%M:%S}" if seconds else f"{local:%M}"
    time = f"{local.hour}:{minutes}"
    if "a" in settings.time_format:
        time = f"{local.hour % 12 or 12}:{minutes} {'pm' if local.hour >= 12 else 'am'}"
    return f"{show_date(settings, local.date())} {time}"


def read_date(settings: AccountSettings, text: str) -> date:
    """Read a date in ISO form (what a browser's date field sends) or by the account's pattern.

    Raises ``ValueError`` for anything else.
    """
    found = _ISO.fullmatch(text) or _pattern(settings.date_format).fullmatch(text)
    return _date_of(found, settings, text)


def read_leading_date(settings: AccountSettings, text: str) -> date:
    """Read the date that ``text`` begins with, a time of day may follow. Raises ``ValueError``."""
    found = _ISO.match(text) or _pattern(settings.date_format).match(text)
    return _date_of(found, settings, text)


@cache
def _pattern(date_format: str) -> re.Pattern[str]:
    return re.compile(_TOKEN.sub(lambda token: _PATTERNS[token.group()], re.escape(date_format)))


def _date_of(found: re.Match[str] | None, settings: AccountSettings, text: str) -> date:
    if found is None:
        raise ValueError(f"{text!r} is not a date like {settings.date_format}")
    parts = found.groupdict()
    month = _MONTHS.index(parts["name"].title()) + 1 if "name" in parts else int(parts["month"])
    return date(int(parts["year"]), month, int(parts["day"]))
