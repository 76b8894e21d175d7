"""Small queries made at random give what Python computes from the same rows."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from landbridge.local.records.model import CustomField, CustomRecordType
from landbridge.local.suiteql.errors import QueryRefused
from landbridge.recordtypes import Kind
from tests.component.local_suiteql.conftest import Company

pytestmark = pytest.mark.requirement("query-01")

calm = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

Row = dict[str, Any]
WORDS = ["ab", "aB", "b", "ba", "c%", "c_d", "1", "10", "é", None]
ROWS: list[Row] = [
    {
        "id": number,
        "t": WORDS[number % len(WORDS)],
        "n": None if number % 7 == 0 else number % 5 * 1.5,
        "k": number % 3,
    }
    for number in range(1, 41)
]
FROM = "(SELECT id, custrecord_t t, custrecord_n n, custrecord_k k FROM customrecord_point) r"

Test = Callable[[Row], bool | None]
Condition = tuple[str, Test]

COMPARISONS = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _compared(column: str, sign: str, value: Any) -> Condition:
    compare = COMPARISONS[sign]
    written = f"'{value}'" if isinstance(value, str) else str(value)
    return (
        f"{column} {sign} {written}",
        lambda row: None if row[column] is None else compare(row[column], value),
    )


def _null(column: str, negated: bool) -> Condition:
    return f"{column} IS {'NOT ' if negated else ''}NULL", lambda row: (row[column] is None) is not negated


def _listed(column: str, values: list[Any]) -> Condition:
    written = ", ".join(f"'{value}'" if isinstance(value, str) else str(value) for value in values)
    return f"{column} IN ({written})", lambda row: None if row[column] is None else row[column] in values


def _not(inner: Condition) -> Condition:
    def test(row: Row) -> bool | None:
        found = inner[1](row)
        return None if found is None else not found

    return f"NOT ({inner[0]})", test


def _joined(word: str, one: Condition, other: Condition) -> Condition:
    decisive = word == "OR"

    def test(row: Row) -> bool | None:
        found = (one[1](row), other[1](row))
        if decisive in found:
            return decisive
        return None if None in found else not decisive

    return f"({one[0]} {word} {other[0]})", test


texts = st.sampled_from([word for word in WORDS if word and "%" not in word and "_" not in word])
numbers = st.sampled_from([0.0, 1.5, 3.0, 4.5, 6.0, 2.25])
plain: st.SearchStrategy[Condition] = st.one_of(
    st.builds(_compared, st.just("t"), st.sampled_from(list(COMPARISONS)), texts),
    st.builds(_compared, st.just("n"), st.sampled_from(list(COMPARISONS)), numbers),
    st.builds(_compared, st.just("k"), st.sampled_from(list(COMPARISONS)), st.integers(-1, 3)),
    st.builds(_null, st.sampled_from(["t", "n"]), st.booleans()),
    st.builds(_listed, st.just("t"), st.lists(texts, min_size=1, max_size=3)),
    st.builds(_listed, st.just("k"), st.lists(st.integers(0, 4), min_size=1, max_size=3)),
)
conditions = st.recursive(
    plain,
    lambda inner: st.one_of(
        st.builds(_not, inner), st.builds(_joined, st.sampled_from(["AND", "OR"]), inner, inner)
    ),
    max_leaves=6,
)


@pytest.fixture(scope="module", autouse=True)
def points(company: Company) -> None:
    """Save ``ROWS`` as custom records; their ids are those of the rows."""
    kinds = {"t": Kind.STRING, "n": Kind.DOUBLE, "k": Kind.INTEGER}
    applies = frozenset({"customrecord_point"})
    company.account.records.define_type(
        CustomRecordType("customrecord_point", "Point", include_name=False),
        [CustomField(f"custrecord_{name}", kind, name, applies) for name, kind in kinds.items()],
    )
    for row in ROWS:
        saved = company.save("", "customrecord_point", {f"custrecord_{name}": row[name] for name in kinds})
        assert saved == str(row["id"])


@calm
@given(condition=conditions, descending=st.booleans(), limit=st.integers(1, 45))
def test_conditions_and_order(company: Company, condition: Condition, descending: bool, limit: int) -> None:
    sql, test = condition
    expected = [str(row["id"]) for row in ROWS if test(row)]
    if descending:
        expected.reverse()
    order = "ORDER BY id DESC" if descending else "ORDER BY id"
    page = company.account.suiteql.run(
        company.session, f"SELECT id FROM {FROM} WHERE {sql} {order}", limit=limit
    )
    assert [row["id"] for row in page.items] == expected[:limit]
    assert page.total == len(expected)


@calm
@given(condition=conditions, key=st.sampled_from(["k", "t"]))
def test_groups(company: Company, condition: Condition, key: str) -> None:
    sql, test = condition
    groups: dict[Any, list[Row]] = {}
    for row in ROWS:
        if test(row):
            groups.setdefault(row[key], []).append(row)
    rows = company.query(
        f"SELECT {key} g, COUNT(*) c, COUNT(n) m, SUM(n) s, MIN(id) low, MAX(t) high FROM {FROM} WHERE {sql} GROUP BY {key}"
    )
    assert len(rows) == len(groups)
    for row in rows:
        found = row.get("g")
        members = groups[int(found) if found is not None and key == "k" else found]
        known = [one["n"] for one in members if one["n"] is not None]
        high = [one["t"] for one in members if one["t"] is not None]
        assert int(row["c"]) == len(members)
        assert int(row["m"]) == len(known)
        assert ("s" in row) is bool(known)
        assert not known or float(row["s"]) == pytest.approx(sum(known))
        assert int(row["low"]) == min(one["id"] for one in members)
        assert row.get("high") == (max(high) if high else None)


@calm
@given(left=conditions, right=conditions, kind=st.sampled_from(["JOIN", "LEFT JOIN", "FULL JOIN"]))
def test_joins(company: Company, left: Condition, right: Condition, kind: str) -> None:
    lefts = [row for row in ROWS if left[1](row)]
    rights = [row for row in ROWS if right[1](row)]
    expected = [(one["id"], other["id"]) for one in lefts for other in rights if one["id"] == other["id"] + 1]
    matched_left, matched_right = {pair[0] for pair in expected}, {pair[1] for pair in expected}
    pairs: list[tuple[int | None, int | None]] = list(expected)
    if kind != "JOIN":
        pairs += [(one["id"], None) for one in lefts if one["id"] not in matched_left]
    if kind == "FULL JOIN":
        pairs += [(None, other["id"]) for other in rights if other["id"] not in matched_right]
    rows = company.query(
        f"SELECT a.id x, b.id y FROM (SELECT id FROM {FROM} WHERE {left[0]}) a "
        f"{kind} (SELECT id FROM {FROM} WHERE {right[0]}) b ON a.id = b.id + 1"
    )
    found = [tuple(int(row[name]) if name in row else None for name in ("x", "y")) for row in rows]
    assert sorted(found, key=str) == sorted(pairs, key=str)


@calm
@given(text=st.text(max_size=20), pattern=st.text(alphabet="ab%_é", max_size=6))
def test_like(company: Company, text: str, pattern: str) -> None:
    def matches(rest: str, marks: str) -> bool:
        if not marks:
            return not rest
        if marks[0] == "%":
            return any(matches(rest[place:], marks[1:]) for place in range(len(rest) + 1))
        return bool(rest) and marks[0] in ("_", rest[0]) and matches(rest[1:], marks[1:])

    kept = text.replace("\x02", "")
    expected = matches(kept, pattern) if kept and pattern else None
    known = None if expected is None else str(int(expected))
    assert (
        company.value("CASE WHEN ? LIKE ? THEN 1 WHEN ? NOT LIKE ? THEN 0 END", kept, pattern, kept, pattern)
        == known
    )
    literal = f"CASE WHEN ? LIKE '{pattern}' THEN 1 WHEN ? NOT LIKE '{pattern}' THEN 0 END"
    assert company.value(literal, kept, kept) == known


@calm
@given(a=st.integers(-1000, 1000), b=st.integers(-1000, 1000), c=st.integers(1, 50))
def test_arithmetic(company: Company, a: int, b: int, c: int) -> None:
    found = company.value(f"({a}) * {c} + ({b}) / {c} - ({a})")
    assert found is not None
    assert float(found) == pytest.approx(a * c + b / c - a, abs=1e-9)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.lists(
        st.sampled_from(
            [
                "SELECT",
                "FROM",
                "WHERE",
                "customer",
                "id",
                "*",
                ",",
                "(",
                ")",
                "'",
                '"',
                ";",
                "--",
                "AND",
                "OR",
                "NOT",
                "NULL",
                "IS",
                "IN",
                "LIKE",
                "BETWEEN",
                "JOIN",
                "ON",
                "GROUP",
                "BY",
                "ORDER",
                "HAVING",
                "UNION",
                "COUNT",
                "SUM",
                "CASE",
                "WHEN",
                "THEN",
                "ELSE",
                "END",
                "1",
                "'a'",
                "?",
                "=",
                "<",
                "+",
                "-",
                "/",
                "||",
                "AS",
                "x",
                "ROWNUM",
                "TOP",
                "5",
                "DISTINCT",
                "OVER",
                "PARTITION",
                "WITH",
                "dual",
                "TO_DATE",
                "BUILTIN.DF",
                "PRAGMA",
                "DELETE",
                "FETCH",
                "FIRST",
                "ROWS",
                "ONLY",
                "(+)",
                ".",
                "%",
                "\x00",
                "é",
            ]
        ),
        max_size=14,
    )
)
def test_any_text_is_answered_or_refused_and_never_fails(company: Company, words: list[str]) -> None:
    sql = " ".join(["SELECT", *words])
    try:
        company.account.suiteql.run(company.session, sql, ["v"] * sql.count("?"))
    except QueryRefused as refused:
        detail = refused.detail
    else:
        detail = "Invalid search query."
    assert detail.startswith("Invalid search query.")
    assert "sqlite" not in detail.lower()
