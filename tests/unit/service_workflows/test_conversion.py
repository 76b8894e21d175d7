"""NetSuite's values as SuiteProjects Pro takes them, or a reason in words."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.service.ports import Reference, SourceAccount, Value
from landbridge.service.projects.record_types import SPP_TYPES, SppField, SppKind
from landbridge.service.workflows.conversion import NotConvertible, convert, shown
from landbridge.service.workflows.environment import Surroundings

TEXT, EMAIL, NUMBER, MONEY, HOURS = SppKind.TEXT, SppKind.EMAIL, SppKind.NUMBER, SppKind.MONEY, SppKind.HOURS
DATE, FLAG, REFERENCE, CHOICE, CURRENCY = (
    SppKind.DATE,
    SppKind.FLAG,
    SppKind.REFERENCE,
    SppKind.CHOICE,
    SppKind.CURRENCY,
)
DECIMALS = {MONEY: 3, HOURS: 2}


def target(kind: SppKind, longest: int = 10, *, many: bool = False) -> SppField:
    choices = ("C", "P", "Fixed") if kind is CHOICE else ()
    return SppField(
        "field", "Field", kind, longest=longest, choices=choices, decimals=DECIMALS.get(kind), many=many
    )


@pytest.mark.requirement("map-03")
@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (TEXT, " Wolfe ", "Wolfe"),
        (TEXT, "", None),
        (TEXT, "   ", None),
        (TEXT, 3.0, "3"),
        (TEXT, 0.1, "0.1"),
        (TEXT, True, "true"),
        (TEXT, date(2026, 3, 1), "2026-03-01"),
        (TEXT, Reference("7", "Sales"), "Sales"),
        (TEXT, Reference("7"), "7"),
        (TEXT, (Reference("1", "A"), Reference("2", "B")), "A, B"),
        (EMAIL, "a@b.c", "a@b.c"),
        (NUMBER, 5, 5),
        (NUMBER, "1,250.50", 1250.5),
        (NUMBER, "-.5", -0.5),
        (NUMBER, "12", 12),
        (NUMBER, "1e3", 1000),
        (MONEY, 0.1 + 0.2, 0.3),
        (MONEY, 2.0005, 2),
        (MONEY, 2.0015, 2.002),
        (MONEY, -12.50, -12.5),
        (HOURS, 7.5, 7.5),
        (HOURS, "7:30", 7.5),
        (HOURS, "-0:20", -0.33),
        (HOURS, 1 / 3, 0.33),
        (FLAG, False, False),
        (FLAG, "T", True),
        (FLAG, "no", False),
        (DATE, date(2026, 3, 1), "2026-03-01"),
        (DATE, datetime(2026, 3, 1, 23, tzinfo=UTC), "2026-03-01"),
        (DATE, "2026-03-01T10:00:00", "2026-03-01"),
        (DATE, None, None),
        (CURRENCY, Reference("1", "USD"), "USD"),
        (CURRENCY, Reference("1", "US Dollar"), "USD"),
        (CURRENCY, Reference("1", "USA"), "USD"),
        (CURRENCY, "eur", "EUR"),
        (CHOICE, "C", "C"),
        (CHOICE, "fixed", "Fixed"),
        (REFERENCE, "12", "12"),
        (REFERENCE, 12, "12"),
        (REFERENCE, (), None),
    ],
    ids=str,
)
def test_values_are_converted(kind: SppKind, value: Value, expected: object) -> None:
    converted = convert(value, target(kind))
    assert converted == expected
    assert type(converted) is type(expected) or kind in (NUMBER, MONEY, HOURS)


@pytest.mark.requirement("map-03", "hard-02")
@pytest.mark.parametrize(
    ("kind", "value", "reason"),
    [
        (TEXT, "eleven long", "10 characters"),
        (TEXT, "a\0b", r"U\+0000 is no character"),
        (TEXT, "a\ud800", r"U\+D800 is no character"),
        (EMAIL, "nobody", "e-mail address"),
        (EMAIL, f"{'a' * 260}@b.c", "e-mail address"),
        (NUMBER, "many", "a number"),
        (NUMBER, "12,5", "a number"),
        (NUMBER, True, "a number"),
        (NUMBER, float("inf"), "a number"),
        (NUMBER, 1e13, "a number"),
        (MONEY, "1.250,00", "a number"),
        (HOURS, "7:75", "number of hours"),
        (FLAG, "perhaps", "yes or no"),
        (DATE, "yesterday", "a date"),
        (DATE, "2026-02-30", "a date"),
        (DATE, 20260301, "a date"),
        (CURRENCY, Reference("1", "Gold"), "currency"),
        (CURRENCY, "XQX", "currency"),
        (CHOICE, "X", "one of C, P, Fixed"),
        (REFERENCE, Reference("7", "Sales"), "a lookup gives it"),
        (REFERENCE, ("1", "2"), "one record"),
        (DATE, (date(2026, 3, 1), date(2026, 3, 2)), "one value"),
    ],
    ids=str,
)
def test_what_does_not_fit_is_refused_with_the_reason(kind: SppKind, value: Value, reason: str) -> None:
    with pytest.raises(NotConvertible, match=reason):
        convert(value, target(kind))


def test_an_instant_lies_on_the_day_of_the_accounts_zone() -> None:
    instant = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    late = Surroundings(instant, zone=ZoneInfo("Europe/Prague"))
    assert convert(instant, target(DATE), late) == "2026-03-02"
    assert convert(instant, target(DATE), Surroundings(instant)) == "2026-03-01"


def test_a_currency_of_another_name_is_known_by_its_internal_id() -> None:
    now = datetime(2026, 3, 1, tzinfo=UTC)
    account = SourceAccount("1", currencies={"9": "NOK"})
    surroundings = Surroundings(now, account=lambda: account)
    assert convert(Reference("9", "Krone"), target(CURRENCY), surroundings) == "NOK"
    with pytest.raises(NotConvertible):
        convert(Reference("8", "Krone"), target(CURRENCY), surroundings)


def test_several_records_are_kept_where_the_field_takes_several() -> None:
    assert convert(("3", "1", "3"), target(REFERENCE, many=True)) == "3,1"


@pytest.mark.requirement("hard-04")
@pytest.mark.parametrize("text", ["007", "שלום עולם", "Zoë 👩‍👩‍👧 Ltd", "ﻣﺮﺣﺒﺎ", "O'Brien & <Söhne>", "٣٤"])
def test_texts_arrive_as_they_are(text: str) -> None:
    assert convert(text, target(TEXT, 40)) == text
    assert convert(Reference("7", text), target(TEXT, 40)) == text


def test_text_that_looks_like_digits_of_another_script_is_no_number() -> None:
    with pytest.raises(NotConvertible):
        convert("٣٤", target(NUMBER))


def answer(value: Value, field: SppField) -> bool:
    """Whether the answer is a JSON value that can be stored, or a whole sentence."""
    try:
        converted = convert(value, field)
    except NotConvertible as reason:
        return str(reason).endswith(".")
    json.dumps(converted, allow_nan=False).encode()
    return converted is None or isinstance(converted, str | bool | int | float)


SIMPLE = st.one_of(
    st.none(),
    st.text(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.dates(),
    st.datetimes(timezones=st.just(UTC)),
    st.builds(Reference, st.text(), st.text()),
)
FIELDS = sorted(
    {(kind.table, field.name) for kind in SPP_TYPES.values() for field in kind.declared},
)


@pytest.mark.requirement("map-03")
@given(st.sampled_from(FIELDS), st.one_of(SIMPLE, st.lists(st.builds(Reference, st.text(), st.text()))))
def test_any_value_gives_json_or_a_reason(place: tuple[str, str], value: Value) -> None:
    field = SPP_TYPES[place[0]].field(place[1])
    assert field is not None
    assert answer(value, field)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=3, allow_nan=False))
def test_money_keeps_its_thousandths(amount: object) -> None:
    converted = convert(str(amount), target(MONEY))
    assert f"{converted:.3f}" == f"{amount:.3f}".replace("-0.000", "0.000")


@given(SIMPLE)
def test_what_is_shown_is_short_and_can_be_stored(value: Value) -> None:
    text = shown(value)
    assert len(text) <= 200
    assert "\0" not in text
    text.encode()
