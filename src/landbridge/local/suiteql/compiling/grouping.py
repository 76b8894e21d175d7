"""GROUP BY and HAVING, and Oracle's rule that a grouped query shows what it groups by, or aggregates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from landbridge.local.suiteql.compiling.functions import AGGREGATES
from landbridge.local.suiteql.errors import QueryRefused, unsupported

if TYPE_CHECKING:
    from landbridge.local.suiteql.compiling.expressions import Expressions


def written(node: exp.Select, writer: Expressions) -> str:
    """Write GROUP BY and HAVING. Raises ``QueryRefused`` for a column that is neither grouped nor aggregated."""
    group, having = node.args.get("group"), node.args.get("having")
    keys: list[str] = []
    if group is not None:
        keys = [piece.sql for piece in writer.values(group.expressions)]
    writer.scope.aggregates = True
    condition = writer.condition(having.this) if having is not None else ""
    writer.scope.aggregates = False
    if group is None and having is None and not writer.scope.found_aggregate:
        return ""
    for one in node.expressions:
        _check(one.this if isinstance(one, exp.Alias) else one, writer, set(keys))
    if having is not None:
        _check(having.this, writer, set(keys))
    grouped = f" GROUP BY {', '.join(f'+{key}' if key.isdigit() else key for key in keys)}" if keys else ""
    return f"{grouped} HAVING {condition}" if condition else grouped


def _check(node: exp.Expr, writer: Expressions, keys: set[str]) -> None:
    """Raise ``QueryRefused`` unless an expression follows from the groups."""
    if is_aggregate(node) or isinstance(node, (exp.Subquery, exp.Exists, exp.Query, exp.Literal, exp.Window)):
        return
    if isinstance(node, exp.Star) or (isinstance(node, exp.Column) and isinstance(node.this, exp.Star)):
        raise unsupported("A star cannot stand beside aggregates.")
    if keys and isinstance(
        node, (exp.Column, exp.Anonymous, exp.Dot, exp.Case, exp.Binary, exp.Extract, exp.Cast, exp.Trim)
    ):
        try:
            sql = writer.value(node).sql
        except QueryRefused:  # a condition is no value: its parts are looked at below
            sql = ""
        if sql in keys:
            return
    if isinstance(node, exp.Column):
        raise unsupported(f"'{node.name.lower()}' is neither in GROUP BY nor aggregated.")
    for child in node.iter_expressions():
        _check(child, writer, keys)


def is_aggregate(node: exp.Expr) -> bool:
    """Say whether an expression is the call of an aggregate."""
    return isinstance(node, exp.WithinGroup) or (
        isinstance(node, exp.Anonymous) and node.name.upper() in AGGREGATES
    )
