"""The names of SearchDate by families (schema); what days they mean stands in ``landbridge.local.records.namedperiods``."""

from __future__ import annotations

_DAYS = (
    *("today", "yesterday", "tomorrow", "previousOneDay"),
    *(f"{count}Days{end}" for end in ("Ago", "FromNow") for count in ("two", "three", "four", "five", "ten", "thirty", "sixty", "ninety")),
)  # fmt: skip

_WEEKS = (
    "thisWeek", "lastWeek", "nextWeek", "weekBeforeLast", "weekAfterNext", "thisBusinessWeek", "lastBusinessWeek", "nextBusinessWeek",
    "sameWeekLastFiscalYear", "sameWeekFiscalYearBeforeLast", "previousOneWeek", "nextOneWeek", "nextFourWeeks",
    "fourWeeksStartingThisWeek",
)  # fmt: skip

_MONTHS = (
    "thisMonth", "lastMonth", "nextMonth", "monthBeforeLast", "monthAfterNext", "threeMonthsAgo", "lastMonthOneFiscalQuarterAgo",
    "lastMonthTwoFiscalQuartersAgo", "lastMonthOneFiscalYearAgo", "lastMonthTwoFiscalYearsAgo", "sameMonthLastFiscalQuarter",
    "sameMonthFiscalQuarterBeforeLast", "sameMonthLastFiscalYear", "sameMonthFiscalYearBeforeLast", "previousOneMonth", "nextOneMonth",
)  # fmt: skip

_QUARTERS = (
    "thisFiscalQuarter", "lastFiscalQuarter", "nextFiscalQuarter", "fiscalQuarterBeforeLast", "threeFiscalQuartersAgo",
    "sameFiscalQuarterLastFiscalYear", "sameFiscalQuarterFiscalYearBeforeLast", "lastFiscalQuarterTwoFiscalYearsAgo", "lastFiscalQuarterOneFiscalYearAgo",
    "previousOneQuarter", "nextOneQuarter", "previousFiscalQuartersThisFiscalYear", "previousFiscalQuartersLastFiscalYear",
)  # fmt: skip

_HALVES = (
    "thisFiscalHalf", "lastFiscalHalf", "nextFiscalHalf", "fiscalHalfBeforeLast", "sameFiscalHalfLastFiscalYear",
    "lastFiscalHalfOneFiscalYearAgo", "previousOneHalf", "nextOneHalf",
)  # fmt: skip

_YEARS = (
    "thisYear", "thisFiscalYear", "lastFiscalYear", "nextFiscalYear", "fiscalYearBeforeLast", "threeFiscalYearsAgo",
    "oneYearBeforeLast", "previousOneYear", "nextOneYear",
)  # fmt: skip

_SAME_DAYS = tuple(
    f"sameDay{name}"
    for name in (
        "LastWeek", "WeekBeforeLast", "LastMonth", "MonthBeforeLast", "LastFiscalQuarter", "FiscalQuarterBeforeLast", "LastFiscalYear",
        "FiscalYearBeforeLast",
    )
)  # fmt: skip
_ROLLING = tuple(
    f"{which}Rolling{unit}" for which in ("this", "last", "previous") for unit in ("Quarter", "Half", "Year")
)
_PREVIOUS_MONTHS = tuple(
    f"previousMonths{name}"
    for name in (
        "ThisFiscalQuarter", "LastFiscalQuarter", "ThisFiscalHalf", "LastFiscalHalf", "SameFiscalHalfLastFiscalYear",
        "SameFiscalQuarterLastFiscalYear", "ThisFiscalYear", "LastFiscalYear",
    )
)  # fmt: skip

_TO_DATE = (
    "fiscalHalfBeforeLast", "fiscalQuarterBeforeLast", "fiscalYearBeforeLast", "lastFiscalHalf", "lastFiscalQuarter", "lastFiscalYear",
    "lastMonth", "lastWeek", "monthAfterNext", "monthBeforeLast", "sameFiscalHalfLastFiscalYear", "sameFiscalQuarterLastFiscalYear",
    "sameMonthLastFiscalQuarter", "sameMonthLastFiscalYear", "thisFiscalHalf", "thisFiscalQuarter", "thisFiscalYear", "thisMonth",
    "thisWeek", "threeFiscalQuartersAgo", "threeFiscalYearsAgo", "threeMonthsAgo", "weekAfterNext", "weekBeforeLast",
)  # fmt: skip
"""Periods that are also searched up to the day in them that today is in its own."""

_FIRST_DAYS = (
    "fiscalHalfBeforeLast", "fiscalQuarterBeforeLast", "fiscalYearBeforeLast", "lastBusinessWeek", "lastFiscalHalf",
    "lastFiscalHalfOneFiscalYearAgo", "lastFiscalQuarter", "lastFiscalQuarterOneFiscalYearAgo", "lastFiscalYear", "lastMonth", "lastMonthOneFiscalQuarterAgo",
    "lastMonthOneFiscalYearAgo", "lastRollingHalf", "lastRollingQuarter", "lastRollingYear", "lastWeek", "monthBeforeLast",
    "nextBusinessWeek", "nextFiscalHalf", "nextFiscalQuarter", "nextFiscalYear", "nextMonth", "nextWeek", "previousRollingHalf",
    "previousRollingQuarter", "previousRollingYear", "sameFiscalHalfLastFiscalYear", "sameFiscalQuarterLastFiscalYear",
    "sameMonthLastFiscalQuarter", "sameMonthLastFiscalYear", "thisBusinessWeek", "thisFiscalHalf", "thisFiscalQuarter",
    "thisFiscalYear", "thisMonth", "thisWeek", "thisYear", "weekBeforeLast",
)  # fmt: skip
"""Periods whose first day is a name of its own."""

SEARCH_DATES: tuple[str, ...] = (
    *_DAYS,
    *_WEEKS,
    *_MONTHS,
    *_QUARTERS,
    *_HALVES,
    *_YEARS,
    *_SAME_DAYS,
    *_ROLLING,
    *_PREVIOUS_MONTHS,
    *(f"{name}ToDate" for name in _TO_DATE),
    *(f"startOf{name[0].upper()}{name[1:]}" for name in _FIRST_DAYS),
)
"""Every value of SearchDate."""
