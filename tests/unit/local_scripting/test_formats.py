"""Dates as texts in the account's format and zone."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.local.datetexts import show_date, show_instant
from landbridge.local.scripting.errors import ScriptError
from landbridge.local.scripting.formats import Formats
from landbridge.local.settings import DATE_FORMATS, TIME_FORMATS, AccountSettings

LOS_ANGELES = "America/Los_Angeles"


def formats_of(zone: str, date_format: str = "M/D/YYYY", time_format: str = "h:mm a") -> Formats:
    return Formats(AccountSettings(time_zone=zone, date_format=date_format, time_format=time_format))


@given(st.dates(min_value=date(1000, 1, 1)), st.sampled_from(DATE_FORMATS))
def test_a_date_is_read_back_as_it_was_written(day: date, pattern: str) -> None:
    formats = formats_of(LOS_ANGELES, date_format=pattern)
    assert formats.date_of(formats.text(day)) == day


@given(
    st.integers(min_value=631_152_000, max_value=2_114_380_800).map(
        lambda seconds: datetime.fromtimestamp(seconds, UTC)
    )
)
def test_an_instant_is_read_back_to_the_minute(instant: datetime) -> None:
    formats = formats_of("Asia/Tokyo")
    assert formats.instant_of(formats.text(instant)) == instant.replace(second=0, microsecond=0)


def test_noon_and_midnight() -> None:
    formats = formats_of("UTC")
    assert formats.text(datetime(2026, 7, 4, 0, 5, tzinfo=UTC)) == "7/4/2026 12:05 am"
    assert formats.text(datetime(2026, 7, 4, 12, 5, tzinfo=UTC)) == "7/4/2026 12:05 pm"
    assert formats.instant_of("7/4/2026 12:05 am") == datetime(2026, 7, 4, 0, 5, tzinfo=UTC)
    assert formats.instant_of("7/4/2026 23:05:06") == datetime(2026, 7, 4, 23, 5, 6, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "soon", "13/32/2026", "2/30/2026", "7/4/2026 25:00"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ScriptError) as refused:
        formats_of(LOS_ANGELES).instant_of(text)
    assert refused.value.name == "INVALID_DATE"


def test_unknown_zone_is_refused() -> None:
    with pytest.raises(ScriptError, match="Mars/Olympus"):
        formats_of(LOS_ANGELES).zone_named("Mars/Olympus")


@pytest.mark.parametrize("pattern", DATE_FORMATS)
@pytest.mark.parametrize("time_pattern", TIME_FORMATS)
def test_scripts_and_pages_write_alike(pattern: str, time_pattern: str) -> None:
    formats = formats_of("Europe/Berlin", date_format=pattern, time_format=time_pattern)
    instant = datetime(2026, 1, 1, 0, 5, tzinfo=UTC)
    assert formats.text(instant) == show_instant(formats.settings, instant).replace(":05:00", ":05")
    assert formats.text(instant.date()) == show_date(formats.settings, instant.date())


@pytest.mark.parametrize("text", ["1-Foo-2026", "20260704", "2026-W27-6"])
def test_what_is_neither_the_accounts_nor_an_iso_date_is_refused(text: str) -> None:
    with pytest.raises(ScriptError, match="is not in the format"):
        formats_of(LOS_ANGELES, date_format="D-Mon-YYYY").date_of(text)
