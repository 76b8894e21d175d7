"""Dates inside queries: a mark and ``YYYY-MM-DD HH:MM:SS`` of the account's time zone, so that texts order as dates do.

Oracle's DATE has no fraction of a second and no zone; so have these. The mark tells a date from a text while a query runs: a
date that reaches the result, or a function of texts, is written by the account's date format (documented; without the time of
day, which takes TO_CHAR: observed).
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MARK = "\x02"
"""No stored text of a record begins with it in practice; one that did would merely be shown without it."""

Value = str | int | float | None


def marked(value: datetime) -> str:
    """Return a naive local instant as queries hold it."""
    return f"{MARK}{value.isoformat(sep=' ', timespec='seconds')}"


def of_day(value: date) -> str:
    """Return a date as queries hold it."""
    return f"{MARK}{value.isoformat()} 00:00:00"


def of_instant(value: datetime, zone: ZoneInfo) -> str:
    """Return an aware instant as queries hold it."""
    return marked(value.astimezone(zone).replace(tzinfo=None))


def date_of(value: Value) -> datetime | None:
    """Return the date that a value of a query is, or ``None``."""
    if isinstance(value, str) and value.startswith(MARK):
        try:
            return datetime.fromisoformat(value[1:])
        except ValueError:
            return None
    return None


def midnight(value: date) -> datetime:
    """Return the beginning of a day."""
    return datetime.combine(value, time())


def add_months(value: datetime, months: int) -> datetime:
    """Add months; from the last day of a month to the last day of the other (Oracle's ADD_MONTHS). Raises ``ValueError``."""
    index = value.year * 12 + value.month - 1 + months
    year, month = divmod(index, 12)
    last = last_day(date(year, month + 1, 1)).day
    at_end = value.day == last_day(value.date()).day
    return value.replace(year=year, month=month + 1, day=last if at_end else min(value.day, last))


def last_day(value: date) -> date:
    """Return the last day of a month."""
    following = date(value.year + value.month // 12, value.month % 12 + 1, 1)
    return following - timedelta(days=1)
