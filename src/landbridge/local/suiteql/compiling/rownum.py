"""ROWNUM as a limit: ``WHERE ROWNUM <= 10`` takes rows as they come, before they are sorted or grouped (Oracle)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeGuard

from sqlglot import exp

from landbridge.local.suiteql.errors import unsupported

if TYPE_CHECKING:
    from landbridge.local.suiteql.compiling.queries import Queries


@dataclass(frozen=True, slots=True)
class RowLimit:
    """At most so many rows: SQL of a whole number."""

    sql: str


_SWAPPED: dict[type[exp.Expr], type[exp.Binary]] = {
    exp.GT: exp.LT,
    exp.GTE: exp.LTE,
    exp.LT: exp.GT,
    exp.LTE: exp.GTE,
    exp.EQ: exp.EQ,
}


def split(where: exp.Expr | None, queries: Queries) -> tuple[list[exp.Expr], RowLimit | None]:
    """Return the conditions of WHERE that are joined by AND, and the limit by ROWNUM that was among them.

    Raises ``QueryRefused`` for a ROWNUM that is no limit.
    """
    if where is None:
        return [], None
    rest: list[exp.Expr] = []
    limits: list[str] = []
    for one in _conjuncts(where.this):
        if _is_rownum_test(one):
            limits.append(_limit(one, queries))
        elif any(column.name.lower() == "rownum" for column in one.find_all(exp.Column)):
            raise unsupported("ROWNUM is compared with a number, at the top of WHERE.")
        else:
            rest.append(one)
    if not limits:
        return rest, None
    return rest, RowLimit(limits[0] if len(limits) == 1 else f"min({', '.join(limits)})")


def _conjuncts(node: exp.Expr) -> list[exp.Expr]:
    node = node.unnest()
    if not isinstance(node, exp.And):
        return [node]
    return [inner for part in node.flatten() for inner in _conjuncts(part)]


def _is_rownum(node: exp.Expr) -> bool:
    return isinstance(node, exp.Column) and node.name.lower() == "rownum" and not node.table


def _is_rownum_test(node: exp.Expr) -> TypeGuard[exp.Binary | exp.Between]:
    if isinstance(node, exp.Between):
        return _is_rownum(node.this)
    if not isinstance(node, exp.Binary) or type(node) not in _SWAPPED:
        return False
    return _is_rownum(node.left) or _is_rownum(node.right)


def _limit(node: exp.Binary | exp.Between, queries: Queries) -> str:
    """Return how many rows pass: none when the first one would not (Oracle: ``ROWNUM > 1`` is never true)."""
    if isinstance(node, exp.Between):
        low, high = _count(node.args["low"], queries), _count(node.args["high"], queries)
        return f"iif({low} <= 1, max({high}, 0), 0)"
    kind: type[exp.Binary] = type(node)
    count = _count(node.right if _is_rownum(node.left) else node.left, queries)
    if not _is_rownum(node.left):
        kind = _SWAPPED[kind]
    limits: dict[type[exp.Binary], Callable[[str], str]] = {
        exp.LTE: lambda value: f"max({value}, 0)",
        exp.LT: lambda value: f"max({value} - 1, 0)",
        exp.EQ: lambda value: f"iif({value} = 1, 1, 0)",
        exp.GTE: lambda value: f"iif({value} <= 1, -1, 0)",
        exp.GT: lambda value: f"iif({value} < 1, -1, 0)",
    }
    return limits[kind](count)


def _count(node: exp.Expr, queries: Queries) -> str:
    if isinstance(node, exp.Placeholder):
        return f"CAST(sq_to_number(?{queries.place(node.name)}) AS INTEGER)"
    if isinstance(node, exp.Literal) and node.name.isdigit() and len(node.name) < 16:
        return node.name
    raise unsupported("ROWNUM is compared with a whole number.")
