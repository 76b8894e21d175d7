"""Values are bound beside the query, never written into it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from landbridge.netsuite.suiteql.parameters import bound
from landbridge.netsuite.suiteql.rows import dict_reader, struct_reader

VALUES = st.one_of(
    st.text(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(),
    st.datetimes(),
)


@given(
    st.lists(VALUES, max_size=5), st.sampled_from(["'what?'", "'it''s ?'", '"a?"', "-- ?\n", "/* ? */", "x"])
)
def test_no_value_ever_reaches_the_text_of_a_query(values: list[object], between: str) -> None:
    sql = f"SELECT {between} FROM t WHERE " + f" {between} ".join("c = ?" for _ in values)
    text, sent = bound(sql, values)  # type: ignore[arg-type]  # the strategy gives what is allowed
    assert len(sent) == len(values)
    for value in values:
        dated = isinstance(value, date)
        assert (f"TO_DATE(?, '{'YYYY-MM-DD'}" in text) == any(
            isinstance(one, date) for one in values
        ) or not dated
    plain = text.replace("TO_DATE(?, 'YYYY-MM-DD HH24:MI:SS')", "?").replace("TO_DATE(?, 'YYYY-MM-DD')", "?")
    assert plain == sql


@pytest.mark.requirement("web-13")
def test_values_travel_as_queries_write_them() -> None:
    wall = datetime(2026, 3, 1, 4, 5, 6, 7)  # noqa: DTZ001 - a wall time
    values = (True, False, date(2026, 3, 1), wall, 5, "O'Brien")
    text, sent = bound("a=? b=? c=? d=? e=? f=?", values)
    assert text == "a=? b=? c=TO_DATE(?, 'YYYY-MM-DD') d=TO_DATE(?, 'YYYY-MM-DD HH24:MI:SS') e=? f=?"
    assert sent == ["T", "F", "2026-03-01", "2026-03-01 04:05:06", 5, "O'Brien"]


@pytest.mark.parametrize(
    "values",
    [(), (1, 2), (datetime(2026, 1, 1, tzinfo=UTC),), (float("nan"),), (None,), (Decimal(1),)],
    ids=["too few", "too many", "aware", "nan", "null", "decimal"],
)
def test_what_cannot_be_bound_is_refused_before_anything_is_sent(values: tuple[object, ...]) -> None:
    with pytest.raises(ValueError, match=r"question mark|wall times|finite|takes no value"):
        bound("SELECT 1 FROM dual WHERE id = ?", values)  # type: ignore[arg-type]  # that is the point


class Typed(Struct):
    """A row."""

    id: int
    ratio: float | None
    flag: bool
    day: date | None = None


def test_rows_have_the_types_that_were_asked_for() -> None:
    items = [{"links": [], "id": "7", "ratio": ".5", "flag": "T", "day": "2026-02-03", "more": "x"}]
    types = {"id": int, "Ratio": Decimal, "flag": bool, "day": date, "gone": str}
    assert dict_reader(types)(items) == [
        {"id": 7, "ratio": Decimal("0.5"), "flag": True, "day": date(2026, 2, 3), "gone": None, "more": "x"}
    ]
    assert struct_reader(Typed)(items) == [Typed(7, 0.5, flag=True, day=date(2026, 2, 3))]
    assert struct_reader(Typed)([{"id": "7", "flag": "F"}]) == [Typed(7, None, flag=False)]


def test_a_text_that_is_not_of_its_type_names_its_column() -> None:
    with pytest.raises(ValueError, match="day: not a date: '3/1/2026'; select it as TO_CHAR"):
        dict_reader({"day": date})([{"day": "3/1/2026"}])
    with pytest.raises(ValueError, match="flag is null"):
        struct_reader(Typed)([{"id": "7"}])
    with pytest.raises(ValueError, match="a column is one of"):
        dict_reader({"day": list})
