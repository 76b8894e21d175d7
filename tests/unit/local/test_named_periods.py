"""The 167 named periods of searches."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.local.records.errors import RecordError
from landbridge.local.records.namedperiods import named_period
from landbridge.local.soap.wsdl.searchdates import SEARCH_DATES

DAYS = st.dates(date(1999, 1, 1), date(2040, 12, 31))
TODAY = date(2026, 5, 20)  # a Wednesday in the second quarter

EXAMPLES = {
    "today": ("2026-05-20", "2026-05-20"),
    "threeDaysAgo": ("2026-05-17", "2026-05-17"),
    "thirtyDaysFromNow": ("2026-06-19", "2026-06-19"),
    "thisWeek": ("2026-05-17", "2026-05-23"),
    "lastWeekToDate": ("2026-05-10", "2026-05-13"),
    "thisBusinessWeek": ("2026-05-18", "2026-05-22"),
    "lastMonth": ("2026-04-01", "2026-04-30"),
    "thisMonthToDate": ("2026-05-01", "2026-05-20"),
    "lastMonthToDate": ("2026-04-01", "2026-04-20"),
    "thisFiscalQuarter": ("2026-04-01", "2026-06-30"),
    "sameFiscalQuarterLastFiscalYear": ("2025-04-01", "2025-06-30"),
    "lastFiscalHalf": ("2025-07-01", "2025-12-31"),
    "thisFiscalYearToDate": ("2026-01-01", "2026-05-20"),
    "startOfLastFiscalYear": ("2025-01-01", "2025-01-01"),
    "startOfThisWeek": ("2026-05-17", "2026-05-17"),
    "sameDayLastMonth": ("2026-04-20", "2026-04-20"),
    "lastRollingQuarter": ("2026-02-20", "2026-05-19"),
    "previousMonthsThisFiscalYear": ("2026-01-01", "2026-04-30"),
    "nextFourWeeks": ("2026-05-24", "2026-06-20"),
}


@pytest.mark.requirement("wire-04")
@pytest.mark.parametrize(("name", "days"), EXAMPLES.items(), ids=EXAMPLES)
def test_periods_by_example(name: str, days: tuple[str, str]) -> None:
    assert tuple(day.isoformat() for day in named_period(name, TODAY)) == days


@pytest.mark.requirement("wire-04")
@given(DAYS)
def test_every_name_means_days_at_every_date(today: date) -> None:
    periods = {name: named_period(name, today) for name in SEARCH_DATES}
    empty = {name for name, (first, last) in periods.items() if last < first}
    assert all(name.startswith("previous") for name in empty)
    for name, (first, _) in periods.items():
        inner = name.removeprefix("startOf")
        if inner != name:
            assert periods[inner[0].lower() + inner[1:]][0] == first
    for name, (first, last) in periods.items():
        whole = name.removesuffix("ToDate")
        if whole != name:
            assert periods[whole][0] == first <= last
            assert last <= periods[whole][1] + timedelta(days=0)


def test_other_names_are_refused() -> None:
    for name in ("", "startOf", "ToDate", "startOfToday", "nextMonthToDate", "someday"):
        with pytest.raises(RecordError, match="no period"):
            named_period(name, TODAY)
