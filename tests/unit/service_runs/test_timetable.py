"""Starts of a schedule, on every day and in every zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landbridge.service.runs.errors import RunRefused
from landbridge.service.runs.starts.timetable import WINDOW, Timetable

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
ZONES = st.sampled_from(sorted(available_timezones()))
INSTANTS = st.integers(0, 32 * 366 * 86400).map(
    lambda seconds: datetime(2005, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)
NAMED = st.one_of(
    st.builds("{} {} * * {}".format, st.integers(0, 59), st.integers(0, 23), st.integers(0, 6)),
    st.builds("{} {} * * *".format, st.integers(0, 59), st.integers(0, 23)),
)
"""Expressions that name their minute and hour."""
ANY = st.one_of(
    NAMED,
    st.builds("*/{} * * * *".format, st.integers(1, 59)),
    st.builds("{} */{} * * *".format, st.integers(0, 59), st.integers(1, 23)),
    st.builds("{},{} {}-23 * * *".format, st.integers(0, 59), st.integers(0, 59), st.integers(0, 23)),
    st.builds("{} {} L * *".format, st.integers(0, 59), st.integers(0, 23)),
)


def code_and_words(expression: str) -> tuple[str, str]:
    with pytest.raises(RunRefused) as caught:
        Timetable.of_cron(expression, "UTC", NOW)
    return caught.value.code, caught.value.message


@pytest.mark.requirement("kind-04")
@settings(max_examples=150, deadline=None)
@given(ANY, ZONES, INSTANTS)
def test_starts_strictly_increase_however_they_are_asked_for(cron: str, zone: str, after: datetime) -> None:
    timetable = Timetable.of_cron(cron, zone, after)
    starts = timetable.coming(after, 6)
    assert all(earlier < later for earlier, later in zip([after, *starts], starts, strict=False))
    asked_one_by_one = [timetable.next_after(instant) for instant in [after, *starts[:-1]]]
    assert asked_one_by_one == starts


@pytest.mark.requirement("kind-04")
@settings(max_examples=150, deadline=None)
@given(st.integers(0, 59), st.integers(0, 23), ZONES, INSTANTS)
def test_a_named_time_comes_once_a_day_whatever_the_clocks_do(
    minute: int, hour: int, zone: str, after: datetime
) -> None:
    timetable, local = Timetable(f"{minute} {hour} * * *", zone), ZoneInfo(zone)
    for start in timetable.coming(after, 5):
        on_the_wall = start.astimezone(local)
        wanted = on_the_wall.replace(hour=hour, minute=minute, second=0, fold=0)
        exists = wanted.astimezone(UTC).astimezone(local).replace(tzinfo=None) == wanted.replace(tzinfo=None)
        if exists:  # then it is this one, and the first of two that are equal
            assert start == wanted.astimezone(UTC)
        else:  # the time was skipped: it is right after the gap, that is within a day of the clock that was before it
            assert start - timedelta(seconds=1) < wanted.astimezone(UTC) + timedelta(hours=24)
            before = (start - timedelta(seconds=1)).astimezone(local)
            assert before.utcoffset() != on_the_wall.utcoffset()


@pytest.mark.requirement("kind-04")
def test_the_hour_that_happens_twice_starts_once_and_the_one_that_is_skipped_right_after() -> None:
    vienna = Timetable.of_cron("30 2 * * *", "Europe/Vienna", NOW)
    autumn = datetime(2026, 10, 24, 12, tzinfo=UTC)
    assert vienna.coming(autumn, 2) == [
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 26, 1, 30, tzinfo=UTC),
    ]
    second_time_round = datetime(2026, 10, 25, 1, 10, tzinfo=UTC)  # 02:10 for the second time
    assert vienna.next_after(second_time_round) == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)

    spring = datetime(2026, 3, 28, 12, tzinfo=UTC)
    assert vienna.coming(spring, 2) == [
        datetime(2026, 3, 29, 1, 0, tzinfo=UTC),
        datetime(2026, 3, 30, 0, 30, tzinfo=UTC),
    ]
    twice_in_the_gap = Timetable.of_cron("0,30 2 * * *", "Europe/Vienna", NOW)
    assert twice_in_the_gap.coming(spring, 2)[1] == datetime(2026, 3, 30, 0, 0, tzinfo=UTC)


@pytest.mark.requirement("kind-04")
def test_an_expression_that_names_no_hour_goes_by_the_time_that_passes() -> None:
    hourly = Timetable.of_cron("15 * * * *", "Europe/Vienna", NOW)
    starts = hourly.coming(datetime(2026, 10, 24, 22, 30, tzinfo=UTC), 5)
    assert starts == [datetime(2026, 10, 24, 23, 15, tzinfo=UTC) + timedelta(hours=n) for n in range(5)]


@pytest.mark.requirement("kind-03")
@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("61 * * * *", "The minute of the cron expression is 0 to 59; '61' is not."),
        ("0 25 * * *", "The hour of the cron expression is 0 to 23; '25' is not."),
        ("0 0 32 * *", "The day of month"),
        ("0 0 * 13 *", "The month of the cron expression is 1 to 12, or JAN to DEC; '13' is not."),
        ("0 0 * * FUN", "The day of week of the cron expression is 0 (Sunday) to 7"),
        ("0 0 30 2 *", "The day of month"),
        ("0 0 */31 * MON#5", "never comes"),
        ("0 12 * *", "five parts"),
        ("0 0 12 * * *", "not 6"),
        ("", "not 0"),
        ("@daily", "not 1"),
        (f"{'0,' * 60}0 0 * * *", "120 characters"),
    ],
)
def test_a_wrong_expression_is_refused_with_what_is_wrong(expression: str, words: str) -> None:
    code, said = code_and_words(expression)
    assert code == "bad_cron"
    assert words in said


@pytest.mark.requirement("kind-03")
@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "Europe", "../../etc/passwd", "/etc/localtime"])
def test_a_zone_that_is_not_there_is_refused(zone: str) -> None:
    with pytest.raises(RunRefused, match="time zone"):
        Timetable.of_cron("0 1 * * *", zone, NOW)
    with pytest.raises(RunRefused, match="time zone"):
        Timetable.weekly(0, 1, zone)


@pytest.mark.requirement("kind-05")
@settings(max_examples=100, deadline=None)
@given(ANY, ZONES, INSTANTS, st.timedeltas(timedelta(0), timedelta(days=3)))
def test_only_the_latest_start_is_open_and_never_longer_than_an_hour(
    cron: str, zone: str, after: datetime, absence: timedelta
) -> None:
    timetable = Timetable.of_cron(cron, zone, after)
    first = timetable.next_after(after)
    now = first + absence
    opened = timetable.latest_open(first, now)
    following = timetable.next_after(opened or now)
    if opened is None:
        assert not [start for start in timetable.coming(now - WINDOW, 61) if first <= start <= now]
    else:
        assert first <= opened <= now < opened + WINDOW
        assert following > now
