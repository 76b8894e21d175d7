"""Compiling criteria into one SQL condition. All criteria of a basic search must hold (documented)."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from landbridge.local.records import operators
from landbridge.local.records.errors import RecordError
from landbridge.local.records.model import Criterion
from landbridge.local.records.periods import covered
from landbridge.local.records.types import TypeDefinition
from landbridge.local.records.values import instant_text
from landbridge.recordtypes import Field, Kind, Search

COLUMNS = {
    "internalId": "id",
    "internalIdNumber": "id",
    "externalId": "external_id",
    "externalIdString": "external_id",
}
"""Search-only criteria that are columns of the row."""

SAME_AS = {("job", "customer"): "parent"}
"""Search-only criteria that mean a body field: a project's customer is its parent (schema: Job.parent)."""

LARGEST_INTEGER = 2**62

Piece = tuple[str, list[object]]


@dataclass(frozen=True, slots=True)
class Compiler:
    """Compiles criteria for one type. ``now`` and ``zone`` decide what ``today`` is."""

    definition: TypeDefinition
    zone: ZoneInfo
    now: datetime

    def condition(self, criteria: Sequence[Criterion]) -> Piece:
        """Return SQL and parameters for all of ``criteria``.

        Raises ``RecordError``: INVALID_SEARCH_FIELD_NAME, INVALID_SEARCH_OPERATOR, INVALID_SEARCH_VALUE.
        """
        types = self.definition.members or (self.definition.name,)
        marks = ",".join("?" * len(types))
        pieces = [f"type IN ({marks})" if len(types) > 1 else "type = ?"]
        parameters: list[object] = [*types]
        for criterion in criteria:
            sql, values = self._criterion(criterion)
            pieces.append(f"({sql})")
            parameters += values
        return " AND ".join(pieces), parameters

    def _criterion(self, criterion: Criterion) -> Piece:
        field, search = self.definition.search_field(criterion.field)
        expression = self._expression(criterion.field, field)
        if criterion.operator in operators.EMPTY and search is not Search.BOOLEAN:
            return operators.EMPTY[criterion.operator].format(x=expression), []
        compiled: dict[Search, Callable[[str, Criterion, Field | None], Piece]] = {
            Search.STRING: _text,
            Search.BOOLEAN: _boolean,
            Search.LONG: _number,
            Search.DOUBLE: _number,
            Search.DATE: self._date,
            Search.MULTISELECT: _choice,
            Search.ENUM: _choice,
        }
        return compiled[search](expression, criterion, field)

    def _expression(self, name: str, field: Field | None) -> str:
        if field is None:
            if name in COLUMNS:
                return COLUMNS[name]
            name = SAME_AS[self.definition.name, name]
        else:
            name = field.name
            if name == self.definition.modified_field:
                return "modified"
            if name == self.definition.created_field:
                return "created"
        return f"json_extract(document, '$.\"{name}\"')"

    def _date(self, expression: str, criterion: Criterion, field: Field | None) -> Piece:
        template = _template(operators.DATE, criterion)
        two = criterion.operator in ("within", "notWithin")
        if len(criterion.values) not in ((1, 2) if two else (1,)):
            raise _wrong_count(criterion)
        is_date = field is not None and field.kind is Kind.DATE
        whole_day = is_date or criterion.operator in ("on", "notOn")
        first, last = (
            covered(value, whole_day=whole_day, zone=self.zone, now=self.now)
            for value in (criterion.values[0], criterion.values[-1])
        )
        bounds = {"?1": self._bound(first[0], is_date=is_date), "?2": self._bound(last[1], is_date=is_date)}
        parameters: list[object] = [bounds[mark] for mark in ("?1", "?2") if mark in template]
        sql = template.replace("?1", "?").replace("?2", "?")
        return sql.format(x=expression), parameters

    def _bound(self, instant: datetime, *, is_date: bool) -> str:
        return instant.astimezone(self.zone).date().isoformat() if is_date else instant_text(instant)


def _template(table: dict[str, str], criterion: Criterion) -> str:
    if criterion.operator not in table:
        raise RecordError(
            "INVALID_SEARCH_OPERATOR",
            f"{criterion.field} cannot be searched with the operator {criterion.operator}.",
            field=criterion.field,
        )
    return table[criterion.operator]


def _wrong_count(criterion: Criterion) -> RecordError:
    return RecordError(
        "INVALID_SEARCH_VALUE",
        f"{criterion.field} {criterion.operator}: {len(criterion.values)} values are too few or too many.",
        field=criterion.field,
    )


def _only(criterion: Criterion) -> Any:
    if len(criterion.values) != 1:
        raise _wrong_count(criterion)
    return criterion.values[0]


def _text(expression: str, criterion: Criterion, field: Field | None) -> Piece:
    del field
    template = _template(operators.TEXT, criterion)
    value = _only(criterion)
    if not isinstance(value, str):
        raise RecordError("INVALID_SEARCH_VALUE", f"{criterion.field} is searched by text.")
    return template.format(x=expression), [value]


def _boolean(expression: str, criterion: Criterion, field: Field | None) -> Piece:
    del field
    value = _only(criterion)
    if criterion.operator != "is" or not isinstance(value, bool):
        raise RecordError("INVALID_SEARCH_VALUE", f"{criterion.field} is searched by true or false.")
    return f"coalesce({expression}, 0) = ?", [int(value)]


def _number(expression: str, criterion: Criterion, field: Field | None) -> Piece:
    del field
    ranged = criterion.operator in operators.NUMBER_RANGE
    template = _template(operators.NUMBER_RANGE if ranged else operators.NUMBER, criterion)
    if len(criterion.values) != (2 if ranged else 1):
        raise _wrong_count(criterion)
    for value in criterion.values:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise RecordError("INVALID_SEARCH_VALUE", f"{criterion.field} is searched by number.")
    # A number beyond SQLite's integers still compares as a double.
    parameters: list[object] = [
        float(value) if abs(value) > LARGEST_INTEGER else value for value in criterion.values
    ]
    return template.format(x=expression), parameters


def _choice(expression: str, criterion: Criterion, field: Field | None) -> Piece:
    _template({"anyOf": "", "noneOf": ""}, criterion)
    if not criterion.values:
        raise _wrong_count(criterion)
    wanted = [str(value) for value in criterion.values if value != operators.NONE]
    if field is not None and field.kind is Kind.ENUM and field.values:
        unknown = [value for value in wanted if value not in field.values]
        if unknown:
            raise RecordError("INVALID_SEARCH_VALUE", f"{criterion.field} is never {unknown[0][:60]!r}.")
    empty = len(wanted) < len(criterion.values)
    if expression == "id":
        # Kept as numbers, so that the index answers; what is no number is no id either.
        ids = [int(value) for value in wanted if value.isascii() and value.isdigit() and len(value) <= 18]
        found, listed = "id IN (SELECT value FROM json_each(?))", json.dumps(ids)
    else:
        found = f"coalesce({expression}, '') IN (SELECT value FROM json_each(?))"  # noqa: S608 - the expression is ours
        listed = json.dumps(wanted)
    if empty:
        found = f"({found} OR {expression} IS NULL)"
    return (found if criterion.operator == "anyOf" else f"NOT {found}"), [listed]
