"""Dates and numbers as texts in the account's formats (N/format, search results)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from landbridge.local.scripting.errors import ScriptError

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_TOKENS = {
    "YYYY": r"(?P<year>\d{4})",
    "Mon": r"(?P<name>[A-Za-z]{3})",
    "MM": r"(?P<month>\d{1,2})",
    "M": r"(?P<month>\d{1,2})",
    "DD": r"(?P<day>\d{1,2})",
    "D": r"(?P<day>\d{1,2})",
}
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(am|pm)?", re.IGNORECASE)
_TOKEN = re.compile(r"YYYY|Mon|MM|M|DD|D")


@dataclass(frozen=True, slots=True)
class Formats:
    """`date_format` and `time_format` are NetSuite patterns such as `M/D/YYYY` and `h:mm a`; `zone` the account's."""

    date_format: str
    zone: ZoneInfo
    time_format: str = "h:mm a"

    def text(self, value: date) -> str:
        """Return a date as `7/4/2026`, an instant (aware) as `7/4/2026 3:05 pm` in the account's zone."""
        if not isinstance(value, datetime):
            return self._date_text(value)
        local = value.astimezone(self.zone)
        return f"{self._date_text(local.date())} {self._time_text(local)}"

    def date_of(self, text: str) -> date:
        """Return the date that `text` begins with. Raises :class:`ScriptError` INVALID_DATE."""
        pattern = _TOKEN.sub(lambda token: _TOKENS[token.group()], re.escape(self.date_format))
        found = re.match(pattern, text.strip())
        try:
            if found is not None:
                return date(int(found["year"]), _month(found), int(found["day"]))
            return date.fromisoformat(text.strip()[:10])
        except ValueError:
            raise ScriptError(
                "INVALID_DATE", f"The date {text!r} is not in the format {self.date_format}."
            ) from None

    def instant_of(self, text: str, zone: ZoneInfo | None = None) -> datetime:
        """Return the instant that a date and time of day in `zone` (the account's) mean; midnight without a time."""
        day = self.date_of(text)
        found = _TIME.search(text)
        hour, minute, second = (int(found[1]), int(found[2]), int(found[3] or 0)) if found else (0, 0, 0)
        if found and found[4]:
            hour = hour % 12 + (12 if found[4].lower() == "pm" else 0)
        try:
            local = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=zone or self.zone)
        except ValueError:
            raise ScriptError("INVALID_DATE", f"The time in {text!r} is not valid.") from None
        return local.astimezone(UTC)

    def zone_named(self, name: str) -> ZoneInfo:
        """Return a zone by its IANA name, the account's for an empty name. Raises :class:`ScriptError`."""
        if not name:
            return self.zone
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError):
            raise ScriptError("INVALID_TIMEZONE", f"There is no time zone {name}.") from None

    def _time_text(self, local: datetime) -> str:
        if "a" not in self.time_format:
            return f"{local.hour}:{local.minute:02d}"
        return f"{local.hour % 12 or 12}:{local.minute:02d} {'am' if local.hour < 12 else 'pm'}"

    def _date_text(self, value: date) -> str:
        parts = {
            "YYYY": f"{value.year:04d}",
            "Mon": _MONTHS[value.month - 1],
            "MM": f"{value.month:02d}",
            "M": str(value.month),
            "DD": f"{value.day:02d}",
            "D": str(value.day),
        }
        return _TOKEN.sub(lambda token: parts[token.group()], self.date_format)


def _month(found: re.Match[str]) -> int:
    """Return the month of a date that was recognized. Raises ``ValueError`` for a name that is none."""
    parts = found.groupdict()
    return int(parts["month"]) if "month" in parts else _MONTHS.index(parts["name"].title()) + 1
