"""Filters: what they say, when they hold, and what is told of an error."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.service.ports import Reference, Value
from landbridge.service.workflows.filters import (
    Comparison,
    FilterSyntaxError,
    Operator,
    fields_of,
    holds,
    objection,
    parse,
    render,
    spp_fields_of,
)

VALUES: dict[str, Value] = {
    "name": "Wolfe",
    "code": "007",
    "amount": 99.5,
    "count": 3,
    "marked": True,
    "closed": False,
    "department": Reference("5", "Sales"),
    "tags": (Reference("1", "A"), Reference("2", "B")),
    "tranDate": date(2026, 3, 1),
    "createdDate": datetime(2026, 3, 1, 23, 30, tzinfo=UTC),
    "record.memo": "whole",
    "customer.type": "C",
    "customer.active": True,
}


def held(text: str, zone: str = "UTC") -> bool:
    return holds(parse(text), VALUES.get, ZoneInfo(zone))


@pytest.mark.requirement("map-04")
@pytest.mark.parametrize(
    "text",
    [
        "(name = 'Wolfe')",
        "name = 'Wolfe'",
        '(name <> "wolfe")',
        "(name < 'X')",
        "(code = '007') AND (code <> '7')",
        "(code > 6)",
        "(amount = 99.50)",
        "(amount >= '99.5') AND (amount < 100)",
        "(count = 3)",
        "(marked = 'T') AND (marked = true) AND (marked = '1')",
        "(closed = false) AND (closed <> 'T')",
        "(absent = false)",
        "(absent = '') AND (absent = EMPTY) AND (absent <> 'x')",
        "NOT (absent > 1)",
        "(department = 5)",
        "(department = ('4', '5'))",
        "(department = '4', '5')",
        "(department <> '4', '6')",
        "NOT (department = 'Sales')",
        "(department <> '')",
        "(tags = 2) AND NOT (tags <> 1) AND (tags <> 3)",
        "(tranDate = 2026-03-01)",
        "(tranDate > '2026-02-28') AND (tranDate <= 2026-03-01)",
        "(createdDate = 2026-03-01)",
        "(Transaction.memo = 'whole')",
        "(customer.type = 'C') AND (customer.active = '1')",
        "(name = 'x') OR (name = 'y') OR ((count = 3) AND (marked = true))",
        "(name = 'x') AND (name = 'y') OR (count = 3)",
        "NOT ((name = 'x') OR (count = 4))",
    ],
)
def test_what_holds(text: str) -> None:
    assert held(text)
    assert not held(f"NOT ({text})")
    assert held(render(parse(text)))


@pytest.mark.parametrize(
    "text",
    [
        "(name = 'wolfe')",
        "(name < 5)",
        "(amount = 'many')",
        "(amount < 'many')",
        "(tranDate = 'today')",
        "(absent <> '')",
        "(marked > 'F')",
        "(tags > 0)",
        "(department = 'Sales')",
        "(name = 'x') AND ((count = 3) OR (marked = true))",
    ],
)
def test_what_does_not_hold(text: str) -> None:
    assert not held(text)


def test_an_instant_lies_on_the_day_of_the_zone() -> None:
    assert held("(createdDate = 2026-03-02)", "Europe/Prague")


@pytest.mark.requirement("map-04")
@pytest.mark.parametrize(
    ("text", "against"),
    [
        ("(count = 3) AND (amount > 100)", "amount"),
        ("(name = 'x') OR (code = 'y')", "name"),
        ("NOT (count = 3)", "count"),
        ("NOT ((count = 3) OR (amount = 1))", "count"),
    ],
)
def test_what_stands_against_it_is_named(text: str, against: str) -> None:
    found = objection(parse(text), VALUES.get)
    assert found is not None
    assert found.field == against


def test_the_fields_of_both_sides_are_told_apart() -> None:
    expression = parse("(a = 1) OR NOT (record.b = 2) AND (project.active = true) AND (Employee.c = '')")
    assert fields_of(expression) == {"a", "record.b", "record.c"}
    assert spp_fields_of(expression) == {"project.active"}


@pytest.mark.requirement("map-05")
@pytest.mark.parametrize(
    ("text", "line", "column", "problem"),
    [
        ("", 1, 1, "expected a field"),
        ("(a = 'x'", 1, 9, "expected AND, OR or )"),
        ("(a = 1) (b = 2)", 1, 9, "expected AND, OR or the end"),
        ("(a = 1)\nand (b = 2)", 2, 1, "expected AND, OR or the end, not and"),
        ("(a = 1) AND or", 1, 13, "written in capitals"),
        ("(a ! 1)", 1, 4, "begins neither"),
        ("(a = )", 1, 6, "expected a value"),
        ("(a = b)", 1, 6, "text in quotation marks"),
        ("(a < (1, 2))", 1, 6, "compares with one value"),
        ("(a LIKE 'x')", 1, 4, "expected =, <>"),
        ("(somewhere.a = 1)", 1, 2, "no table of SuiteProjects Pro"),
        ("(a = 'x", 1, 6, "no closing quotation mark"),
        ("(" * 60 + "a = 1", 1, 51, "nested 50 deep"),
        ("(a = 1)" + " " * 10_000, 1, 1, "10000 characters at most"),
    ],
)
def test_errors_name_line_column_and_what_was_expected(
    text: str, line: int, column: int, problem: str
) -> None:
    with pytest.raises(FilterSyntaxError, match=re.escape(problem)) as caught:
        parse(text)
    assert (caught.value.line, caught.value.column) == (line, column)


ORDERS: dict[Operator, Callable[[Decimal, Decimal], bool]] = {
    Operator.EQUAL: lambda one, other: one == other,
    Operator.NOT_EQUAL: lambda one, other: one != other,
    Operator.LESS: lambda one, other: one < other,
    Operator.AT_MOST: lambda one, other: one <= other,
    Operator.MORE: lambda one, other: one > other,
    Operator.AT_LEAST: lambda one, other: one >= other,
}


@given(st.integers(-50, 50), st.integers(-50, 50), st.sampled_from(Operator))
def test_numbers_compare_by_their_value(one: int, other: int, operator: Operator) -> None:
    expected = ORDERS[operator](Decimal(one), Decimal(other))
    for value in (one, float(one), str(one)):
        comparison = Comparison("a", operator, (f"{other}.0" if not isinstance(value, str) else str(other),))
        assert holds(comparison, {"a": value}.get) == expected
