"""Values on their way from JSON and back."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.local.rest.values import PLAIN, Unfit, plain
from landbridge.local.rest.writing import duration_text, instant_text
from landbridge.recordtypes import Kind

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@pytest.mark.requirement("rest-03")
@given(st.integers(-600_000, 600_000))
def test_durations_keep_their_minutes(minutes: int) -> None:
    text = duration_text(minutes / 60)
    assert duration_text(plain(Kind.DURATION, text)) == text
    assert round(plain(Kind.DURATION, text) * 60) == minutes


@pytest.mark.requirement("rest-03")
@given(st.integers(-2_000_000_000, 7_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)))
def test_instants_keep_their_seconds(instant: datetime) -> None:
    assert plain(Kind.DATETIME, instant_text(instant)) == instant


@pytest.mark.requirement("rest-03", "rest-06")
@given(st.sampled_from(sorted(PLAIN, key=lambda kind: kind.value)), JSON)
def test_any_json_is_taken_or_refused(kind: Kind, value: Any) -> None:
    taken = {
        Kind.STRING: str,
        Kind.BOOLEAN: bool,
        Kind.INTEGER: int,
        Kind.DOUBLE: float,
        Kind.DATE: date,
        Kind.DATETIME: datetime,
        Kind.DURATION: float,
    }
    try:
        found = plain(kind, value)
    except Unfit:
        return
    assert isinstance(found, taken[kind])
