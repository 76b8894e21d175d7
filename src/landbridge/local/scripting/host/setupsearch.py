"""N/search on set-up records, which are no records of the account's tables: see `scriptrecords`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from landbridge.local.access.model import Level
from landbridge.local.scripting.errors import ScriptError
from landbridge.local.scripting.host.expressions import Condition, Expressions
from landbridge.local.scripting.host.scriptrecords import PERMISSION, TYPES, Columns
from landbridge.local.scripting.host.summaries import Cell, Row

if TYPE_CHECKING:
    from landbridge.local.scripting.execution import Execution

Test = Callable[[str, list[str]], bool]


def _filled(test: Test) -> Test:
    return lambda value, wanted: bool(value) and test(value, wanted)


_TESTS: dict[str, Test] = {
    "is": lambda value, wanted: value == wanted[0],
    "isnot": lambda value, wanted: value != wanted[0],
    "anyof": lambda value, wanted: value in wanted,
    "noneof": lambda value, wanted: value not in wanted,
    "startswith": _filled(lambda value, wanted: value.startswith(wanted[0])),
    "contains": _filled(lambda value, wanted: wanted[0] in value),
    "isempty": lambda value, _wanted: not value,
    "isnotempty": lambda value, _wanted: bool(value),
}
"""Operators on values in lower case; upper and lower case are the same to a search (observed)."""


def covers(search_type: str) -> bool:
    """Whether a search type is one of these."""
    return search_type.lower() in TYPES


def found(
    execution: Execution, search_type: str, expression: Sequence[Any], columns: Sequence[dict[str, Any]]
) -> list[Row]:
    """Return the rows that meet a filter expression, by internal id. Raises `PermissionMissing`, :class:`ScriptError`."""
    execution.account.access.require(execution.session, PERMISSION, Level.VIEW)
    rows = dict(TYPES[search_type.lower()](execution))
    expressions = Expressions(lambda condition: _meeting(rows, condition), lambda: set(rows))
    kept = expressions.evaluate(expression) if expression else set(rows)
    return [(row_id, [_cell(rows[row_id], column) for column in columns]) for row_id in sorted(kept, key=int)]


def looked_up(execution: Execution, search_type: str, record_id: str, names: Sequence[str]) -> dict[str, Any]:
    """Return the columns of one record as `lookupFields` does; nothing where there is no such record (observed)."""
    rows = found(
        execution, search_type, ["internalid", "anyof", record_id], [{"name": name} for name in names]
    )
    if not rows:
        return {}
    return {name: _looked_up(cell) for name, cell in zip(names, rows[0][1], strict=True)}


def _looked_up(cell: Cell) -> Any:
    if cell.text is None:
        return cell.value
    return [{"value": cell.value, "text": cell.text}] if cell.value else []


def _meeting(rows: dict[str, Columns], condition: Condition) -> set[str]:
    test = _TESTS.get(condition.operator)
    if test is None:
        raise ScriptError(
            "SSS_INVALID_SRCH_OPERATOR", f"The search operator {condition.operator} is not valid."
        )
    wanted = [_comparable(value) for value in condition.values] or [""]
    if any(condition.name not in columns for columns in rows.values()):
        raise ScriptError(
            "SSS_INVALID_SRCH_FILTER",
            f"An nlobjSearchFilter contains invalid search criteria: {condition.name}.",
        )
    return {
        row_id for row_id, columns in rows.items() if test(_comparable(columns[condition.name].value), wanted)
    }


def _comparable(value: Any) -> str:
    if isinstance(value, bool):
        return "t" if value else "f"
    text = str(value).lower()
    return "" if text == "@none@" else text


def _cell(columns: Columns, column: dict[str, Any]) -> Cell:
    name = str(column["name"]).lower()
    joined = f"{str(column['join']).lower()}.{name}" if column.get("join") else name
    if joined not in columns:
        raise ScriptError(
            "SSS_INVALID_SRCH_COL",
            f"An nlobjSearchColumn contains an invalid column, or is not in proper syntax: {joined}.",
        )
    return columns[joined]
