"""Lookups: what other records became, and records of SuiteProjects Pro by the values of their fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from landbridge.service.ports import DestinationRecord, JsonValue, Value
from landbridge.service.projects.record_types import SPP_TYPES
from landbridge.service.workflows.asking import items_of, key_of, parent_key
from landbridge.service.workflows.branches import (
    ID,
    LinkLookup,
    Lookup,
    RowMisfit,
    TableLookup,
    lookups_of,
)
from landbridge.service.workflows.catalogue import Source
from landbridge.service.workflows.catalogue.applying import APPLIED, TYPE, TYPES
from landbridge.service.workflows.conversion import NotConvertible, plain_text, shown
from landbridge.service.workflows.filters import table_of
from landbridge.service.workflows.keys import ParentKey
from landbridge.service.workflows.results import ParentMissing
from landbridge.service.workflows.work import LeftAsItIs, Look, ParentNotLinked, Work


def look_up(work: Work) -> Value:
    """Return what the row's lookup gives: of several references the first, all of them where the field takes several.

    Raises ``NotConvertible``, ``RowMisfit``, ``LeftAsItIs`` and ``ParentNotLinked``.
    """
    items = items_of(work.look.part.value(work.row.field))
    if not items:
        return None
    lookups = lookups_of(work.row)
    results = [_found(work, lookups, item) for item in items]
    if work.target.many:
        return ",".join(dict.fromkeys(plain_text(one) for one in results if one is not None))
    return results[0]


def value_of(look: Look, name: str) -> Value:
    """Return what is in a field of NetSuite, or in ``table.field`` of the record of SuiteProjects Pro that the part goes with."""
    table = table_of(name)
    if not table:
        return look.part.value(name)
    spp_id = related_id(look, table)
    record = look.environment.held.get((table, spp_id)) if spp_id else None
    return _field_of(record, name.partition(".")[2]) if record else None


def related_id(look: Look, table: str) -> str | None:
    """Return the record of ``table`` that the part goes with.

    In the group's own table it is the one that the part is linked to; in another the one that the first lookup into it gives, as the
    foreign key of Oracle's notation does (help article 162884051962).
    """
    group = look.group
    if table == group.spp_type:
        return look.environment.linked(ParentKey(look.part.record.type, look.part.key, table))
    for row in look.rows:
        target = group.target(row.target)
        if row.source is Source.LOOKUP and target.refers_to == table:
            try:
                found = look_up(Work(row, target, look))
            except (LeftAsItIs, ParentNotLinked, NotConvertible, RowMisfit):
                return None
            return None if found is None else str(found)
    return None


def _found(work: Work, lookups: Sequence[Lookup], item: Value) -> Value:
    """Look in one place after the other; what is nowhere is waited for where a link would be."""
    for lookup in lookups:
        if isinstance(lookup, LinkLookup):
            found, value = _by_link(work, lookup, item)
        else:
            found, value = _in_table(work, lookup, item)
        if found:
            return value
    links = [one for one in lookups if isinstance(one, LinkLookup)]
    if links:
        raise _not_linked(work, links, item)
    raise _not_listed(work, next(one for one in lookups if isinstance(one, TableLookup)), item)


def _by_link(work: Work, lookup: LinkLookup, item: Value) -> tuple[bool, Value]:
    """Return whether there is such a record, and what it gives."""
    environment = work.look.environment
    parent = parent_key(lookup, key_of(item))
    spp_id = environment.linked(parent)
    work.note("lookup", lambda: f"{parent.spp_type} linked to {shown(item)}: {spp_id or 'none yet'}")
    if spp_id is None or lookup.returns == ID:
        return spp_id is not None, spp_id
    record = environment.held.get((parent.spp_type, spp_id))
    value = record.fields.get(lookup.returns) if record else None
    work.note("lookup", lambda: f"{lookup.returns} of it is {shown(value)!r}")
    return True, value


def _not_linked(work: Work, lookups: Sequence[LinkLookup], item: Value) -> LeftAsItIs | ParentNotLinked:
    first, *others = _of_its_type(work, [parent_key(lookup, key_of(item)) for lookup in lookups])
    missing = ParentMissing(work.row.field, first, shown(item), tuple(others))
    if work.row.required:
        return ParentNotLinked(missing)
    return LeftAsItIs(f"{missing.name} is not imported yet.", missing)


def _of_its_type(work: Work, parents: Sequence[ParentKey]) -> Sequence[ParentKey]:
    """Return the parents of the type that the applied line says, all of them where it does not tell."""
    look = work.look
    told = TYPES.get(str(look.part.value(TYPE))) if look.group.each == APPLIED else None
    return [one for one in parents if one.netsuite_type == told] or parents


def _in_table(work: Work, lookup: TableLookup, item: Value) -> tuple[bool, Value]:
    value = key_of(item, lookup)
    answers = work.look.environment.looked_up.get((lookup.table, lookup.by), {})
    records = [one for one in answers.get(value, ()) if _fits(one, lookup.where)]
    work.note("lookup", lambda: f"{lookup.table} with {lookup.by} {value!r}: {_listing(records)}")
    if not records:
        return False, None
    if len(records) > 1 and not lookup.first:
        raise NotConvertible(
            f"More than one {_label(lookup)} has {lookup.by} {value!r}: {_listing(records)}."
        )
    return True, _field_of(min(records, key=_by_id), lookup.returns)


def _not_listed(work: Work, lookup: TableLookup, item: Value) -> LeftAsItIs | NotConvertible:
    reason = f"{_label(lookup)} ({lookup.by}) has no entry for {key_of(item, lookup)!r}."
    return NotConvertible(reason) if work.row.required else LeftAsItIs(reason)


def _fits(record: DestinationRecord, where: Mapping[str, JsonValue]) -> bool:
    return all(record.fields.get(name) == value for name, value in where.items())


def _by_id(record: DestinationRecord) -> tuple[int, str]:
    return len(record.spp_id), record.spp_id


def _label(lookup: TableLookup) -> str:
    return SPP_TYPES[lookup.table].label if lookup.table in SPP_TYPES else lookup.table


def _listing(records: Sequence[DestinationRecord]) -> str:
    return " and ".join(f"{record.spp_id} ({record.name})" for record in records) or "none"


def _field_of(record: DestinationRecord, name: str) -> JsonValue:
    return record.spp_id if name == ID else record.fields.get(name)
