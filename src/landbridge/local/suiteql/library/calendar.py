"""Functions of dates, and TO_CHAR, ROUND and TRUNC, which take dates and numbers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from landbridge.local.suiteql import formats
from landbridge.local.suiteql.dates import Value, add_months, date_of, last_day, marked, midnight
from landbridge.local.suiteql.errors import QueryRefused
from landbridge.local.suiteql.library import numbers
from landbridge.local.suiteql.library.context import Context, number, whole

_NUMBERS = numbers.table()


class DateFunctions:
    """Bound to one account's formats and to the instant of the query."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def table(self) -> dict[str, Callable[..., Value]]:
        """Return the functions by name."""
        return {
            "SYSDATE": lambda: marked(self._context.now),
            "CURRENT_DATE": lambda: marked(self._context.now),
            "IMPLICIT_DATE": self._context.implicit_date,
            "TO_DATE": self.to_date,
            "TO_CHAR": self.to_char,
            "TRUNC": self.trunc,
            "ROUND": self.round,
            "ADD_MONTHS": self.add_months,
            "LAST_DAY": self.last_day,
            "NEXT_DAY": self.next_day,
            "MONTHS_BETWEEN": self.months_between,
            "EXTRACT": self.extract,
            "RELATIVE_RANGES": self.relative,
        }

    def to_date(self, value: Value, model: Value = None) -> Value:
        """Read a text by a model, by the account's format without one."""
        if value is None or date_of(value) is not None:
            return value
        text = self._context.text(value) or ""
        if model is None:
            return marked(self._context.read(text))
        return marked(formats.read_date(text, str(model), self._context.now))

    def to_char(self, value: Value, model: Value = None) -> str | None:
        """Write a date or a number by a model; without one as it would be shown."""
        if value is None or model is None:
            return self._context.text(value)
        moment = date_of(value)
        if moment is not None:
            return formats.write_date(moment, str(model)) or None
        found = number(value)
        return None if found is None else formats.write_number(found, str(model))

    def trunc(self, value: Value, unit: Value = None) -> Value:
        """Cut a date to a unit (the day), or a number to decimals."""
        moment = date_of(value)
        if moment is None:
            return _NUMBERS["TRUNC_NUMBER"](value, unit if unit is not None else 0)
        return marked(_begin(moment, str(unit or "DD")))

    def round(self, value: Value, unit: Value = None) -> Value:
        """Round a date to the nearer day, or a number to decimals."""
        moment = date_of(value)
        if moment is None:
            return _NUMBERS["ROUND_NUMBER"](value, unit if unit is not None else 0)
        if unit is not None and str(unit).upper() not in ("DD", "DDD", "J"):
            raise QueryRefused("Search error occurred: ROUND of a date is supported for days only.")
        return marked(midnight((moment + timedelta(hours=12)).date()))

    def add_months(self, value: Value, months: Value) -> Value:
        """Add months to a date."""
        moment, count = self._context.date(value), whole(months, -120_000, 120_000)
        if moment is None or count is None:
            return None
        try:
            return marked(add_months(moment, count))
        except ValueError:
            raise QueryRefused("Search error occurred: A date is out of range.") from None

    def last_day(self, value: Value) -> Value:
        """Return the last day of a date's month, at the same time of day."""
        moment = self._context.date(value)
        return None if moment is None else marked(moment.replace(day=last_day(moment.date()).day))

    def next_day(self, value: Value, name: Value) -> Value:
        """Return the first such weekday after a date."""
        moment = self._context.date(value)
        if moment is None or name is None:
            return None
        wanted = [day.lower()[:3] for day in formats.DAYS]
        if str(name).lower()[:3] not in wanted:
            raise QueryRefused("Search error occurred: Not a valid day of the week.")
        ahead = (wanted.index(str(name).lower()[:3]) - moment.weekday() - 1) % 7 + 1
        return numbers.moved(moment, ahead)

    def months_between(self, one: Value, other: Value) -> Value:
        """Return how many months lie between dates: whole ones between equal or last days, else by months of 31 days (Oracle)."""
        left, right = self._context.date(one), self._context.date(other)
        if left is None or right is None:
            return None
        months = (left.year - right.year) * 12 + left.month - right.month
        ends = left.day == last_day(left.date()).day and right.day == last_day(right.date()).day
        if left.day == right.day or ends:
            return months
        seconds = (left - midnight(left.date())).seconds - (right - midnight(right.date())).seconds
        return months + (left.day - right.day + seconds / numbers.SECONDS_A_DAY) / 31

    def extract(self, unit: Value, value: Value) -> int | None:
        """Return a part of a date."""
        moment = self._context.date(value)
        if moment is None:
            return None
        found: int = getattr(moment, str(unit).lower())
        return found

    def relative(self, name: Value, edge: Value, kind: Value = None) -> Value:
        """BUILTIN.RELATIVE_RANGES: the begin or the end of a period around today (names documented, a part of them)."""
        del kind
        first, last = _period(str(name).upper(), midnight(self._context.now.date()))
        if str(edge).upper() == "START":
            return marked(first)
        if str(edge).upper() == "END":
            return marked(last + timedelta(days=1) - timedelta(seconds=1))
        raise QueryRefused("Search error occurred: BUILTIN.RELATIVE_RANGES takes START or END.")


