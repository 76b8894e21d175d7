"""The mapping engine: one part of a NetSuite record becomes the fields of one SuiteProjects Pro record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from landbridge.service.ports import JsonValue, Reference, Value
from landbridge.service.workflows import catalogue
from landbridge.service.workflows.catalogue import Group, Row, Source
from landbridge.service.workflows.conversion import NotConvertible, convert, shown
from landbridge.service.workflows.keys import ParentKey
from landbridge.service.workflows.parts import Part

LinkedId = Callable[[ParentKey], str | None]
"""Answers the SuiteProjects Pro id that a NetSuite record is linked to, ``None`` when it is not."""

Became = Callable[[str], str | None]
"""Answers what the same record, or line, became in the group of that key, ``None`` where it was left out there."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """What to write. ``initial_only`` are the fields that only a new record gets.

    ``awaited`` are references that are not required, to records without a link: their fields are not among ``fields``.
    """

    fields: dict[str, JsonValue]
    initial_only: frozenset[str] = frozenset()
    awaited: tuple[ParentMissing, ...] = ()


@dataclass(frozen=True, slots=True)
class ParentMissing:
    """A reference points at a record that has no link yet."""

    field: str
    parent: ParentKey
    name: str


@dataclass(frozen=True, slots=True)
class PartMissing:
    """The part of the same record that this one belongs to is not imported, so this one is not either. ``group`` is its group's key."""

    group: str


@dataclass(frozen=True, slots=True)
class Unmappable:
    """The record cannot be mapped: the NetSuite field, its value as shown, and why.

    ``row_at_fault``: the mapping row must be mended, not the record.
    """

    field: str
    value: str
    reason: str
    row_at_fault: bool = False


Result = Mapped | ParentMissing | PartMissing | Unmappable


def parents_of(rows: Iterable[Row], part: Part) -> Iterator[ParentKey]:
    """Yield the NetSuite records whose links the rows will ask for."""
    for row in rows:
        if follows_link(row):
            reference = part.value(row.field)
            if isinstance(reference, Reference):
                yield _parent_key(row, reference)


def follows_link(row: Row) -> bool:
    """Whether the row takes what another NetSuite record was imported as."""
    return row.source is Source.LOOKUP and isinstance(row.value, str)


def map_part(
    group: Group, rows: Sequence[Row], part: Part, linked: LinkedId, became: Became = lambda _: None
) -> Result:
    """Return the fields to write, or the first thing that stands in the way: a missing parent, a value that does not fit."""
    fields: dict[str, JsonValue] = {}
    awaited: list[ParentMissing] = []
    for row in rows:
        try:
            value = became(str(row.value)) if row.source is Source.PART else _value(group, row, part, linked)
        except NotConvertible as error:
            at_fault = isinstance(error, _RowMisfit)
            return Unmappable(row.field, shown(_source_value(row, part)), str(error), at_fault)
        except _ParentMissingError as missing:
            return missing.parent
        if value is None and row.required and row.source is Source.PART:
            return PartMissing(str(row.value))
        if value is None and row.required:
            label = group.target(row.target).label
            return Unmappable(row.field, "", f"{row.field} is empty, and {label} must be filled.")
        reference = part.value(row.field) if row.source is Source.LOOKUP else None
        if value is None and isinstance(reference, Reference):  # not linked yet: leave what is there
            awaited.append(ParentMissing(row.field, _parent_key(row, reference), reference.name))
            continue
        fields[row.target] = value
    return Mapped(fields, frozenset(row.target for row in rows if row.initial_only), tuple(awaited))


def _parent_key(row: Row, reference: Reference) -> ParentKey:
    parents = catalogue.declaration(str(row.value))
    return ParentKey(parents.netsuite_type, reference.internal_id, parents.spp_type)


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
    parent = _parent_key(row, source)
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
