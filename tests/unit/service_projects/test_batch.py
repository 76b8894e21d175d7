"""What a batch would do, before it is written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from landbridge.service.ports import Change, JsonValue, Outcome
from landbridge.service.projects.batch import Current, plan
from landbridge.service.projects.record_types import CUSTOMER

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
VALUES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text("abc")
)
FIELDS = st.dictionaries(st.sampled_from(["a__c", "b__c", "c__c"]), VALUES)
HELD = st.dictionaries(
    st.sampled_from(["a__c", "b__c", "c__c"]), VALUES.filter(lambda value: value is not None)
)


def apply(
    held: dict[str, JsonValue], wanted: dict[str, JsonValue], minutes: int = 1
) -> tuple[object, dict[str, JsonValue]]:
    current = {"1": Current(1, {"name": "Acme", **held}, NOON)}
    (one,) = plan(CUSTOMER, [Change("9", "1", wanted, NOON + timedelta(minutes=minutes))], current)
    return one.answer, one.fields


@given(held=HELD, wanted=FIELDS)
def test_what_was_written_is_what_was_wanted_and_the_rest_is_kept(
    held: dict[str, JsonValue], wanted: dict[str, JsonValue]
) -> None:
    answer, fields = apply(held, wanted)
    assert answer is None
    for name, value in wanted.items():
        assert fields.get(name) == value
    for name in held.keys() - wanted.keys():
        assert fields[name] == held[name]
    assert None not in fields.values()


@given(held=HELD, wanted=FIELDS)
def test_writing_the_same_again_differs_in_nothing(
    held: dict[str, JsonValue], wanted: dict[str, JsonValue]
) -> None:
    _, fields = apply(held, wanted)
    del fields["name"]
    current = {"1": Current(1, {"name": "Acme", **fields}, NOON)}
    (again,) = plan(CUSTOMER, [Change("9", "1", wanted, NOON)], current)
    assert again.differences == []


@given(held=HELD, wanted=FIELDS, minutes=st.integers(-1000, -1))
def test_an_older_version_is_never_written(
    held: dict[str, JsonValue], wanted: dict[str, JsonValue], minutes: int
) -> None:
    current = {"1": Current(1, {"name": "Acme", **held}, NOON)}
    (one,) = plan(CUSTOMER, [Change("9", "1", wanted, NOON + timedelta(minutes=minutes))], current)
    assert one.answer is not None
    assert one.answer.outcome is Outcome.STALE
    assert one.answer.changes == ()
