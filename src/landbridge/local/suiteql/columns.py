"""The columns of a record type's own table, from its fields and its custom fields, and how a record's values become them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from landbridge.local.records.model import Record
from landbridge.local.records.types import TypeDefinition
from landbridge.local.suiteql.dates import Value, of_day, of_instant
from landbridge.local.suiteql.model import Column, Type
from landbridge.recordtypes import Field, Kind
from landbridge.recordtypes.labels import label_of
from landbridge.recordtypes.querycodes import enumeration

Row = dict[str, Value]

TYPE_OF_KIND = {
    Kind.STRING: Type.TEXT,
    Kind.BOOLEAN: Type.TEXT,
    Kind.INTEGER: Type.WHOLE,
    Kind.DOUBLE: Type.NUMBER,
    Kind.DURATION: Type.NUMBER,
    Kind.DATE: Type.DATE,
    Kind.DATETIME: Type.DATE,
    Kind.ENUM: Type.TEXT,
    Kind.REF: Type.WHOLE,
    Kind.REF_LIST: Type.TEXT,
}
"""Complex values have no column."""

ID = Column("id", Type.WHOLE, required=True)
EXTERNAL_ID = Column("externalid", Type.TEXT)
KIND = Column("_kind", Type.TEXT, required=True)


@dataclass(frozen=True, slots=True)
class Source:
    """One field and its column. ``write`` turns a stored value, never ``None``, into the column's."""

    field: str
    column: Column
    write: Callable[[Any], Value]
    empty: Value = None


def flag(value: object) -> str:
    """Return a check box as queries have it (observed)."""
    return "T" if value else "F"


def reference(value: str) -> int:
    """Return a reference as queries have it."""
    return int(value)


def source(record_type: str, field: Field, zone: ZoneInfo) -> Source | None:
    """Return the column of a field, or ``None`` for a field without one."""
    if not field.suiteql or field.kind not in TYPE_OF_KIND:
        return None
    name = field.suiteql.lower()
    kind = TYPE_OF_KIND[field.kind]
    if field.kind is Kind.ENUM and field.values:
        known = enumeration(record_type, field.name, field.values)
        shown = {known[value]: label_of(value) for value in field.values}
        return Source(field.name, Column(name, kind, codes=shown), lambda value: known.get(value, value))
    column = Column(name, kind, refers_to=field.refers_to if field.kind in (Kind.REF, Kind.REF_LIST) else "")
    return Source(field.name, column, writer(field.kind, zone), "F" if field.kind is Kind.BOOLEAN else None)


def writer(kind: Kind, zone: ZoneInfo) -> Callable[[Any], Value]:
    """Return what turns a stored value of a kind into a column's."""
    writers: dict[Kind, Callable[[Any], Value]] = {
        Kind.BOOLEAN: flag,
        Kind.REF: reference,
        Kind.REF_LIST: lambda value: ", ".join(value) or None,
        Kind.DATE: of_day,
        Kind.DATETIME: lambda value: of_instant(value, zone),
    }
    return writers.get(kind, lambda value: value)


def sources(definition: TypeDefinition, zone: ZoneInfo) -> list[Source]:
    """Return the columns of a type's body fields, each once."""
    found: dict[str, Source] = {}
    for field in definition.fields.values():
        one = source(definition.name, field, zone)
        if one is not None and one.column.name not in found:
            found[one.column.name] = one
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Body:
    """The columns of the body fields of one type."""

    empty: Row
    by_field: Mapping[str, Source]

    @classmethod
    def of(cls, sources: list[Source]) -> Body:
        """Return the columns of these fields."""
        return cls(
            {one.column.name: one.empty for one in sources if one.empty is not None},
            {one.field: one for one in sources},
        )

    def row(self, record: Record) -> Row:
        """Return the columns of one record that are not null, with its id and external id."""
        row: Row = {**self.empty, "id": int(record.id), "externalid": record.external_id}
        by_field = self.by_field
        for name, value in record.values.items():
            if value is not None and name in by_field:
                one = by_field[name]
                row[one.column.name] = one.write(value)
        return row


def as_day(value: Any) -> Value:
    """Return a date or nothing, for rows that are put together by hand."""
    if isinstance(value, datetime) or not isinstance(value, date):
        return None
    return of_day(value)


def as_reference(value: Any) -> int | None:
    """Return a reference or nothing, for rows that are put together by hand."""
    return int(value) if isinstance(value, str) and value.isdigit() else None
