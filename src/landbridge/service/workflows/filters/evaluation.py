"""Whether a filter holds for what a record has."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal, InvalidOperation
from typing import Any

from landbridge.service.ports import Reference, Value
from landbridge.service.workflows.filters.expressions import (
    All,
    Comparison,
    Expression,
    Not,
    Operator,
)

ValueOf = Callable[[str], Value]
"""Answers what is in a field."""

_TRUE = frozenset({"true", "t", "1", "yes"})
_FALSE = frozenset({"false", "f", "0", "no"})


def holds(expression: Expression, value_of: ValueOf, zone: tzinfo = UTC) -> bool:
    """Whether ``expression`` holds. ``zone`` says on which day an instant lies.

    References compare by internal id, several of them as a set of which one may be equal; flags with true and false; numbers and dates by
    their value, everything else as text, case and all. An empty field is equal to ``''`` and, as a flag, to ``false``; it is neither
    less nor more than anything.
    """
    return objection(expression, value_of, zone) is None


def objection(expression: Expression, value_of: ValueOf, zone: tzinfo = UTC) -> Comparison | None:
    """Return a comparison because of which ``expression`` does not hold, ``None`` where it holds."""
    if isinstance(expression, Comparison):
        return None if _compares(expression, value_of(expression.field), zone) else expression
    if isinstance(expression, Not):
        return _first(expression.part) if holds(expression.part, value_of, zone) else None
    objections = [objection(part, value_of, zone) for part in expression.parts]
    if isinstance(expression, All):
        return next((one for one in objections if one), None)
    return None if None in objections else objections[0]


def _first(expression: Expression) -> Comparison:
    while not isinstance(expression, Comparison):
        expression = expression.part if isinstance(expression, Not) else expression.parts[0]
    return expression


def _compares(comparison: Comparison, value: Value, zone: tzinfo) -> bool:
    if comparison.operator is Operator.EQUAL:
        return any(_equal(value, wanted, zone) for wanted in comparison.values)
    if comparison.operator is Operator.NOT_EQUAL:
        return not any(_equal(value, wanted, zone) for wanted in comparison.values)
    return _ordered(value, comparison.operator, comparison.values[0], zone)


def _equal(value: Value, wanted: str, zone: tzinfo) -> bool:
    if value is None or value in ("", (), []):
        return wanted == "" or wanted.lower() == "false"
    if isinstance(value, list | tuple):
        return any(_equal(one, wanted, zone) for one in value)
    if isinstance(value, bool):
        return wanted.lower() in (_TRUE if value else _FALSE)
    if isinstance(value, Reference):
        return value.internal_id == wanted.strip()
    if isinstance(value, str):
        return value == wanted
    mine, other = _comparable(value, wanted, zone)
    return mine is not None and mine == other


def _ordered(value: Value, operator: Operator, wanted: str, zone: tzinfo) -> bool:
    if value is None or value == "" or isinstance(value, bool | list | tuple):
        return False
    mine, other = _comparable(value, wanted, zone)
    if mine is None or other is None:
        return False
    if operator is Operator.LESS:
        return bool(mine < other)
    if operator is Operator.AT_MOST:
        return bool(mine <= other)
    if operator is Operator.MORE:
        return bool(mine > other)
    return bool(mine >= other)


def _comparable(value: Value, wanted: str, zone: tzinfo) -> tuple[Any, Any]:
    """Return both as the same kind, ``None`` where the wanted one cannot be that kind."""
    if isinstance(value, datetime):
        return value.astimezone(zone).date(), _day(wanted)
    if isinstance(value, date):
        return value, _day(wanted)
    text = value.internal_id if isinstance(value, Reference) else str(value)
    numbers = _number(text), _number(wanted)
    if None not in numbers or not isinstance(value, str):
        return numbers
    return text, wanted


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
