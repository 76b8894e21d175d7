"""Bookmarks never lose a record, whatever the order of saves, runs, delays and clock errors."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landbridge.service.runs import queueing
from landbridge.service.runs.execution.windows import LAG, OVERLAP, Marks, moved, window

START = datetime(2026, 3, 29, 0, 50, tzinfo=UTC)


@dataclass
class Account:
    """Saves that become visible later, and the runs that read them by the rules of the windows."""

    marks: Marks = field(default_factory=lambda: Marks(None, None))
    saves: list[tuple[datetime, datetime]] = field(default_factory=list)
    read: set[int] = field(default_factory=set)

    def run(
        self, kind: str, now: datetime, clock_error: timedelta, *, fails: bool, since: datetime | None = None
    ) -> None:
        read = window(kind, self.marks, now + clock_error, since)
        found = {
            number
            for number, (stamped, visible) in enumerate(self.saves)
            if visible <= now and (read.since is None or stamped >= read.since.replace(microsecond=0))
        }
        if not fails:
            self.read |= found
            self.marks = moved(self.marks, read)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["save", "since", queueing.REAL_TIME, queueing.CATCH_UP, queueing.SCHEDULED, queueing.MANUAL]
        ),
        st.floats(0, 2000),
        st.floats(0, (LAG - timedelta(seconds=20)).total_seconds()),
        st.floats(-8, 8),
        st.booleans(),
    ),
    max_size=40,
)


@pytest.mark.requirement("flow-06")
@settings(max_examples=300, deadline=None)
@given(STEPS)
def test_bookmarks_never_lose_a_record(steps: list[tuple[str, float, float, float, bool]]) -> None:
    account, now = Account(), START
    for what, pause, delay, error, fails in steps:
        now += timedelta(seconds=pause)
        if what == "save":
            account.saves.append((now.replace(microsecond=0), now + timedelta(seconds=delay)))
        elif what == "since":  # a full synchronization since a date, here some minutes ago
            account.run(
                queueing.FULL, now, timedelta(0), fails=fails, since=now - 2 * timedelta(seconds=delay)
            )
        else:
            account.run(what, now, timedelta(seconds=error), fails=fails)
    account.run(queueing.CATCH_UP, now + LAG, timedelta(0), fails=False)
    assert account.read == set(range(len(account.saves)))


@pytest.mark.requirement("flow-06")
@settings(max_examples=200, deadline=None)
@given(STEPS)
def test_bookmarks_never_move_back(steps: list[tuple[str, float, float, float, bool]]) -> None:
    account, now = Account(), START
    for what, pause, _, error, fails in steps:
        now += timedelta(seconds=pause)
        if what == "save":
            continue
        before, since = account.marks, now - timedelta(minutes=12) if what == "since" else None
        kind = queueing.FULL if what == "since" else what
        account.run(kind, now, timedelta(seconds=error), fails=fails, since=since)
        for old, new in (
            (before.bookmark, account.marks.bookmark),
            (before.swept, account.marks.swept),
        ):
            assert old is None or (new is not None and new >= old)


@pytest.mark.requirement("flow-06")
def test_real_time_reads_from_shortly_before_the_bookmark_and_others_from_the_lag() -> None:
    marks = Marks(START, START - timedelta(hours=1))
    now = START + timedelta(minutes=1)
    assert window(queueing.REAL_TIME, marks, now).since == START - OVERLAP
    assert window(queueing.CATCH_UP, marks, now).since == START - timedelta(hours=1) - LAG
    assert window(queueing.FULL, marks, now).since is None
    assert OVERLAP.total_seconds() == 30
    assert LAG.total_seconds() == 600


def test_the_first_run_of_any_kind_reads_everything_and_counts_as_a_sweep() -> None:
    read = window(queueing.REAL_TIME, Marks(None, None), START)
    assert read.since is None
    assert moved(Marks(None, None), read) == Marks(START, START)


@pytest.mark.requirement("kind-06")
def test_a_full_synchronization_since_a_date_moves_no_mark_over_what_it_did_not_read() -> None:
    marks = Marks(START, START - timedelta(hours=1))
    now = START + timedelta(days=1)
    after = window(queueing.FULL, marks, now, START + timedelta(minutes=5))
    assert (after.since, after.until) == (START + timedelta(minutes=5), now)
    assert moved(marks, after) == marks
    assert moved(Marks(None, None), after) == Marks(None, None)

    between = window(queueing.FULL, marks, now, START - timedelta(minutes=30))
    assert moved(marks, between) == Marks(now, marks.swept)

    before = window(queueing.FULL, marks, now, START - timedelta(hours=2))
    assert moved(marks, before) == Marks(now, now)
    assert moved(marks, window(queueing.FULL, marks, now)) == Marks(now, now)
