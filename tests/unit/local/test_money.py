"""Amounts and rates of transactions."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.local.records.errors import RecordError
from landbridge.local.records.rules.transactions.money import (
    LARGEST,
    exact,
    money,
    percentage,
    rate_of,
    rate_text,
)


@pytest.mark.parametrize(
    ("value", "rounded"),
    [(1.005, 1.01), (2.675, 2.68), (-1.005, -1.01), (0.004, 0.0), (-0.001, 0.0), (None, 0.0)],
)
def test_amounts_are_rounded_half_up_as_they_are_written(value: float | None, rounded: float) -> None:
    assert money(value) == rounded
    assert str(money(value)) == str(rounded)


@given(st.lists(st.integers(-(10**8), 10**8).map(lambda cents: cents / 100), max_size=50))
def test_sums_of_cents_are_exact(amounts: list[float]) -> None:
    total = sum((exact(amount) for amount in amounts), Decimal(0))
    assert exact(money(total)) == total


@pytest.mark.parametrize("value", [1e15, -1e300, float(LARGEST)])
def test_amounts_beyond_what_a_field_holds_are_refused(value: float) -> None:
    with pytest.raises(RecordError) as refused:
        money(value)
    assert refused.value.code == "INVALID_AMT"


@given(st.integers(-(10**12), 10**12).map(lambda number: Decimal(number) / 10**6))
def test_a_rate_is_read_as_it_is_written(rate: Decimal) -> None:
    text = rate_text(rate)
    assert rate_of(text) == rate
    assert len(text.partition(".")[2]) >= 2


@pytest.mark.parametrize(
    ("text", "share", "amount"),
    [("-10%", Decimal(-10), Decimal(-10)), (" 12.5 ", None, Decimal("12.5")), (".5", None, Decimal("0.5"))],
)
def test_a_rate_is_an_amount_or_a_percentage(text: str, share: Decimal | None, amount: Decimal) -> None:
    assert (percentage(text), rate_of(text)) == (share, amount)


@pytest.mark.parametrize("text", ["", "ten", "1e5", "NaN", "1,5", "%", "٣", "1" * 40])
def test_what_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(RecordError) as refused:
        rate_of(text)
    assert (refused.value.code, refused.value.field) == ("INVALID_FLD_VALUE", "rate")
