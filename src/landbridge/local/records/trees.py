"""Conditions joined by AND and OR, as REST's filter has them. They look at body fields only (documented: ``section_1545222128``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from landbridge.local.records import operators
from landbridge.local.records.conditions import Conditions, Piece, only_value
from landbridge.local.records.errors import RecordError
from landbridge.local.records.model import Criterion
from landbridge.local.records.types import TypeDefinition
from landbridge.recordtypes import Field, Kind, Search
from landbridge.recordtypes.fields import SEARCH_OF_KIND

COLUMNS = {
    "internalId": ("id", Search.MULTISELECT),
    "externalId": ("external_id", Search.STRING),
    "modified": ("modified", Search.DATE),
}
"""What is asked of a record beside its fields: column and search type."""

ENDS = {"endsWith": "=", "doesNotEndWith": "<>"}
"""Operators that no basic search has."""


@dataclass(frozen=True, slots=True)
class Group:
    """Conditions of which all, or at least one (``every`` false), must hold."""

    every: bool
    parts: Sequence[Criterion | Group]


class TreeCompiler:
    """Compiles a tree for one type. Any body field may be asked for, whether or not a basic search offers it."""

    def __init__(self, definition: TypeDefinition, zone: ZoneInfo, now: datetime) -> None:
        self._definition = definition
        self._conditions = Conditions(zone, now)

    def condition(self, tree: Criterion | Group) -> Piece:
        """Return SQL and parameters.

        Raises ``RecordError``: INVALID_SEARCH_FIELD_NAME, INVALID_SEARCH_OPERATOR, INVALID_SEARCH_VALUE.
        """
        sql, parameters = self._node(tree)
        return f"type = ? AND ({sql})", [self._definition.name, *parameters]

    def _node(self, node: Criterion | Group) -> Piece:
        if isinstance(node, Criterion):
            return self._leaf(node)
        pieces = [self._node(part) for part in node.parts]
        if not pieces:
            return ("1" if node.every else "0"), []
        joined = (" AND " if node.every else " OR ").join([f"({sql})" for sql, _ in pieces])
        return joined, [one for _, values in pieces for one in values]

    def _leaf(self, criterion: Criterion) -> Piece:
        field = self._definition.fields.get(criterion.field)
        expression, search = self._place(criterion.field, field)
        if criterion.operator in ENDS and search is Search.STRING:
            return _end(expression, criterion)
        compared = criterion.operator in operators.NUMBER or criterion.operator in operators.NUMBER_RANGE
        if compared and search is Search.MULTISELECT:
            expression = expression if field is None else f"CAST({expression} AS INTEGER)"
            search = Search.LONG
        elif criterion.operator in ("anyOf", "noneOf") and search in (Search.LONG, Search.DOUBLE):
            return _one_of(expression, criterion)
        return self._conditions.of(search, expression, criterion, field)

    def _place(self, name: str, field: Field | None) -> tuple[str, Search]:
        if field is None or field.kind is Kind.OBJECT:
            if name not in COLUMNS:
                raise RecordError(
                    "INVALID_SEARCH_FIELD_NAME",
                    f"{self._definition.name} records cannot be filtered by {name}.",
                    field=name,
                )
            return COLUMNS[name]
        search = SEARCH_OF_KIND[field.kind]
        if name == self._definition.modified_field:
            return "modified", search
        if name == self._definition.created_field:
            return "created", search
        return f"json_extract(document, '$.\"{name}\"')", search


def _end(expression: str, criterion: Criterion) -> Piece:
    value = only_value(criterion)
    if not isinstance(value, str) or not value:
        raise RecordError("INVALID_SEARCH_VALUE", f"{criterion.field} is searched by text.")
    ending = operators.fold(value)
    compared = f"substr(fold({expression}), -{len(ending)}) {ENDS[criterion.operator]} ?"
    return compared, [ending]


def _one_of(expression: str, criterion: Criterion) -> Piece:
    """Return the condition that a number is one, or none, of several; an empty field is none of them."""
    values = [value for value in criterion.values if isinstance(value, (int, float))]
    if not values or len(values) != len(criterion.values):
        raise RecordError("INVALID_SEARCH_VALUE", f"{criterion.field} is searched by numbers.")
    marks = ",".join("?" * len(values))
    inside = f"coalesce({expression} IN ({marks}), 0)"
    return (inside if criterion.operator == "anyOf" else f"NOT {inside}"), [*values]
