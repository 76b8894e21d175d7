"""Dates in the account's pattern, and texts of values."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.local.access.model import Context, Session
from landbridge.local.datetexts import read_date, show_date, show_instant
from landbridge.local.pages.sessions import IDLE_S, PageSessions
from landbridge.local.pages.visit import plain
from landbridge.local.settings import AccountSettings

PATTERNS = [
    "M/D/YYYY",
    "D/M/YYYY",
    "DD/MM/YYYY",
    "YYYY-MM-DD",
    "YYYY/MM/DD",
    "D-Mon-YYYY",
    "DD.MM.YYYY",
    "D.M.YYYY",
]


@given(st.dates(min_value=datetime.date(1900, 1, 1)), st.sampled_from(PATTERNS))
def test_a_date_reads_as_it_is_shown(day: datetime.date, pattern: str) -> None:
    settings = AccountSettings(date_format=pattern)
    assert read_date(settings, show_date(settings, day)) == day
    assert read_date(settings, day.isoformat()) == day


@pytest.mark.parametrize(
    ("pattern", "text"),
    [("M/D/YYYY", "3/1/2026"), ("DD.MM.YYYY", "01.03.2026"), ("D-Mon-YYYY", "1-Mar-2026")],
)
def test_dates_follow_the_accounts_pattern(pattern: str, text: str) -> None:
    assert show_date(AccountSettings(date_format=pattern), datetime.date(2026, 3, 1)) == text


@pytest.mark.parametrize("text", ["", "soon", "13/1/2026", "2/30/2026", "1-Foo-2026", "1/2/26", "2026-13-01"])
@pytest.mark.parametrize("pattern", ["M/D/YYYY", "D-Mon-YYYY"])
def test_what_is_no_date_is_refused(text: str, pattern: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_date(AccountSettings(date_format=pattern), text)


@pytest.mark.parametrize(
    ("zone", "pattern", "text"),
    [
        ("America/Los_Angeles", "h:mm a", "12/31/2025 4:05:06 pm"),
        ("Europe/Berlin", "H:mm", "1/1/2026 1:05:06"),
        ("America/New_York", "h:mm a", "12/31/2025 7:05:06 pm"),
    ],
)
def test_instants_are_shown_in_the_accounts_zone(zone: str, pattern: str, text: str) -> None:
    instant = datetime.datetime(2026, 1, 1, 0, 5, 6, tzinfo=datetime.UTC)
    assert show_instant(AccountSettings(time_zone=zone, time_format=pattern), instant) == text


def test_noon_and_midnight() -> None:
    settings = AccountSettings(time_zone="UTC")
    day = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    assert show_instant(settings, day) == "1/1/2026 12:00:00 am"
    assert show_instant(settings, day.replace(hour=12)) == "1/1/2026 12:00:00 pm"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("a <b>bold</b> move", "a bold move"),
        ("one<br/>two", "one\ntwo"),
        ("1 &lt; 2 &amp; 3", "1 < 2 & 3"),
        ("1 < 2", "1 < 2"),
    ],
)
def test_a_scripts_markup_becomes_text(markup: str, text: str) -> None:
    assert plain(markup) == text


def test_a_session_ends_when_it_was_idle_too_long() -> None:
    now = [0.0]
    sessions = PageSessions("1234567", lambda: now[0])
    cookie = sessions.open(Session("1", "3", Context.USERINTERFACE), "a@b.example")
    now[0] = IDLE_S
    assert sessions.get(cookie) is not None
    now[0] = 2 * IDLE_S
    assert sessions.get(cookie) is not None
    now[0] = 3 * IDLE_S + 1
    assert sessions.get(cookie) is None


def test_a_session_shows_no_secret() -> None:
    sessions = PageSessions("1234567")
    cookie = sessions.open(Session("1", "3", Context.USERINTERFACE), "a@b.example")
    opened = sessions.get(cookie)
    assert opened is not None
    assert opened.csrf not in repr(opened)
