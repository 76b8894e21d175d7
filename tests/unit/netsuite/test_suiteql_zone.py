"""Wall times as instants: every zone, every change of the clocks; the zone itself is learnt."""

from __future__ import annotations

import zoneinfo
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landbridge.netsuite.errors import Context, FixSetup
from landbridge.netsuite.suiteql.zone import LONGEST_SHIFT, AccountZone, Undecided

ZONES = sorted(zoneinfo.available_timezones() - {"Factory", "localtime"})
START = datetime(2005, 1, 1, tzinfo=UTC)
INSTANTS = st.integers(0, 25 * 366 * 86_400).map(lambda seconds: START + timedelta(seconds=seconds))
LATE = datetime(2100, 1, 1, tzinfo=UTC).timestamp()


def shown(zone: str, instant: datetime) -> str:
    """What a query shows."""
    return f"{instant.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M:%S}"


def change_back(zone: str, after: datetime) -> datetime | None:
    """The next time that the clocks go back within two years, to the quarter of an hour."""
    info, at = ZoneInfo(zone), after.replace(minute=0, second=0, microsecond=0)
    for day in range(730):
        start = at + timedelta(days=day)
        if (start + timedelta(days=1)).astimezone(info).utcoffset() >= start.astimezone(info).utcoffset():  # type: ignore[operator]  # zones have offsets
            continue
        quarters = (start + timedelta(minutes=15 * number) for number in range(97))
        last = start
        for quarter in quarters:
            if quarter.astimezone(info).utcoffset() < last.astimezone(info).utcoffset():  # type: ignore[operator]  # as above
                return quarter
            last = quarter
    return None


def read(known: AccountZone, zone: str, instant: datetime) -> datetime:
    """Read an instant as queries show it; what is undecided is told, as REST does."""
    wall = shown(zone, instant)
    while True:
        try:
            return known.instant(wall)
        except Undecided as undecided:
            known.learn(undecided.wall, instant, Context())


@pytest.mark.requirement("shape-04")
@given(st.sampled_from(ZONES), st.lists(INSTANTS, min_size=1, max_size=20))
@settings(max_examples=150, deadline=None)
def test_instants_are_right_in_a_zone_that_is_learnt_from_them(zone: str, instants: list[datetime]) -> None:
    known = AccountZone(lambda: LATE)
    known.learn(shown(zone, instants[0]), instants[0], Context())
    for instant in instants:
        decoded = read(known, zone, instant)
        assert decoded == instant or (
            instant < decoded <= instant + LONGEST_SHIFT and shown(zone, decoded) == shown(zone, instant)
        )


@pytest.mark.requirement("shape-04")
@given(st.sampled_from(ZONES), INSTANTS, st.integers(-200, 200), st.integers(0, 400))
@settings(max_examples=300, deadline=None)
def test_nothing_saved_after_an_instant_is_shown_before_its_bound(
    zone: str, around: datetime, minutes: int, later: int
) -> None:
    change = change_back(zone, around) or around
    since = change + timedelta(minutes=minutes)
    saved = since + timedelta(minutes=later)
    known = AccountZone(lambda: LATE, zone)
    bound = known.wall_before(since)
    wall = datetime.fromisoformat(shown(zone, saved))
    assert bound <= wall
    assert known.instant(shown(zone, saved)) >= since
    earlier = datetime.fromisoformat(shown(zone, since - timedelta(minutes=later)))
    assert earlier <= known.wall_after(since)


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Europe/Vienna", "Australia/Lord_Howe"])
def test_in_a_repeated_hour_a_record_is_taken_for_the_later_instant_unless_that_is_to_come(zone: str) -> None:
    change = change_back(zone, datetime(2026, 1, 1, tzinfo=UTC))
    assert change is not None
    before = change - timedelta(minutes=10)
    after = AccountZone(lambda: LATE, zone).instant(shown(zone, before))
    assert before < after <= before + timedelta(hours=1)
    at_the_time = AccountZone(lambda: before.timestamp() + 60, zone)
    assert at_the_time.instant(shown(zone, before)) == before


def test_all_times_of_a_page_are_decided_in_the_end() -> None:
    zone, change = "Europe/Vienna", datetime(2026, 10, 25, 1, tzinfo=UTC)
    instants = [change + timedelta(minutes=minutes) for minutes in range(-190, 200, 20)]
    known = AccountZone(lambda: LATE)
    known.learn(shown(zone, instants[0]), instants[0], Context())
    decoded: list[datetime] = []
    for _ in range(len(instants)):
        try:
            decoded = [known.instant(shown(zone, instant)) for instant in instants]
            break
        except Undecided as undecided:
            instant = next(one for one in instants if shown(zone, one) == undecided.wall)
            known.learn(undecided.wall, instant, Context())
    assert decoded, "something stays undecided"
    assert all(one <= other <= one + timedelta(hours=1) for one, other in zip(instants, decoded, strict=True))


def test_a_wall_time_of_no_zone_is_a_matter_of_the_set_up() -> None:
    known = AccountZone(lambda: LATE)
    with pytest.raises(FixSetup, match="which is the time of no zone") as caught:
        known.learn("2026-03-01 00:07:00", datetime(2026, 3, 1, tzinfo=UTC), Context())
    assert caught.value.code == "TIME_ZONE"


def test_an_undecided_wall_time_can_be_settled_for_the_latest_instant() -> None:
    known = AccountZone(lambda: LATE)
    winter = datetime(2026, 1, 15, 12, tzinfo=UTC)
    known.learn(shown("America/Phoenix", winter), winter, Context())
    summer = "2026-07-15 12:00:00"
    with pytest.raises(Undecided):
        known.instant(summer)
    known.settle(summer)
    assert known.instant(summer) == datetime(2026, 7, 15, 19, tzinfo=UTC)
