"""The named periods of NetSuite's searches: all 167 values of SearchDate (schema), each as its first and last day.

The names tell the days; where they leave a choice it is assumed: weeks begin on Sunday and business weeks are Monday to Friday,
the fiscal year is the calendar year, ``...ToDate`` of a past period ends on the day that today's place in it is, a rolling
period is counted in months back from today.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from landbridge.local.records.errors import RecordError

Period = tuple[date, date]
"""First and last day; the last before the first where the period is empty."""

DAY = timedelta(days=1)
WEEK = timedelta(days=7)

_DAYS = {"today": 0, "yesterday": -1, "tomorrow": 1, "previousOneDay": -1} | {
    f"{word}Days{end}": sign * number
    for word, number in {
        "two": 2, "three": 3, "four": 4, "five": 5, "ten": 10, "thirty": 30, "sixty": 60, "ninety": 90,
    }.items()
    for end, sign in (("Ago", -1), ("FromNow", 1))
}  # fmt: skip

_WEEKS = {
    "thisWeek": 0, "lastWeek": -1, "nextWeek": 1, "weekBeforeLast": -2, "weekAfterNext": 2,
    "sameWeekLastFiscalYear": -52, "sameWeekFiscalYearBeforeLast": -104,
}  # fmt: skip
_BUSINESS_WEEKS = {"thisBusinessWeek": 0, "lastBusinessWeek": -1, "nextBusinessWeek": 1}

_MONTHS: dict[str, tuple[int, int]] = {
    "thisMonth": (1, 0), "lastMonth": (1, -1), "nextMonth": (1, 1), "monthBeforeLast": (1, -2),
    "monthAfterNext": (1, 2), "threeMonthsAgo": (1, -3), "lastMonthOneFiscalQuarterAgo": (1, -4),
    "lastMonthTwoFiscalQuartersAgo": (1, -7), "lastMonthOneFiscalYearAgo": (1, -13),
    "lastMonthTwoFiscalYearsAgo": (1, -25), "sameMonthLastFiscalQuarter": (1, -3),
    "sameMonthFiscalQuarterBeforeLast": (1, -6), "sameMonthLastFiscalYear": (1, -12),
    "sameMonthFiscalYearBeforeLast": (1, -24),
    "thisFiscalQuarter": (3, 0), "lastFiscalQuarter": (3, -1), "nextFiscalQuarter": (3, 1),
    "fiscalQuarterBeforeLast": (3, -2), "threeFiscalQuartersAgo": (3, -3),
    "sameFiscalQuarterLastFiscalYear": (3, -4), "sameFiscalQuarterFiscalYearBeforeLast": (3, -8),
    "lastFiscalQuarterOneFiscalYearAgo": (3, -5), "lastFiscalQuarterTwoFiscalYearsAgo": (3, -9),
    "thisFiscalHalf": (6, 0), "lastFiscalHalf": (6, -1), "nextFiscalHalf": (6, 1),
    "fiscalHalfBeforeLast": (6, -2), "sameFiscalHalfLastFiscalYear": (6, -2),
    "lastFiscalHalfOneFiscalYearAgo": (6, -3),
    "thisYear": (12, 0), "lastYear": (12, -1), "thisFiscalYear": (12, 0), "lastFiscalYear": (12, -1),
    "nextFiscalYear": (12, 1), "fiscalYearBeforeLast": (12, -2), "threeFiscalYearsAgo": (12, -3),
}  # fmt: skip
"""Name -> months of one such period, and how many of them away it is. ``lastYear`` is SuiteScript's, not in the schema."""

_TO_DATE = frozenset(
    name
    for name in (*_WEEKS, *_MONTHS)
    if name not in ("nextWeek", "nextMonth", "nextFiscalQuarter", "nextFiscalHalf", "nextFiscalYear")
)
_SAME_DAYS = {"sameDayLastWeek": -7, "sameDayWeekBeforeLast": -14}
_SAME_DAYS_OF_MONTHS = {
    "sameDayLastMonth": -1, "sameDayMonthBeforeLast": -2, "sameDayLastFiscalQuarter": -3,
    "sameDayFiscalQuarterBeforeLast": -6, "sameDayLastFiscalYear": -12, "sameDayFiscalYearBeforeLast": -24,
}  # fmt: skip
_ROLLING = {"Quarter": 3, "Half": 6, "Year": 12}
_NEXT_AND_PREVIOUS = {"Month": 1, **_ROLLING}
_PREVIOUS_MONTHS = {
    f"previousMonths{name[0].upper()}{name[1:]}": _MONTHS[name]
    for name in (
        "thisFiscalQuarter", "lastFiscalQuarter", "sameFiscalQuarterLastFiscalYear", "thisFiscalHalf",
        "lastFiscalHalf", "sameFiscalHalfLastFiscalYear", "thisFiscalYear", "lastFiscalYear",
    )
}  # fmt: skip
_PREVIOUS_QUARTERS = {
    "previousFiscalQuartersThisFiscalYear": 0,
    "previousFiscalQuartersLastFiscalYear": -1,
}
_START = "startOf"
_END = "ToDate"


