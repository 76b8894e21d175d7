"""One criterion at one place as a piece of SQL, by search field type."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from landbridge.local.records import operators
from landbridge.local.records.errors import RecordError
from landbridge.local.records.model import Criterion
from landbridge.local.records.periods import covered
from landbridge.local.records.values import instant_text
from landbridge.recordtypes import Field, Kind, Search

Piece = tuple[str, list[object]]
"""SQL with question marks, and what stands for them."""

LARGEST_INTEGER = 2**62
ID_DIGITS = 18
MOST_MARKS = 500
"""Most question marks of one list; SQLite builds may allow no more than 999 in all."""


class Conditions:
    """Makes conditions. ``now`` and ``zone`` decide what ``today`` is."""

    def __init__(self, zone: ZoneInfo, now: datetime) -> None:
        self._zone = zone
        self._now = now
        self._compiled: dict[Search, Callable[[str, Criterion, Field | None], Piece]] = {
            Search.STRING: _text,
            Search.BOOLEAN: _boolean,
            Search.LONG: _number,
            Search.DOUBLE: _number,
            Search.DATE: self._date,
            Search.MULTISELECT: choice,
            Search.ENUM: choice,
        }

    def of(self, search: Search, expression: str, criterion: Criterion, field: Field | None) -> Piece:
        """Return the condition on ``expression``.

        Raises ``RecordError`` INVALID_SEARCH_OPERATOR or INVALID_SEARCH_VALUE.
        """
        if criterion.operator in operators.EMPTY and search is not Search.BOOLEAN:
            return operators.EMPTY[criterion.operator].format(x=expression), []
        return self._compiled[search](expression, criterion, field)

    def _date(self, expression: str, criterion: Criterion, field: Field | None) -> Piece:
        template = _template(operators.DATE, criterion)
        two = criterion.operator in ("within", "notWithin")
        # A range is one period by its name, or two instants (schema: predefinedSearchValue, or searchValue and searchValue2).
        names = [value for value in criterion.values if isinstance(value, str)]
        if len(criterion.values) != (2 if two and not names else 1):
            raise wrong_count(criterion)
        is_date = field is not None and field.kind is Kind.DATE
        whole_day = is_date or criterion.operator in ("on", "notOn")
        first, last = (
            covered(value, whole_day=whole_day, zone=self._zone, now=self._now)
            for value in (criterion.values[0], criterion.values[-1])
        )
        bounds = {"?1": self._bound(first[0], is_date=is_date), "?2": self._bound(last[1], is_date=is_date)}
        parameters: list[object] = [bounds[mark] for mark in ("?1", "?2") if mark in template]
        sql = template.replace("?1", "?").replace("?2", "?")
        return sql.format(x=expression), parameters

    def _bound(self, instant: datetime, *, is_date: bool) -> str:
        return instant.astimezone(self._zone).date().isoformat() if is_date else instant_text(instant)


def _template(table: dict[str, str], criterion: Criterion) -> str:
    if criterion.operator not in table:
        raise RecordError(
            "INVALID_SEARCH_OPERATOR",
            f"{criterion.field} cannot be searched with the operator {criterion.operator}.",
            field=criterion.field,
        )
    return table[criterion.operator]


def wrong_count(criterion: Criterion) -> RecordError:
    """INVALID_SEARCH_VALUE: a criterion has more or fewer values than its operator takes."""
    return RecordError(
        "INVALID_SEARCH_VALUE",
        f"{criterion.field} {criterion.operator}: {len(criterion.values)} values are too few or too many.",
        field=criterion.field,
    )


def only_value(criterion: Criterion) -> Any:
    """Return the one value of a criterion. Raises ``RecordError`` INVALID_SEARCH_VALUE."""
    if len(criterion.values) != 1:
        raise wrong_count(criterion)
    return criterion.values[0]


def _text(expression: str, criterion: Criterion, field: Field | None) -> Piece:
    del field
    template = _template(operators.TEXT, criterion)
    value = only_value(criterion)
    if not isinstance(value, str):
        raise RecordError("INVALID_SEARCH_VALUE", f"{criterion.field} is searched by text.")
    return template.format(x=expression), [value]


def yes_or_no(criterion: Criterion) -> bool:
    """Return what a criterion on a check box asks for. Raises ``RecordError`` INVALID_SEARCH_VALUE."""
    value = only_value(criterion)
    if criterion.operator != "is" or not isinstance(value, bool):
        raise RecordError("INVALID_SEARCH_VALUE", f"{criterion.field} is searched by true or false.")
    return value


def _boolean(expression: str, criterion: Criterion, field: Field | None) -> Piece:
    del field
    return f"coalesce({expression}, 0) = ?", [int(yes_or_no(criterion))]


def _number(expression: str, criterion: Criterion, field: Field | None) -> Piece:
    del field
    ranged = criterion.operator in operators.NUMBER_RANGE
    template = _template(operators.NUMBER_RANGE if ranged else operators.NUMBER, criterion)
    if len(criterion.values) != (2 if ranged else 1):
        raise wrong_count(criterion)
    for value in criterion.values:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise RecordError("INVALID_SEARCH_VALUE", f"{criterion.field} is searched by number.")
    # A number beyond SQLite's integers still compares as a double.
    parameters: list[object] = [
        float(value) if abs(value) > LARGEST_INTEGER else value for value in criterion.values
    ]
    return template.format(x=expression), parameters


def wanted_values(criterion: Criterion) -> tuple[list[str], bool]:
    """Return what a list criterion names, and whether the empty field is among it.

    Raises ``RecordError`` INVALID_SEARCH_OPERATOR or INVALID_SEARCH_VALUE.
    """
    _template({"anyOf": "", "noneOf": ""}, criterion)
    if not criterion.values:
        raise wrong_count(criterion)
    wanted = [str(value) for value in criterion.values if value != operators.NONE]
    return wanted, len(wanted) < len(criterion.values)


def choice(expression: str, criterion: Criterion, field: Field | None) -> Piece:
    """Return the condition that ``expression`` is one, or none, of a list."""
    wanted, empty = wanted_values(criterion)
    if field is not None and field.kind is Kind.ENUM and field.values:
        unknown = [value for value in wanted if value not in field.values]
        if unknown:
            raise RecordError("INVALID_SEARCH_VALUE", f"{criterion.field} is never {unknown[0][:60]!r}.")
    found, parameters = _among(expression, wanted, field)
    if empty:
        found = f"({found} OR {expression} IS NULL)"
    # A record without an external id is none of any list; the plain form is the one that an index answers.
    return (found if criterion.operator == "anyOf" else f"NOT coalesce({found}, 0)"), parameters


def _among(expression: str, wanted: list[str], field: Field | None) -> Piece:
    if field is not None and field.kind is Kind.REF_LIST:
        inside = "value IN (SELECT value FROM json_each(?))"
        sql = f"EXISTS (SELECT 1 FROM json_each({expression}) WHERE {inside})"  # noqa: S608 - the expression is ours
        return sql, [json.dumps(wanted)]
    if expression == "id":
        # Kept as numbers, so that the index answers; what is no number is no id either.
        return "id IN (SELECT value FROM json_each(?))", [json.dumps(numbers(wanted))]
    if expression == "external_id" and len(wanted) <= MOST_MARKS:
        # The index of external ids answers a list of marks, not a query.
        return f"external_id IN ({','.join('?' * len(wanted))})", [*wanted]
    sql = f"coalesce(CAST({expression} AS TEXT), '') IN (SELECT value FROM json_each(?))"  # noqa: S608 - the expression is ours
    return sql, [json.dumps(wanted)]


def numbers(ids: list[str]) -> list[int]:
    """Return the internal ids among texts."""
    return [int(value) for value in ids if value.isascii() and value.isdigit() and len(value) <= ID_DIGITS]
