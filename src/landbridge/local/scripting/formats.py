"""Dates and times as texts in the account's formats (N/format, search results)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from landbridge.local.datetexts import read_leading_date, show_date, show_instant
from landbridge.local.scripting.errors import ScriptError
from landbridge.local.settings import AccountSettings

_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(am|pm)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Formats:
    """Writes and reads by the account's patterns, in its zone."""

    settings: AccountSettings

    def text(self, value: date, zone: ZoneInfo | None = None) -> str:
        """Return a date as `7/4/2026`, an instant (aware) as `7/4/2026 3:05 pm` in `zone` (the account's)."""
        if isinstance(value, datetime):
            return show_instant(self.settings, value, zone=zone, seconds=False)
        return show_date(self.settings, value)

    def date_of(self, text: str) -> date:
        """Return the date that `text` begins with. Raises :class:`ScriptError` INVALID_DATE."""
        try:
            return read_leading_date(self.settings, text.strip())
        except ValueError:
            raise ScriptError(
                "INVALID_DATE", f"The date {text!r} is not in the format {self.settings.date_format}."
            ) from None

    def instant_of(self, text: str, zone: ZoneInfo | None = None) -> datetime:
        """Return the instant that a date and time of day in `zone` (the account's) mean; midnight without a time."""
        day = self.date_of(text)
        found = _TIME.search(text)
        hour, minute, second = (int(found[1]), int(found[2]), int(found[3] or 0)) if found else (0, 0, 0)
        if found and found[4]:
            hour = hour % 12 + (12 if found[4].lower() == "pm" else 0)
        try:
            local = datetime(
                day.year, day.month, day.day, hour, minute, second, tzinfo=zone or self.settings.zone
            )
        except ValueError:
            raise ScriptError("INVALID_DATE", f"The time in {text!r} is not valid.") from None
        return local.astimezone(UTC)

    def zone_named(self, name: str) -> ZoneInfo:
        """Return a zone by its IANA name, the account's for an empty name. Raises :class:`ScriptError`."""
        if not name:
            return self.settings.zone
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError):
            raise ScriptError("INVALID_TIMEZONE", f"There is no time zone {name}.") from None
