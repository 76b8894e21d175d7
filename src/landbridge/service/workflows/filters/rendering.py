"""Writing filters."""

from __future__ import annotations

from landbridge.service.workflows.filters.expressions import All, Any, Comparison, Expression, Not
from landbridge.service.workflows.filters.quoting import quoted


def render(expression: Expression) -> str:
    """Return the text of which ``parse`` makes the same expression, each comparison in parentheses."""
    return _written(expression, top=True)


def written_comparison(comparison: Comparison) -> str:
    """Return one comparison without parentheses."""
    values = ", ".join(quoted(value) for value in comparison.values)
    listed = f"({values})" if len(comparison.values) > 1 else values
    return f"{comparison.field} {comparison.operator.value} {listed}"


def _written(expression: Expression, *, top: bool) -> str:
    if isinstance(expression, Comparison):
        return f"({written_comparison(expression)})"
    if isinstance(expression, Not):
        return f"NOT {_written(expression.part, top=False)}"
    return _joined(expression, top=top)


def _joined(expression: All | Any, *, top: bool) -> str:
    word = " AND " if isinstance(expression, All) else " OR "
    text = word.join(_written(part, top=False) for part in expression.parts)
    return text if top else f"({text})"
