"""N/search: filter expressions over one record type, columns, sorting and summaries. Joins and formulas are refused,
but for the join to a deployment's script.

Units: 10 for each `each` or `getRange`, 5 for `runPaged` and each page, 1 for `lookupFields` (documented).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from landbridge.local.access.model import Level
from landbridge.local.records.errors import RecordError
from landbridge.local.records.model import Record
from landbridge.local.records.types import TypeDefinition
from landbridge.local.scripting import fieldvalues
from landbridge.local.scripting.errors import ScriptError
from landbridge.local.scripting.execution import Execution, Handler
from landbridge.local.scripting.host import setupsearch
from landbridge.local.scripting.host.filters import matching_ids
from landbridge.local.scripting.host.records import definition_of, display_text
from landbridge.local.scripting.host.summaries import Cell, Row, summarised
from landbridge.recordtypes import Field, Kind

CHARGE = 10


def _charge(execution: Execution, arguments: dict[str, Any]) -> None:
    execution.charge(int(arguments.get("units", CHARGE)))


def _column_field(definition: TypeDefinition, column: dict[str, Any]) -> Field | None:
    """Return the field behind a column; `None` for the row's own ids. Raises SSS_INVALID_SRCH_COL (observed)."""
    name = str(column["name"]).lower()
    if column.get("join") or column.get("formula"):
        raise ScriptError(
            "UNSUPPORTED_BY_LOCAL_ACCOUNT",
            f"A search column with a join or formula ({name}) is not supported by the local account.",
        )
    if name in ("internalid", "externalid", "internalidnumber"):
        return None
    field = fieldvalues.fields_by_script_id(definition).get(name)
    if field is None:
        raise ScriptError(
            "SSS_INVALID_SRCH_COL",
            f"An nlobjSearchColumn contains an invalid column, or is not in proper syntax: {name}.",
        )
    return field


def _cell(execution: Execution, record: Record, column: dict[str, Any], field: Field | None) -> Cell:
    """Value and text as search results have them: a check box is a boolean, all others are texts (observed)."""
    if field is None:
        name = str(column["name"]).lower()
        value = (record.external_id or "") if name == "externalid" else record.id
        return Cell(value, value if name == "internalid" else None, value)
    stored = record.values.get(field.name)
    if field.kind is Kind.BOOLEAN:
        return Cell(bool(stored), None, bool(stored))
    if stored is None:
        return Cell("", "" if field.kind in (Kind.REF, Kind.ENUM) else None, None)
    text = display_text(execution, field, stored)
    if field.kind in (Kind.REF, Kind.ENUM):
        return Cell(str(fieldvalues.to_wire(field, stored)), text, text)
    if field.kind in (Kind.DOUBLE, Kind.DURATION) and float(stored).is_integer():
        text = str(int(stored))
    return Cell(text, None, stored)


def _run(execution: Execution, arguments: dict[str, Any]) -> list[dict[str, Any]]:
    columns = arguments["columns"]
    if setupsearch.covers(arguments["type"]):
        rows = setupsearch.found(execution, arguments["type"], arguments["filters"], columns)
    else:
        rows = _records(execution, arguments, columns)
    if any(column.get("summary") for column in columns):
        rows = summarised(rows, [str(column.get("summary") or "").upper() for column in columns])
    return [
        {"id": record_id, "cells": [{"value": cell.value, "text": cell.text} for cell in cells]}
        for record_id, cells in _sorted(rows, columns)
    ]


def _records(execution: Execution, arguments: dict[str, Any], columns: list[dict[str, Any]]) -> list[Row]:
    definition = definition_of(execution, arguments["type"])
    execution.account.access.require(execution.session, definition.permission, Level.VIEW)
    fields = [_column_field(definition, column) for column in columns]
    ids = matching_ids(execution, definition, arguments["type"].lower(), arguments["filters"])
    found = execution.account.records.get_many(definition.name, ids)
    return [
        (
            record_id,
            [
                _cell(execution, found[record_id], column, field)
                for column, field in zip(columns, fields, strict=True)
            ],
        )
        for record_id in ids
        if record_id in found
    ]


def _sorted(rows: list[Row], columns: list[dict[str, Any]]) -> list[Row]:
    # Stable sorts from the last column to the first: the first column that sorts decides first.
    for index in reversed(range(len(columns))):
        direction = columns[index].get("sort")
        if direction in ("ASC", "DESC"):
            rows.sort(key=_sort_key(index), reverse=direction == "DESC")
    return rows


def _sort_key(index: int) -> Callable[[Row], tuple[int, Any]]:
    def key(row: Row) -> tuple[int, Any]:
        value = row[1][index].sort
        if value is None:
            return 0, ""
        if isinstance(value, str):
            return (1, int(value)) if value.isdigit() else (2, value.casefold())
        return 1, value

    return key


def _lookup(execution: Execution, arguments: dict[str, Any]) -> dict[str, Any]:
    execution.charge(1)
    if setupsearch.covers(arguments["type"]):
        return setupsearch.looked_up(execution, arguments["type"], arguments["id"], arguments["columns"])
    definition = definition_of(execution, arguments["type"])
    execution.account.access.require(execution.session, definition.permission, Level.VIEW)
    record_id = arguments["id"]
    record = execution.account.records.get(definition.name, record_id) if record_id.isdigit() else None
    if record is None:
        return {}  # a lookup of a record that does not exist answers an empty object (observed)
    return {name: _looked_up(execution, definition, record, name) for name in arguments["columns"]}


def _looked_up(execution: Execution, definition: TypeDefinition, record: Record, name: str) -> Any:
    column = {"name": name}
    field = _column_field(definition, column)
    cell = _cell(execution, record, column, field)
    if cell.text is None:
        return cell.value
    return [{"value": cell.value, "text": cell.text}] if cell.value else []


def _checked(handler: Handler) -> Handler:
    """Name a search field that the account refuses as SuiteScript does."""

    def call(execution: Execution, arguments: dict[str, Any]) -> Any:
        try:
            return handler(execution, arguments)
        except RecordError as error:
            if error.code in ("INVALID_SEARCH_FIELD_NAME", "INVALID_SEARCH_OPERATOR"):
                raise ScriptError(
                    "SSS_INVALID_SRCH_FILTER",
                    f"An nlobjSearchFilter contains invalid search criteria: {error.field}.",
                ) from error
            raise

    return call


HANDLERS: dict[str, Handler] = {
    "search.charge": _charge,
    "search.run": _checked(_run),
    "search.lookupFields": _checked(_lookup),
}
