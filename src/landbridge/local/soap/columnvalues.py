"""What a column of a search shows of a record."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from landbridge.local.account import Account
from landbridge.local.records.entities import script_type_of
from landbridge.local.records.families import meanings_of
from landbridge.local.records.linesearch import SUBLIST
from landbridge.local.records.model import Record
from landbridge.local.records.shapes import Shape
from landbridge.local.soap import addresscolumns
from landbridge.recordtypes import RECORD_TYPES, Field, Kind, Search, transactions
from landbridge.recordtypes.fields import SEARCH_OF_KIND

_OF_RECORD = {"createdDate": "created", "lastModifiedDate": "modified"}
"""Instants that a search knows of records that show none themselves (schema: of project tasks)."""


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
        fields = _fields_at(account, members, meanings_of(definition, only.name))
        if fields:
            found[only.name] = _first_of(fields)
    kinds = [RECORD_TYPES[name] for name in members if name in RECORD_TYPES]
    for kind in kinds:
        for name, _ in kind.search_values:
            found[name] = ColumnValue(Kind.ENUM, Search.ENUM, _called(name))
    if kinds and kinds[0].searched_as == transactions.FAMILY:
        found["status"] = ColumnValue(Kind.ENUM, Search.ENUM, _status)
        found["mainLine"] = ColumnValue(Kind.BOOLEAN, Search.BOOLEAN, lambda row: SUBLIST not in row.values)
        found["recordType"] = ColumnValue(
            Kind.STRING, Search.STRING, lambda record: script_type_of(record.type, record.values)
        )
    found |= _more(record_type, {one.name for one in definition.search_only} - found.keys())
    found["internalId"] = ColumnValue(Kind.REF, Search.MULTISELECT, lambda record: record.id)
    found["externalId"] = ColumnValue(
        Kind.REF, Search.MULTISELECT, lambda record: record.external_id, by="externalId"
    )
    return found


def _more(record_type: str, search_only: set[str]) -> dict[str, ColumnValue]:
    """Return the columns of what is no field of the record: instants that only a search knows, and default addresses."""
    instants = {
        name: ColumnValue(Kind.DATETIME, Search.DATE, attrgetter(_OF_RECORD[name]))
        for name in search_only & _OF_RECORD.keys()
    }
    addresses = addresscolumns.columns_of(record_type)
    return instants | {name: ColumnValue(Kind.STRING, None, value) for name, value in addresses.items()}


def _of_field(field: Field) -> ColumnValue:
    return ColumnValue(field.kind, field.search, lambda record: record.values.get(field.name))


def _fields_at(account: Account, members: Sequence[str], paths: Sequence[str]) -> dict[str, Field]:
    """Return the fields at paths such as ``memo`` and ``itemList.item``, as the first member has them that does."""
    found: dict[str, Field] = {}
    for path in paths:
        sublist, _, name = path.rpartition(".")
        for member in members:
            shape: Shape | None = account.records.definition(member).shape
            if sublist and shape is not None:
                shape = shape.lists.get(sublist)
            if shape is not None and name in shape.fields:
                found.setdefault(path, shape.fields[name])
    return found


def _first_of(fields: Mapping[str, Field]) -> ColumnValue:
    """Several fields under one name, of which a row has one: the entity of a payment is its customer.

    A line shows its own field where its sublist has one, else the body's.
    """

    def value(row: Record) -> Any:
        sublist = row.values.get(SUBLIST)
        own = [path for path in fields if sublist and path.startswith(f"{sublist}.")]
        paths = own or [path for path in fields if "." not in path]
        held = (row.values.get(path) for path in paths)
        return next((one for one in held if one is not None), None)

    first = next(iter(fields.values()))
    return ColumnValue(first.kind, first.search or SEARCH_OF_KIND.get(first.kind), value)


def _called(name: str) -> Callable[[Record], str | None]:
    return lambda record: dict(RECORD_TYPES[record.type].search_values).get(name)


def _status(record: Record) -> str | None:
    """Return the state as the criterion names it (assumed; a state without a name shows its text)."""
    text = record.values.get("status")
    for state in transactions.STATES.get(record.type, ()):
        if state.text == text and state.value:
            return state.value
    return text
