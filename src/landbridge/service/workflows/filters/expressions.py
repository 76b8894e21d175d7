"""What a filter says: comparisons of a field with fixed values, joined by AND, OR and NOT."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from landbridge.service.projects.record_types import SPP_TYPES


class Operator(Enum):
    """How a field is compared (help article 162884051962). Values are those of the notation."""

    EQUAL = "="
    NOT_EQUAL = "<>"
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="


TAKES_A_LIST = frozenset({Operator.EQUAL, Operator.NOT_EQUAL})


@dataclass(frozen=True, slots=True)
class Comparison:
    """``field`` is a NetSuite field as in ``catalogue.Row``, or ``table.field`` of SuiteProjects Pro. ``values`` are as written; none are empty.

    More than one value: equal to any of them, or to none.
    """

    field: str
    operator: Operator
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class All:
    """Every one of them holds (AND)."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """One of them holds at least (OR)."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """It does not hold."""

    part: Expression


Expression = Comparison | All | Any | Not


def comparisons(expression: Expression) -> Iterator[Comparison]:
    """Yield every comparison in the order in which they are written."""
    if isinstance(expression, Comparison):
        yield expression
    elif isinstance(expression, Not):
        yield from comparisons(expression.part)
    else:
        for part in expression.parts:
            yield from comparisons(part)


def table_of(field: str) -> str:
    """Return the SuiteProjects Pro table that ``field`` is of, empty for a NetSuite field."""
    table, dot, _ = field.partition(".")
    return table if dot and table in SPP_TYPES else ""


def fields_of(expression: Expression) -> frozenset[str]:
    """Return the NetSuite fields that it compares."""
    return frozenset(one.field for one in comparisons(expression) if not table_of(one.field))


def spp_fields_of(expression: Expression) -> frozenset[str]:
    """Return the fields of SuiteProjects Pro that it compares, each as ``table.field``."""
    return frozenset(one.field for one in comparisons(expression) if table_of(one.field))