UNITS = {
    "DD": "day", "DDD": "day", "J": "day", "MM": "month", "MON": "month", "MONTH": "month", "Q": "quarter", "YYYY": "year",
    "YEAR": "year", "YY": "year", "SYYYY": "year", "IW": "week", "WW": "week", "W": "week", "D": "sunday", "DAY": "sunday",
    "HH": "hour", "HH24": "hour", "HH12": "hour", "MI": "minute",
}  # fmt: skip


def _begin(moment: datetime, unit: str) -> datetime:
    """Return the beginning of the unit that a moment is in. Raises ``QueryRefused``."""
    known = UNITS.get(unit.upper())
    if known is None:
        raise QueryRefused(f"Search error occurred: TRUNC has no unit '{unit[:20]}'.")
    if known in ("hour", "minute"):
        return moment.replace(second=0, minute=0 if known == "hour" else moment.minute)
    day = midnight(moment.date())
    begins = {
        "day": day,
        "month": day.replace(day=1),
        "quarter": day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1),
        "year": day.replace(month=1, day=1),
        "week": day - timedelta(days=day.weekday()),
        "sunday": day - timedelta(days=day.isoweekday() % 7),
    }
    return begins[known]


_SPANS = {"W": ("sunday", 0), "M": ("month", 1), "Q": ("quarter", 3), "Y": ("year", 12)}


def _period(name: str, today: datetime) -> tuple[datetime, datetime]:
    """Return first and last day of TODAY, YESTERDAY, TOMORROW, DAGO<n>, DFN<n>, and this (T), last (L), next (N) W, M, Q, Y."""
    days = {"TODAY": 0, "YESTERDAY": -1, "TOMORROW": 1}
    count = name[4:] if name.startswith("DAGO") else name[3:] if name.startswith("DFN") else ""
    if count.isascii() and count.isdigit() and len(count) < 6:
        days[name] = -int(count) if name.startswith("DAGO") else int(count)
    if name in days:
        day = today + timedelta(days=days[name])
        return day, day
    if len(name) == 2 and name[0] in "TLN" and name[1] in _SPANS:
        unit, months = _SPANS[name[1]]
        offset = {"T": 0, "L": -1, "N": 1}[name[0]]
        begin = _begin(
            today, {"week": "IW", "sunday": "D", "month": "MM", "quarter": "Q", "year": "YYYY"}[unit]
        )
        first = add_months(begin, months * offset) if months else begin + timedelta(days=7 * offset)
        following = add_months(first, months) if months else first + timedelta(days=7)
        return first, following - timedelta(days=1)
    if name in ("TMTD", "TQTD", "TYTD", "TWTD"):
        first, _ = _period(name[:2], today)
        return first, today
    raise QueryRefused(f"Search error occurred: BUILTIN.RELATIVE_RANGES has no range '{name[:20]}' here.")