def named_period(name: str, today: date) -> Period:
    """Return first and last day of a SearchDate value. Raises ``RecordError`` INVALID_SEARCH_VALUE for any other name."""
    found = _whole(name, today) or _beginning(name, today) or _counted(name, today)
    if found is None:
        raise RecordError("INVALID_SEARCH_VALUE", f"There is no period {name[:60]!r} to search for.")
    return found


def _whole(name: str, today: date) -> Period | None:
    """A day, or a whole week, month, quarter, half or year."""
    sunday = today - timedelta(days=(today.weekday() + 1) % 7)
    if name in _DAYS:
        return _one(today + _DAYS[name] * DAY)
    if name in _WEEKS:
        first = sunday + _WEEKS[name] * WEEK
        return first, first + 6 * DAY
    if name in _BUSINESS_WEEKS:
        monday = sunday + DAY + _BUSINESS_WEEKS[name] * WEEK
        return monday, monday + 4 * DAY
    if name in _MONTHS:
        length, away = _MONTHS[name]
        first = _first(today, length, away)
        return first, _shifted(first, length) - DAY
    return None


def _beginning(name: str, today: date) -> Period | None:
    """The first day of a period, or a period up to the day that today is in its own."""
    if name.startswith(_START):
        inner = name[len(_START)].lower() + name[len(_START) + 1 :] if len(name) > len(_START) else ""
        period = None if inner in _DAYS else _whole(inner, today) or _counted(inner, today)
        return _one(period[0]) if period else None
    inner = name.removesuffix(_END)
    if inner == name or inner not in _TO_DATE:
        return None
    first = (_whole(inner, today) or _one(today))[0]
    if inner in _WEEKS:
        return first, today + _WEEKS[inner] * WEEK
    length, away = _MONTHS[inner]
    return first, _shifted(today, length * away)


def _counted(name: str, today: date) -> Period | None:
    """Counted from today: same days of other periods, rolling periods, what went before in a fiscal period."""
    if name in _SAME_DAYS:
        return _one(today + _SAME_DAYS[name] * DAY)
    if name in _SAME_DAYS_OF_MONTHS:
        return _one(_shifted(today, _SAME_DAYS_OF_MONTHS[name]))
    if name in _PREVIOUS_MONTHS:
        length, away = _PREVIOUS_MONTHS[name]
        return _first(today, length, away), _shifted(_first(today, 1, 0), length * away) - DAY
    if name in _PREVIOUS_QUARTERS:
        away = _PREVIOUS_QUARTERS[name]
        return _first(today, 12, away), _shifted(_first(today, 3, 0), 12 * away) - DAY
    return _rolling(today).get(name)


def _rolling(today: date) -> dict[str, Period]:
    sunday = today - timedelta(days=(today.weekday() + 1) % 7)
    found = {
        "previousOneWeek": (today - WEEK, today),
        "nextOneWeek": (today, today + WEEK),
        "fourWeeksStartingThisWeek": (sunday, sunday + 4 * WEEK - DAY),
        "nextFourWeeks": (sunday + WEEK, sunday + 5 * WEEK - DAY),
        "oneYearBeforeLast": (_shifted(today, -24), _shifted(today, -12)),
    }
    for unit, months in _NEXT_AND_PREVIOUS.items():
        found[f"previousOne{unit}"] = (_shifted(today, -months), today)
        found[f"nextOne{unit}"] = (today, _shifted(today, months))
    for unit, months in _ROLLING.items():
        found[f"thisRolling{unit}"] = (today, _shifted(today, months) - DAY)
        found[f"lastRolling{unit}"] = (_shifted(today, -months), today - DAY)
        found[f"previousRolling{unit}"] = (_shifted(today, -2 * months), _shifted(today, -months) - DAY)
    return found


def _one(day: date) -> Period:
    return day, day


def _first(day: date, length: int, away: int) -> date:
    """Return the first day of the period of ``length`` months that is ``away`` periods from the one around ``day``."""
    month = (day.month - 1) // length * length
    return _shifted(date(day.year, month + 1, 1), length * away)


def _shifted(day: date, months: int) -> date:
    """Return the same day ``months`` away, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
