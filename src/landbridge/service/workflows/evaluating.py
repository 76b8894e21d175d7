"""One mapping row for one part: from what NetSuite holds to the value of the SuiteProjects Pro field."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from landbridge.service.ports import DestinationRecord, JsonValue, Reference, Value
from landbridge.service.projects.record_types import SPP_TYPES, SppField
from landbridge.service.workflows import asking
from landbridge.service.workflows.branches import (
    ID,
    LinkLookup,
    Lookup,
    RowMisfit,
    TableLookup,
    branches_of,
    lookups_of,
    pieces_of,
    values_of,
)
from landbridge.service.workflows.catalogue import Group, Row, Source
from landbridge.service.workflows.conversion import NotConvertible, convert, plain_text, shown
from landbridge.service.workflows.environment import Became, Environment
from landbridge.service.workflows.filters import holds, render, table_of
from landbridge.service.workflows.keys import ParentKey
from landbridge.service.workflows.macros import MACROS
from landbridge.service.workflows.parts import Part
from landbridge.service.workflows.results import ParentMissing

ANY = "*"
"""The entry of a value map for every value that it does not list."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step on the way to the value: ``kind`` is ``lookup``, ``values``, ``branch``, ``macro`` or ``conversion``."""

    kind: str
    text: str


class LeftAsItIs(Exception):  # noqa: N818  # no error: the row sets nothing this time
    """The row sets nothing: no branch holds, or what it looks for is not there yet."""

    def __init__(self, reason: str, awaited: ParentMissing | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.awaited = awaited


class ParentNotLinked(Exception):  # noqa: N818  # named as the outcome
    """The row must have a record that has no link yet."""

    def __init__(self, parent: ParentMissing) -> None:
        super().__init__(parent.parent)
        self.parent = parent


@dataclass(frozen=True, slots=True)
class Look:
    """A part with all that its rows read. ``rows`` are those of its group."""

    group: Group
    rows: Sequence[Row]
    part: Part
    environment: Environment

    def value(self, name: str) -> Value:
        """Return what is in a field of NetSuite, or in ``table.field`` of the record of SuiteProjects Pro that the part goes with."""
        table = table_of(name)
        if not table:
            return self.part.value(name)
        spp_id = self.related_id(table)
        record = self.environment.held.get((table, spp_id)) if spp_id else None
        return _field_of(record, name.partition(".")[2]) if record else None

    def related_id(self, table: str) -> str | None:
        """Return the record of ``table`` that the part goes with.

        In the group's own table it is the one that the part is linked to; in another the one that the first lookup into it gives, as the
        foreign key of Oracle's notation does (help article 162884051962).
        """
        if table == self.group.spp_type:
            return self.environment.linked(
                ParentKey(self.part.record.type, self.part.key, self.group.spp_type)
            )
        for row in self.rows:
            if row.source is Source.LOOKUP and self.group.target(row.target).refers_to == table:
                return self._looked_up(row)
        return None

    def _looked_up(self, row: Row) -> str | None:
        try:
            found = _lookup(Task(row, self.group.target(row.target), self))
        except (LeftAsItIs, ParentNotLinked, NotConvertible, RowMisfit):
            return None
        return None if found is None else str(found)


@dataclass(slots=True)
class Task:
    """A row that is worked out. ``steps`` collects how, where somebody wants to see it."""

    row: Row
    target: SppField
    look: Look
    became: Became | None = None
    steps: list[Step] | None = field(default=None)

    def note(self, kind: str, text: Callable[[], str]) -> None:
        """Write a step down, if anybody looks."""
        if self.steps is not None:
            self.steps.append(Step(kind, text()))


def evaluate(task: Task) -> JsonValue:
    """Return the value of the row's field, ``None`` for an empty one.

    Raises ``NotConvertible``, ``RowMisfit``, :class:`LeftAsItIs` and :class:`ParentNotLinked`.
    """
    row = task.row
    value = task.look.part.value(row.field) if row.source is Source.FIELD else _SOURCES[row.source](task)
    converted = convert(value, task.target, task.look.environment.surroundings)
    if task.steps is not None and converted != value:
        task.note("conversion", lambda: f"{task.target.label} takes it as {shown(converted)}")
    return converted


def _field(task: Task) -> Value:
    return task.look.part.value(task.row.field)


def _constant(task: Task) -> Value:
    value = task.row.value
    if value is not None and not isinstance(value, str | bool | int | float):
        raise RowMisfit("The constant of this row is no text, number or flag.")
    return value


def _concatenation(task: Task) -> Value:
    """Join fields and texts; where every field is empty, so is the whole."""
    pieces = pieces_of(task.row)
    texts = [(piece, plain_text(task.look.part.value(piece.field))) for piece in pieces if piece.field]
    if texts and not any(text for _, text in texts):
        return None
    by_piece = iter(texts)
    return "".join(next(by_piece)[1] if piece.field else piece.text for piece in pieces)


def _macro(task: Task) -> Value:
    macro = MACROS.get(str(task.row.value))
    if macro is None:
        raise RowMisfit("The macro of this row is not known.")
    source = task.look.part.value(task.row.field) if macro.of_field else None
    value = macro.value(task.look.part, task.look.environment.surroundings, source)
    task.note("macro", lambda: f"{macro.name} is {shown(value)}")
    return value


def _values(task: Task) -> Value:
    listed = values_of(task.row)
    source = task.look.part.value(task.row.field)
    if isinstance(source, list | tuple) and source:
        results = [_listed(task, listed, one) for one in source]
        return ", ".join(plain_text(one) for one in results if one not in (None, ""))
    return _listed(task, listed, source)


def _listed(task: Task, listed: Mapping[str, Value], source: Value) -> Value:
    key = plain_text(source)
    if isinstance(source, Reference) and source.internal_id in listed:
        key = source.internal_id
    if key not in listed:
        if ANY not in listed:
            raise RowMisfit(f"The value list of this row has no entry for {shown(source)!r}.")
        key = ANY
    result = listed[key]
    task.note("values", lambda: f"{key!r} gives {shown(result)!r}")
    return result


def _conditional(task: Task) -> Value:
    look = task.look
    for branch in branches_of(task.row):
        condition = branch.condition
        if condition is None or holds(condition, look.value, look.environment.surroundings.zone):
            task.note("branch", lambda: f"IF {render(condition)}" if condition else "ELSE")  # noqa: B023  # called at once
            return _of_branch(Task(branch.row, task.target, look, None, task.steps))
    raise LeftAsItIs("None of its conditions holds.")


def _of_branch(task: Task) -> Value:
    value = _SOURCES[task.row.source](task)
    if task.row.required and value in (None, ""):
        raise NotConvertible(
            f"{task.row.field or 'The value'} is empty, and {task.target.label} must be filled."
        )
    return value


def _part(task: Task) -> Value:
    spp_id = task.became(str(task.row.value)) if task.became else None
    task.note("lookup", lambda: f"what it became in {task.row.value}: {spp_id or 'nothing yet'}")
    return spp_id


def _lookup(task: Task) -> Value:
    """Look in one place after the other; what is nowhere is waited for where the first link would be."""
    values = asking.lookup_values(task.look.part.value(task.row.field))
    if not values:
        return None
    lookups = lookups_of(task.row)
    results = [_found(task, lookups, position) for position in range(len(values))]
    if task.target.many:
        return ",".join(dict.fromkeys(plain_text(one) for one in results if one is not None))
    return results[0]


def _found(task: Task, lookups: Sequence[Lookup], position: int) -> Value:
    for lookup in lookups:
        found, value = _in_one(task, lookup, position)
        if found:
            return value
    links = [one for one in lookups if isinstance(one, LinkLookup)]
    if links:
        raise _not_linked(task, links, position)
    raise _not_listed(task, next(one for one in lookups if isinstance(one, TableLookup)), position)


def _in_one(task: Task, lookup: Lookup, position: int) -> tuple[bool, Value]:
    """Return whether there is such a record, and what it gives."""
    if isinstance(lookup, TableLookup):
        return _in_table(task, lookup, position)
    environment = task.look.environment
    parent = _parent(task, lookup, position)
    spp_id = environment.linked(parent)
    task.note(
        "lookup", lambda: f"{parent.spp_type} linked to {_named(task, position)}: {spp_id or 'none yet'}"
    )
    if spp_id is None or lookup.returns == ID:
        return spp_id is not None, spp_id
    record = environment.held.get((parent.spp_type, spp_id))
    value = record.fields.get(lookup.returns) if record else None
    task.note("lookup", lambda: f"{lookup.returns} of it is {shown(value)!r}")
    return True, value


def _parent(task: Task, lookup: LinkLookup, position: int) -> ParentKey:
    values = asking.lookup_values(task.look.part.value(task.row.field))
    return asking.parent_key(lookup, values[position])


def _named(task: Task, position: int) -> str:
    """Return what NetSuite shows for the one that is looked for."""
    value = task.look.part.value(task.row.field)
    if isinstance(value, list | tuple):
        value = [one for one in value if asking.lookup_values(one)][position]
    return shown(value)


def _not_linked(task: Task, lookups: Sequence[LinkLookup], position: int) -> LeftAsItIs | ParentNotLinked:
    first, *others = (_parent(task, lookup, position) for lookup in lookups)
    missing = ParentMissing(task.row.field, first, _named(task, position), tuple(others))
    if task.row.required:
        return ParentNotLinked(missing)
    return LeftAsItIs(f"{missing.name} is not imported yet.", missing)


def _in_table(task: Task, lookup: TableLookup, position: int) -> tuple[bool, Value]:
    value = asking.lookup_values(task.look.part.value(task.row.field), lookup)[position]
    answers = task.look.environment.looked_up.get((lookup.table, lookup.by), {})
    records = [one for one in answers.get(value, ()) if _fits(one, lookup.where)]
    task.note("lookup", lambda: f"{lookup.table} with {lookup.by} {value!r}: {_listing(records)}")
    if not records:
        return False, None
    if len(records) > 1 and not lookup.first:
        label = SPP_TYPES[lookup.table].label if lookup.table in SPP_TYPES else lookup.table
        raise NotConvertible(f"More than one {label} has {lookup.by} {value!r}: {_listing(records)}.")
    return True, _field_of(min(records, key=_by_id), lookup.returns)


def _fits(record: DestinationRecord, where: Mapping[str, JsonValue]) -> bool:
    return all(record.fields.get(name) == value for name, value in where.items())


def _by_id(record: DestinationRecord) -> tuple[int, str]:
    return len(record.spp_id), record.spp_id


def _not_listed(task: Task, lookup: TableLookup, position: int) -> LeftAsItIs | NotConvertible:
    value = asking.lookup_values(task.look.part.value(task.row.field), lookup)[position]
    label = SPP_TYPES[lookup.table].label if lookup.table in SPP_TYPES else lookup.table
    reason = f"{label} ({lookup.by}) has no entry for {value!r}."
    return NotConvertible(reason) if task.row.required else LeftAsItIs(reason)


def _listing(records: Sequence[DestinationRecord]) -> str:
    return " and ".join(f"{record.spp_id} ({record.name})" for record in records) or "none"


def _field_of(record: DestinationRecord, name: str) -> JsonValue:
    return record.spp_id if name == ID else record.fields.get(name)


_SOURCES: dict[Source, Callable[[Task], Value]] = {
    Source.FIELD: _field,
    Source.CONSTANT: _constant,
    Source.CONCATENATION: _concatenation,
    Source.MACRO: _macro,
    Source.LOOKUP: _lookup,
    Source.VALUES: _values,
    Source.CONDITIONAL: _conditional,
    Source.PART: _part,
}
