"""The mapping engine: one part of a NetSuite record becomes the fields of one SuiteProjects Pro record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from landbridge.service.ports import JsonValue, Reference, Value
from landbridge.service.workflows.catalogue import CATALOGUE, Group, Row, Source
from landbridge.service.workflows.conversion import NotConvertible, convert, shown
from landbridge.service.workflows.parts import Part

ParentKey = tuple[str, str]
"""NetSuite record type and internal id of a record that another one refers to."""

LinkedId = Callable[[ParentKey], str | None]
"""Answers the SuiteProjects Pro id that a NetSuite record is linked to, ``None`` when it is not."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """What to write. ``initial_only`` are the fields that only a new record gets."""

    fields: dict[str, JsonValue]
    initial_only: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ParentMissing:
    """A required reference points at a record that has no link yet."""

    field: str
    parent: ParentKey
    name: str


@dataclass(frozen=True, slots=True)
class Unmappable:
    """The record cannot be mapped: the NetSuite field, its value as shown, and why.

    ``row_at_fault``: the mapping row must be mended, not the record.
    """

    field: str
    value: str
    reason: str
    row_at_fault: bool = False


Result = Mapped | ParentMissing | Unmappable


def parents_of(rows: Iterable[Row], part: Part) -> Iterator[ParentKey]:
    """Yield the NetSuite records whose links the rows will ask for."""
    for row in rows:
        if follows_link(row):
            reference = part.value(row.field)
            if isinstance(reference, Reference):
                yield CATALOGUE[str(row.value)].netsuite_type, reference.internal_id


def follows_link(row: Row) -> bool:
    """Whether the row takes what another NetSuite record was imported as."""
    return row.source is Source.LOOKUP and isinstance(row.value, str)


def map_part(group: Group, rows: Sequence[Row], part: Part, linked: LinkedId) -> Result:
    """Return the fields to write, or the first thing that stands in the way: a missing parent, a value that does not fit."""
    fields: dict[str, JsonValue] = {}
    for row in rows:
        try:
            value = _value(group, row, part, linked)
        except NotConvertible as error:
            at_fault = isinstance(error, _RowMisfit)
            return Unmappable(row.field, shown(_source_value(row, part)), str(error), at_fault)
        except _ParentMissingError as missing:
            return missing.parent
        if value is None and row.required:
            label = group.target(row.target).label
            return Unmappable(row.field, "", f"{row.field} is empty, and {label} must be filled.")
        if value is None and row.source is Source.LOOKUP and _source_value(row, part) is not None:
            continue  # not linked yet: leave what is there
        fields[row.target] = value
    return Mapped(fields, frozenset(row.target for row in rows if row.initial_only))


def _value(group: Group, row: Row, part: Part, linked: LinkedId) -> JsonValue:
    target = group.target(row.target)
    source = _source_value(row, part)
    if row.source is Source.VALUES:
        return convert(_from_list(row, source), target)
    if row.source is Source.LOOKUP:
        return _linked_id(row, source, linked)
    return convert(source, target)


def _source_value(row: Row, part: Part) -> Value:
    if row.source is Source.CONSTANT:
        return row.value  # type: ignore[return-value]  # a constant is stored as JSON: text, number, true, false or nothing
    return part.value(row.field)


def _from_list(row: Row, source: Value) -> Value:
    values = row.value
    if not isinstance(values, Mapping):
        raise _RowMisfit("The value list of this row is not a list of pairs.")
    key = shown(source)
    if key not in values:
        raise _RowMisfit(f"The value list of this row has no entry for {key!r}.")
    listed: Value = values[key]
    return listed


def _linked_id(row: Row, source: Value, linked: LinkedId) -> str | None:
    if source is None:
        return None
    if not isinstance(source, Reference):
        raise _RowMisfit("A look-up follows a reference to another record, and this is none.")
    parent = (CATALOGUE[str(row.value)].netsuite_type, source.internal_id)
    found = linked(parent)
    if found is None and row.required:
        raise _ParentMissingError(ParentMissing(row.field, parent, source.name))
    return found


class _RowMisfit(NotConvertible):
    """The row does not suit what NetSuite holds in the field."""


class _ParentMissingError(Exception):
    """Carries a missing parent out of a row."""

    def __init__(self, parent: ParentMissing) -> None:
        super().__init__(parent.parent)
        self.parent = parent
