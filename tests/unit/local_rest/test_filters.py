"""The grammar of ``q``."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.local.records.model import Criterion
from landbridge.local.records.trees import Group
from landbridge.local.rest.filters import COUNTS, Condition, Count, parsed
from landbridge.local.restservices.errors import RestError

WORDS = st.text("abcXYZ0123456789_./-:@", min_size=1, max_size=8)
TEXTS = st.text(max_size=20)
OPERATORS = st.sampled_from([name for name, count in COUNTS.items() if count is Count.ONE])


def kept(condition: Condition) -> Criterion:
    """Keep a condition as it was written."""
    return Criterion(condition.field, condition.operator, (*condition.values, condition.negated))


def quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


conditions = st.builds(
    lambda field, operator, value, negated: (
        f"{field} {operator}{'_NOT' if negated else ''} {quoted(value)}",
        Criterion(field, operator, (value, negated)),
    ),
    WORDS,
    OPERATORS,
    TEXTS,
    st.booleans(),
)
trees = st.recursive(
    conditions,
    lambda inner: st.builds(
        lambda every, parts: (
            (" AND " if every else " OR ").join(f"({text})" for text, _ in parts),
            Group(every, tuple(tree for _, tree in parts)),
        ),
        st.booleans(),
        st.lists(inner, min_size=2, max_size=4),
    ),
    max_leaves=12,
)


@pytest.mark.requirement("rest-02")
@given(trees)
def test_what_is_written_is_what_is_read(written: tuple[str, Criterion | Group]) -> None:
    text, tree = written
    assert parsed(text, kept) == tree


@pytest.mark.requirement("rest-02", "rest-06")
@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    refusal: RestError | None = None
    try:
        found = parsed(text, kept)
    except RestError as error:
        refusal = error
    if refusal is None:
        assert isinstance(found, (Criterion, Group))
    else:
        assert (refusal.status, refusal.details[0].parameter) == (400, "q")


@pytest.mark.requirement("rest-02")
def test_and_binds_closer_than_or() -> None:
    a, b, c = (Criterion(name, "IS", ("1", False)) for name in "abc")
    assert parsed("a IS 1 OR b IS 1 AND c IS 1", kept) == Group(
        every=False, parts=(a, Group(every=True, parts=(b, c)))
    )


@pytest.mark.requirement("rest-02")
def test_lists_of_values() -> None:
    assert parsed('a ANY_OF [1, "b c" ,3]', kept) == Criterion("a", "ANY_OF", ("1", "b c", "3", False))
    assert parsed("a BETWEEN_NOT [1,2]", kept) == Criterion("a", "BETWEEN", ("1", "2", True))
