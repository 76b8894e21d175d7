"""The instants that a searched date covers: a day, an instant, or a named period such as ``thisMonth``."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from landbridge.local.records.errors import RecordError
from landbridge.local.records.namedperiods import named_period
from landbridge.local.records.values import YEARS

MILLISECOND = timedelta(milliseconds=1)


def _start(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, zone).astimezone(UTC)


def _kept(value: date | datetime) -> date | datetime:
    """Bring a searched date near those that records can hold: what lies before or after all of them still does."""
    if value.year in YEARS:
        return value
    return value.replace(year=YEARS[0] - 1 if value.year < YEARS[0] else YEARS[-1] + 1, month=7, day=1)


def covered(value: object, *, whole_day: bool, zone: ZoneInfo, now: datetime) -> tuple[datetime, datetime]:
    """Return the first and last instant (to the millisecond) that ``value`` covers in the account's time zone.

    ``value``: a date, an aware instant, or the name of a period. ``whole_day``: an instant stands for its day (operators
    ``on``, ``notOn`` and fields that hold dates).
    """
    if isinstance(value, (date, datetime)):
        value = _kept(value)
    if isinstance(value, str):
        first, last = named_period(value, now.astimezone(zone).date())
    elif isinstance(value, datetime):
        if value.tzinfo is None:
            raise RecordError("INVALID_SEARCH_VALUE", "A searched instant needs an offset.")
        if not whole_day:
            return value.astimezone(UTC), value.astimezone(UTC)
        first = last = value.astimezone(zone).date()
    elif isinstance(value, date):
        first = last = value
    else:
        raise RecordError("INVALID_SEARCH_VALUE", f"{str(value)[:60]!r} is not a date.")
    return _start(first, zone), _start(last + timedelta(days=1), zone) - MILLISECOND
