"""Rows, filters and mappings of every shape, for property tests."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from landbridge.service.workflows.catalogue import Row, Source
from landbridge.service.workflows.filters import All, Comparison, Expression, Not, Operator
from landbridge.service.workflows.filters import Any as AnyOf
from landbridge.service.workflows.filters import render as render_filter

NAMES = st.from_regex(r"[a-z][a-zA-Z0-9]{0,8}(?:_[a-z]{1,3})?", fullmatch=True).filter(
    lambda name: name not in ("true", "false", "null", "lookup", "part", "values")
)
SOURCES = st.one_of(NAMES, NAMES.map("record.{}".format), NAMES.map("custentity_{}".format))
LITERALS = st.one_of(
    st.text(max_size=12),
    st.booleans(),
    st.none(),
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False),
)
OPERATORS = st.sampled_from(Operator)


@st.composite
def comparisons(draw: st.DrawFn) -> Comparison:
    operator = draw(OPERATORS)
    most = 3 if operator in (Operator.EQUAL, Operator.NOT_EQUAL) else 1
    field = draw(st.one_of(SOURCES, NAMES.map("customer.{}".format)))
    return Comparison(field, operator, tuple(draw(st.lists(st.text(max_size=6), min_size=1, max_size=most))))


def _joined(parts: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return st.one_of(several.map(All), several.map(AnyOf), parts.map(Not))


EXPRESSIONS: st.SearchStrategy[Expression] = st.recursive(comparisons(), _joined, max_leaves=6)
PIECES = st.lists(
    st.one_of(
        SOURCES.map(lambda name: {"field": name}), st.text(max_size=8).map(lambda text: {"text": text})
    ),
    min_size=1,
    max_size=4,
)
TABLE_FORMS = st.fixed_dictionaries(
    {"table": st.sampled_from(["user", "customer"]), "by": st.sampled_from(["name", "code"])},
    optional={
        "return": st.sampled_from(["id", "notes"]),
        "where": st.dictionaries(NAMES, LITERALS, max_size=2),
        "several": st.just("first"),
    },
)
LINK_FORMS = st.one_of(
    st.sampled_from(["customers", "projects"]),
    st.just({"workflow": "customers", "return": "notes"}),
)
FORMS = st.one_of(TABLE_FORMS, LINK_FORMS)
VALUE_MAPS = st.dictionaries(st.text(max_size=6), LITERALS, max_size=4)


def stored(
    source: str, fields: st.SearchStrategy[str], values: st.SearchStrategy[Any]
) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"source": st.just(source), "field": fields, "value": values})


NO_FIELD = st.just("")
SIMPLE = st.one_of(
    stored("field", SOURCES, st.none()),
    stored("constant", NO_FIELD, LITERALS),
    stored("concatenation", NO_FIELD, PIECES),
    stored("macro", st.one_of(NO_FIELD, SOURCES), st.sampled_from(["_TODAY", "_NEGATIVE"])),
    stored("lookup", SOURCES, st.one_of(FORMS, st.lists(FORMS, min_size=1, max_size=3))),
    stored("values", SOURCES, VALUE_MAPS),
)
BRANCH_ROWS = st.one_of(SIMPLE, SIMPLE.map(lambda row: {**row, "required": True}))
BRANCHES = st.lists(
    st.fixed_dictionaries({"if": EXPRESSIONS.map(render_filter), "then": BRANCH_ROWS}), min_size=1, max_size=3
)
CONDITIONS = stored(
    "conditional",
    NO_FIELD,
    st.fixed_dictionaries({"branches": BRANCHES}, optional={"else": BRANCH_ROWS}),
)
PARTS = stored("part", NO_FIELD, NAMES)
TARGETS = st.lists(NAMES.map("{}__c".format), max_size=6, unique_by=lambda name: name.replace("_", ""))


@st.composite
def mappings(draw: st.DrawFn) -> list[tuple[Row, bool]]:
    found: list[tuple[Row, bool]] = []
    for target in draw(TARGETS):
        one = draw(st.one_of(SIMPLE, CONDITIONS, PARTS))
        row = Row(
            target,
            Source(one["source"]),
            one["field"],
            one["value"],
            required=draw(st.booleans()),
            initial_only=draw(st.booleans()),
        )
        found.append((row, draw(st.booleans())))
    return found
