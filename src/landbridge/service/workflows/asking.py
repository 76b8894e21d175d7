"""What rows read: fields of NetSuite, links of other records, records of SuiteProjects Pro. Asked before anything is mapped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from landbridge.service.ports import Reference, Value
from landbridge.service.workflows.branches import (
    ID,
    LinkLookup,
    Lookup,
    RowMisfit,
    TableLookup,
    branches_of,
    lookups_of,
    pieces_of,
)
from landbridge.service.workflows.catalogue import Row, Source, declaration, find
from landbridge.service.workflows.conversion import plain_text
from landbridge.service.workflows.environment import LookupKey
from landbridge.service.workflows.filters import fields_of as compared_by
from landbridge.service.workflows.filters import spp_fields_of as compared_in_spp
from landbridge.service.workflows.keys import ParentKey
from landbridge.service.workflows.macros import MACROS
from landbridge.service.workflows.parts import Part

_OF_A_FIELD = frozenset({Source.FIELD, Source.LOOKUP, Source.VALUES, Source.MACRO})
_BY_ID = ("id", "netsuite_")
"""How fields begin by which a reference is looked up by its internal id; by any other it is by the name that NetSuite shows."""


def fields_of(row: Row) -> frozenset[str]:
    """Return the NetSuite fields that a row reads, conditions and all, named as in the row. A row that cannot work reads what it can."""
    found = {row.field} if row.field and row.source in _OF_A_FIELD else set()
    try:
        if row.source is Source.CONCATENATION:
            found.update(piece.field for piece in pieces_of(row) if piece.field)
        if row.source is Source.CONDITIONAL:
            for branch in branches_of(row):
                found |= fields_of(branch.row)
                found |= compared_by(branch.condition) if branch.condition else frozenset()
    except RowMisfit:
        return frozenset(found)
    return frozenset(found)


def tables_compared(row: Row) -> frozenset[str]:
    """Return the fields of SuiteProjects Pro that the conditions of a row compare, each as ``table.field``."""
    try:
        return frozenset(
            name
            for branch in (branches_of(row) if row.source is Source.CONDITIONAL else ())
            if branch.condition
            for name in compared_in_spp(branch.condition)
        )
    except RowMisfit:
        return frozenset()


def spp_fields_of(row: Row) -> frozenset[str]:
    """Return the fields of SuiteProjects Pro that a row reads, each as ``table.field``: its conditions and its lookups."""
    returned = {f"{_table(lookup)}.{lookup.returns}" for lookup, _ in _lookups([row]) if lookup.returns != ID}
    return tables_compared(row) | returned


def _table(lookup: Lookup) -> str:
    if isinstance(lookup, TableLookup):
        return lookup.table
    linked = find(lookup.workflow)
    return linked.spp_type if linked else ""


def moves(row: Row) -> bool:
    """Whether the row gives another value at another time, the record being the same."""
    return any(
        one.source is Source.MACRO and one.value in MACROS and MACROS[str(one.value)].moves
        for one in _simple(row)
    )


def parent_key(lookup: LinkLookup, internal_id: str) -> ParentKey:
    """Return what a lookup by link asks for. ``KeyError`` for a workflow that there is not."""
    parents = declaration(lookup.workflow)
    return ParentKey(parents.netsuite_type, internal_id, parents.spp_type)


def parents_of(rows: Iterable[Row], part: Part) -> Iterator[ParentKey]:
    """Yield the NetSuite records whose links the rows will ask for."""
    for lookup, row in _lookups(rows):
        if isinstance(lookup, LinkLookup):
            yield from (parent_key(lookup, key_of(one)) for one in items_of(part.value(row.field)))


def holdings_of(rows: Iterable[Row], part: Part) -> Iterator[ParentKey]:
    """Yield those of them of which a row wants another field than the id."""
    for lookup, row in _lookups(rows):
        if isinstance(lookup, LinkLookup) and lookup.returns != ID:
            yield from (parent_key(lookup, key_of(one)) for one in items_of(part.value(row.field)))


def returns_a_field(row: Row) -> bool:
    """Whether a lookup by link of the row wants another field than the id."""
    return any(isinstance(lookup, LinkLookup) and lookup.returns != ID for lookup, _ in _lookups([row]))


def asked_of(rows: Iterable[Row], parts: Sequence[Part]) -> Mapping[LookupKey, set[str]]:
    """Return the values that the rows will look up in tables of SuiteProjects Pro, by table and field."""
    asked: dict[LookupKey, set[str]] = defaultdict(set)
    for lookup, row in _lookups(rows):
        if isinstance(lookup, TableLookup):
            items = (one for part in parts for one in items_of(part.value(row.field)))
            asked[lookup.table, lookup.by].update(key_of(one, lookup) for one in items)
    return asked


def items_of(value: Value) -> list[Value]:
    """Return what is looked up for a value, of a multiple choice each; nothing for an empty one."""
    several = value if isinstance(value, list | tuple) else (value,)
    return [one for one in several if key_of(one)]


def key_of(item: Value, lookup: Lookup | None = None) -> str:
    """Return the text by which one is looked up: a reference's internal id, or its name (:data:`_BY_ID`), anything else as it is."""
    named = isinstance(lookup, TableLookup) and not lookup.by.startswith(_BY_ID)
    if isinstance(item, Reference) and not named:
        return item.internal_id
    return plain_text(item).strip()


def _lookups(rows: Iterable[Row]) -> Iterator[tuple[Lookup, Row]]:
    for row in rows:
        for one in _simple(row):
            if one.source is Source.LOOKUP:
                try:
                    yield from ((lookup, one) for lookup in lookups_of(one))
                except RowMisfit:
                    continue


def _simple(row: Row) -> Iterator[Row]:
    """Yield the row, of a conditional one those of its branches."""
    if row.source is not Source.CONDITIONAL:
        yield row
        return
    try:
        yield from (branch.row for branch in branches_of(row))
    except RowMisfit:
        return
