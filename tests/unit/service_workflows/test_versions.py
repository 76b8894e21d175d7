"""The digest of a source record: the same content, the same digits; any other content, others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landbridge.service.ports import Line, Reference, SourceRecord, Value
from landbridge.service.workflows.versions import digest

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
LINES: Mapping[str, list[Line]] = {
    "itemList": [{"line": 1, "item": Reference("5", "Hours")}, {"line": 2, "rate": 10.0}],
    "applyList": [{"doc": Reference("9"), "amount": 5.0}],
}
ORDER = SourceRecord("salesOrder", "7", AT, {"tranId": "SO7", "tranDate": date(2026, 3, 1)}, None, LINES)


def test_the_order_of_names_and_the_instant_of_reading_do_not_matter() -> None:
    other = replace(
        ORDER,
        modified=AT + timedelta(days=1),
        values={"lastModifiedDate": AT, **dict(reversed(list(ORDER.values.items())))},
        lines={
            name: [dict(reversed(list(line.items()))) for line in LINES[name]] for name in reversed(LINES)
        },
    )
    assert digest(other) == digest(ORDER)


@pytest.mark.parametrize(
    "lines",
    [
        {},
        {"itemList": LINES["itemList"]},
        {**LINES, "itemList": LINES["itemList"][::-1]},
        {**LINES, "itemList": LINES["itemList"][:1]},
        {**LINES, "itemList": [{"line": 1, "item": Reference("5", "Hours"), "rate": 10.0}, {"line": 2}]},
        {**LINES, "applyList": [{"doc": Reference("9"), "amount": 5.5}]},
        {"expenseList": LINES["itemList"], "applyList": LINES["applyList"]},
    ],
    ids=["none", "one list", "other order", "one line less", "value on another line", "amount", "other list"],
)
def test_what_changes_on_a_line_changes_the_digest(lines: Mapping[str, list[Line]]) -> None:
    assert digest(replace(ORDER, lines=lines)) != digest(ORDER)


VALUES: st.SearchStrategy[Value] = st.one_of(
    st.text(max_size=4), st.booleans(), st.integers(-9, 9), st.builds(Reference, st.text(max_size=2))
)
FIELDS = st.dictionaries(st.sampled_from(["a", "b", "c"]), VALUES, max_size=3)
RECORDS = st.builds(
    lambda values, lines: replace(ORDER, values=values, lines=lines),
    FIELDS,
    st.dictionaries(st.sampled_from(["itemList", "expenseList"]), st.lists(FIELDS, max_size=3), max_size=2),
)


@settings(deadline=None)
@given(RECORDS, RECORDS)
def test_two_records_have_the_same_digits_when_they_hold_the_same(
    one: SourceRecord, other: SourceRecord
) -> None:
    def content(record: SourceRecord) -> str:
        lines = {name: [sorted(line.items()) for line in found] for name, found in record.lines.items()}
        return repr((sorted(record.values.items()), sorted(lines.items())))

    assert (digest(one) == digest(other)) is (content(one) == content(other))
