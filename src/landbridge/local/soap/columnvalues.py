"""What a column of a search shows of a record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from landbridge.local.account import Account
from landbridge.local.records.entities import script_type_of
from landbridge.local.records.families import meanings_of
from landbridge.local.records.model import Record
from landbridge.recordtypes import RECORD_TYPES, Field, Kind, Search, transactions


@dataclass(frozen=True, slots=True)
class ColumnValue:
    """How a column gets its value, and of what kind it is. ``search`` is the field's search field type, if it has one.

    ``by``: the attribute that a reference is shown with.
    """

    kind: Kind
    search: Search | None
    value: Callable[[Record], Any]
    by: str = "internalId"


def columns_of(account: Account, record_type: str) -> Mapping[str, ColumnValue]:
    """Return what a row of a type or family can show, by column name or script id.

    ``internalId`` and ``externalId`` are references to the record itself (schema).
    """
    definition = account.records.types.family(record_type)
    found: dict[str, ColumnValue] = {}
    for field in definition.fields.values():
        found[field.name] = _of_field(field)
    for field in definition.fields.values():
        if field.search_name:
            found[field.search_name] = _of_field(field)
    members = definition.members or (definition.name,)
    for only in definition.search_only:
        paths = [path for path in meanings_of(definition, only.name) if "." not in path]
        fields = [definition.fields[path] for path in paths if path in definition.fields]
        if fields:
            found[only.name] = _first_of(fields)
    kinds = [RECORD_TYPES[name] for name in members if name in RECORD_TYPES]
    for kind in kinds:
        for name, _ in kind.search_values:
            found[name] = ColumnValue(Kind.ENUM, Search.ENUM, _called(name))
    if kinds and kinds[0].searched_as == transactions.FAMILY:
        found["status"] = ColumnValue(Kind.ENUM, Search.ENUM, _status)
        found["mainLine"] = ColumnValue(Kind.BOOLEAN, Search.BOOLEAN, lambda _: True)
        found["recordType"] = ColumnValue(
            Kind.STRING, Search.STRING, lambda record: script_type_of(record.type, record.values)
        )
    found["internalId"] = ColumnValue(Kind.REF, Search.MULTISELECT, lambda record: record.id)
    found["externalId"] = ColumnValue(
        Kind.REF, Search.MULTISELECT, lambda record: record.external_id, by="externalId"
    )
    return found


def _of_field(field: Field) -> ColumnValue:
    return ColumnValue(field.kind, field.search, lambda record: record.values.get(field.name))


def _first_of(fields: list[Field]) -> ColumnValue:
    """Several fields under one name, of which a record has one: the entity of a payment is its customer."""

    def value(record: Record) -> Any:
        held = (record.values.get(field.name) for field in fields)
        return next((one for one in held if one is not None), None)

    return ColumnValue(fields[0].kind, fields[0].search, value)


def _called(name: str) -> Callable[[Record], str | None]:
    return lambda record: dict(RECORD_TYPES[record.type].search_values).get(name)


def _status(record: Record) -> str | None:
    """Return the state as the criterion names it (assumed; a state without a name shows its text)."""
    text = record.values.get("status")
    for state in transactions.STATES.get(record.type, ()):
        if state.text == text and state.value:
            return state.value
    return text
