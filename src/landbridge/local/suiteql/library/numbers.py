"""Functions of numbers, and the arithmetic of values of which only the run tells whether they are dates."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from landbridge.local.suiteql.dates import Value, date_of, marked
from landbridge.local.suiteql.errors import QueryRefused
from landbridge.local.suiteql.library.context import finite, number, whole

SECONDS_A_DAY = 86_400


def table() -> dict[str, Callable[..., Value]]:
    """Return the functions by name."""
    return {
        "ABS": _mapped(abs),
        "CEIL": _mapped(math.ceil),
        "FLOOR": _mapped(math.floor),
        "SIGN": _mapped(lambda value: (value > 0) - (value < 0)),
        "SQRT": _mapped(math.sqrt),
        "EXP": _mapped(math.exp),
        "LN": _mapped(math.log),
        "SIN": _mapped(math.sin),
        "COS": _mapped(math.cos),
        "TAN": _mapped(math.tan),
        "ACOS": _mapped(math.acos),
        "ASIN": _mapped(math.asin),
        "ATAN": _mapped(math.atan),
        "POWER": _mapped(lambda value, exponent: float(value) ** float(exponent)),
        "LOG": _mapped(lambda base, value: math.log(value, base)),
        "ATAN2": _mapped(math.atan2),
        "MOD": _mapped(lambda value, by: value if not by else math.fmod(value, by)),
        "REMAINDER": _mapped(math.remainder),
        "BITAND": _mapped(lambda one, other: int(one) & int(other)),
        "ROUND_NUMBER": lambda value, places=0: _rounded(value, places, ROUND_HALF_UP),
        "TRUNC_NUMBER": lambda value, places=0: _rounded(value, places, ROUND_DOWN),
        "TO_NUMBER": lambda value, model=None: _read(value, model),
        "ADD": add,
        "SUBTRACT": subtract,
        "MULTIPLY": _mapped(lambda one, other: one * other),
        "DIVIDE": _mapped(lambda one, other: one / other),
        "NEGATE": _mapped(lambda value: -value),
    }


def _mapped(body: Callable[..., float | int]) -> Callable[..., Value]:
    def mapped(*values: Value) -> Value:
        numbers = [number(value) for value in values]
        if any(one is None for one in numbers):
            return None
        try:
            return _kept(body(*numbers))
        except ZeroDivisionError:
            raise QueryRefused("Search error occurred: Divisor is equal to zero.") from None
        except (ValueError, OverflowError, TypeError):
            raise QueryRefused("Search error occurred: A number is out of range.") from None

    return mapped


def _kept(value: float) -> float | int:
    """Return a number as SQLite can hold it; one that is too large as a floating one."""
    if isinstance(value, int):
        return value if abs(value) < 2**63 else float(value)
    finite(value)
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def _rounded(value: Value, places: Value, how: str) -> Value:
    found, digits = number(value), whole(places, -20, 20)
    if found is None or digits is None:
        return None
    if abs(found) >= 1e15:
        return found
    return _kept(float(Decimal(repr(found)).quantize(Decimal(1).scaleb(-digits), how)))


def _read(value: Value, model: Value) -> Value:
    if isinstance(value, str) and model is not None:
        value = value.replace(",", "").replace("$", "")
    return number(value)


def add(one: Value, other: Value) -> Value:
    """Add numbers, or days to a date."""
    left, right = date_of(one), date_of(other)
    if left is None and right is None:
        return plus(one, other)
    if left is not None and right is not None:
        raise QueryRefused("Search error occurred: Two dates cannot be added.")
    moment, days = (left, number(other)) if left is not None else (right, number(one))
    return None if days is None or moment is None else moved(moment, days)


def subtract(one: Value, other: Value) -> Value:
    """Subtract numbers, days from a date, or a date from a date, which gives days."""
    left, right = date_of(one), date_of(other)
    if left is not None and right is not None:
        return _kept((left - right).total_seconds() / SECONDS_A_DAY)
    if right is not None:
        if one is None:
            return None
        raise QueryRefused("Search error occurred: A date cannot be subtracted from a number.")
    if left is None:
        return minus(one, other)
    days = number(other)
    return None if days is None else moved(left, -days)


plus = _mapped(lambda one, other: one + other)
minus = _mapped(lambda one, other: one - other)


def moved(moment: datetime, days: float) -> str:
    """Return a date so many days later. Raises ``QueryRefused`` beyond the calendar."""
    try:
        return marked(moment + timedelta(seconds=round(days * SECONDS_A_DAY)))
    except (OverflowError, ValueError):
        raise QueryRefused("Search error occurred: A date is out of range.") from None
