"""Dates as texts in the account's format and zone."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.local.scripting.errors import ScriptError
from landbridge.local.scripting.formats import Formats

LOS_ANGELES = ZoneInfo("America/Los_Angeles")
DATE_FORMATS = ("M/D/YYYY", "DD.MM.YYYY", "YYYY-MM-DD", "D-M-YYYY")


@given(st.dates(min_value=date(1000, 1, 1)), st.sampled_from(DATE_FORMATS))
def test_a_date_is_read_back_as_it_was_written(day: date, pattern: str) -> None:
    formats = Formats(pattern, LOS_ANGELES)
    assert formats.date_of(formats.text(day)) == day


@given(
    st.integers(min_value=631_152_000, max_value=2_114_380_800).map(
        lambda seconds: datetime.fromtimestamp(seconds, UTC)
    )
)
def test_an_instant_is_read_back_to_the_minute(instant: datetime) -> None:
    formats = Formats("M/D/YYYY", ZoneInfo("Asia/Tokyo"))
    assert formats.instant_of(formats.text(instant)) == instant.replace(second=0, microsecond=0)


def test_noon_and_midnight() -> None:
    formats = Formats("M/D/YYYY", ZoneInfo("UTC"))
    assert formats.text(datetime(2026, 7, 4, 0, 5, tzinfo=UTC)) == "7/4/2026 12:05 am"
    assert formats.text(datetime(2026, 7, 4, 12, 5, tzinfo=UTC)) == "7/4/2026 12:05 pm"
    assert formats.instant_of("7/4/2026 12:05 am") == datetime(2026, 7, 4, 0, 5, tzinfo=UTC)
    assert formats.instant_of("7/4/2026 23:05:06") == datetime(2026, 7, 4, 23, 5, 6, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "soon", "13/32/2026", "2/30/2026", "7/4/2026 25:00"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ScriptError) as refused:
        Formats("M/D/YYYY", LOS_ANGELES).instant_of(text)
    assert refused.value.name == "INVALID_DATE"


def test_unknown_zone_is_refused() -> None:
    with pytest.raises(ScriptError, match="Mars/Olympus"):
        Formats("M/D/YYYY", LOS_ANGELES).zone_named("Mars/Olympus")
