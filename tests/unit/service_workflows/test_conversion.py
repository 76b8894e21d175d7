"""NetSuite's values as SuiteProjects Pro takes them, or a reason in words."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.service.ports import Reference, Value
from landbridge.service.workflows.catalogue import Target, TargetKind
from landbridge.service.workflows.conversion import NotConvertible, convert, shown


def target(kind: TargetKind, longest: int = 10) -> Target:
    return Target("field", "Field", kind, longest)


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (TargetKind.TEXT, " Wolfe ", "Wolfe"),
        (TargetKind.TEXT, "", None),
        (TargetKind.TEXT, "   ", None),
        (TargetKind.TEXT, 3.0, "3"),
        (TargetKind.TEXT, True, "true"),
        (TargetKind.TEXT, Reference("7", "Sales"), "Sales"),
        (TargetKind.TEXT, Reference("7"), "7"),
        (TargetKind.TEXT, (Reference("1", "A"), Reference("2", "B")), "A, B"),
        (TargetKind.EMAIL, "a@b.c", "a@b.c"),
        (TargetKind.NUMBER, 5, 5),
        (TargetKind.NUMBER, "1,250.50", 1250.5),
        (TargetKind.NUMBER, "12", 12),
        (TargetKind.BOOLEAN, False, False),
        (TargetKind.BOOLEAN, "T", True),
        (TargetKind.BOOLEAN, "no", False),
        (TargetKind.DATE, date(2026, 3, 1), "2026-03-01"),
        (TargetKind.DATE, datetime(2026, 3, 1, 23, tzinfo=UTC), "2026-03-01"),
        (TargetKind.DATE, "2026-03-01T10:00:00", "2026-03-01"),
        (TargetKind.CURRENCY, Reference("1", "USD"), "USD"),
        (TargetKind.CURRENCY, Reference("1", "US Dollar"), "USD"),
        (TargetKind.CURRENCY, Reference("1", "USA"), "USD"),
        (TargetKind.CURRENCY, "eur", "EUR"),
        (TargetKind.RECORD, "12", "12"),
        (TargetKind.DATE, None, None),
    ],
)
def test_values_are_converted(kind: TargetKind, value: Value, expected: object) -> None:
    converted = convert(value, target(kind))
    assert (converted, type(converted)) == (expected, type(expected))


@pytest.mark.requirement("flow-04")
@pytest.mark.parametrize(
    ("kind", "value", "reason"),
    [
        (TargetKind.TEXT, "eleven long", "10 characters"),
        (TargetKind.EMAIL, "nobody", "e-mail address"),
        (TargetKind.NUMBER, "many", "number"),
        (TargetKind.BOOLEAN, "perhaps", "yes or no"),
        (TargetKind.DATE, "yesterday", "date"),
        (TargetKind.CURRENCY, Reference("1", "Gold"), "currency"),
    ],
)
def test_what_does_not_fit_is_refused_with_the_reason(kind: TargetKind, value: Value, reason: str) -> None:
    with pytest.raises(NotConvertible, match=reason):
        convert(value, target(kind))


def answer(value: Value, field: Target) -> bool:
    """Whether the answer is a JSON value or a whole sentence."""
    try:
        converted = convert(value, field)
    except NotConvertible as reason:
        return str(reason).endswith(".")
    return converted is None or isinstance(converted, (str, bool, int, float))


SIMPLE = st.one_of(
    st.none(),
    st.text(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(),
    st.builds(Reference, st.text(), st.text()),
)


@given(
    st.sampled_from(list(TargetKind)), st.one_of(SIMPLE, st.lists(st.builds(Reference, st.text(), st.text())))
)
def test_any_value_gives_json_or_a_reason(kind: TargetKind, value: Value) -> None:
    assert answer(value, target(kind))


@given(SIMPLE)
def test_what_is_shown_is_short_and_can_be_stored(value: Value) -> None:
    text = shown(value)
    assert len(text) <= 200
    assert "\0" not in text
