"""Which parts of a record a mapping group imports: its condition, and the filter that an administrator gave it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from landbridge.service.workflows.asking import holdings_of, returns_a_field, tables_compared
from landbridge.service.workflows.conversion import shown
from landbridge.service.workflows.environment import Environment
from landbridge.service.workflows.filters import (
    Comparison,
    Expression,
    objection,
    parse,
    spp_fields_of,
    table_of,
    written_comparison,
)
from landbridge.service.workflows.lookups import related_id, value_of
from landbridge.service.workflows.parts import Part, added
from landbridge.service.workflows.store import PreparedGroup
from landbridge.service.workflows.work import Look

FILTERED = "filtered"
NOT_SELECTED = "not_selected"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A part that is not imported: ``code`` is :data:`FILTERED` for an administrator's filter, :data:`NOT_SELECTED` for the group's condition.

    ``field`` is the one because of which, ``reason`` a sentence that ends in ``, not`` and its value.
    """

    part: Part
    code: str
    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """The parts that are imported, each key once, and what was left out."""

    parts: Sequence[Part]
    left_out: Sequence[LeftOut] = ()


def choose(prepared: PreparedGroup, parts: Iterable[Part], environment: Environment) -> Chosen:
    """Apply the group's condition and its filter. Of lines with the same key the first that passes counts, with the numbers of the others that do where the group adds them.

    A key of which one line passes is not left out. Raises ``FilterSyntaxError`` for a stored filter that cannot be read.
    """
    wanted: dict[str, Part] = {}
    left_out: dict[str, LeftOut] = {}
    tests = [
        (code, parse(text))
        for code, text in ((NOT_SELECTED, prepared.group.condition), (FILTERED, prepared.filter))
        if text.strip()
    ]
    adds = prepared.group.adds
    for part in parts:
        if part.key in wanted and not adds:
            continue
        why = _objection(prepared, tests, part, environment) if tests else None
        if why is None:
            first = wanted.get(part.key)
            wanted[part.key] = added(first, part, adds) if first else part
        else:
            left_out.setdefault(part.key, why)
    return Chosen(list(wanted.values()), [one for key, one in left_out.items() if key not in wanted])


def related_of(
    prepared: PreparedGroup, parts: Iterable[Part], environment: Environment
) -> Mapping[str, set[str]]:
    """Return the records of SuiteProjects Pro, ids by table, that the filter, conditions and lookups of rows look at."""
    tables = {table_of(name) for name in _spp_fields(prepared)}
    found: dict[str, set[str]] = defaultdict(set)
    returning = [row for row in prepared.rows if returns_a_field(row)]
    if not tables and not returning:
        return found
    for part in parts:
        for parent in holdings_of(returning, part):
            spp_id = environment.linked(parent)
            if spp_id:
                found[parent.spp_type].add(spp_id)
        look = Look(prepared.group, prepared.rows, part, environment)
        for table in tables:
            spp_id = related_id(look, table)
            if spp_id:
                found[table].add(spp_id)
    return found


def _spp_fields(prepared: PreparedGroup) -> frozenset[str]:
    texts = [text for text in (prepared.group.condition, prepared.filter) if text.strip()]
    found: frozenset[str] = frozenset().union(*(spp_fields_of(parse(text)) for text in texts))
    return found.union(*(tables_compared(row) for row in prepared.rows))


def _objection(
    prepared: PreparedGroup,
    tests: Sequence[tuple[str, Expression]],
    part: Part,
    environment: Environment,
) -> LeftOut | None:
    look = Look(prepared.group, prepared.rows, part, environment)
    for code, expression in tests:
        against = objection(expression, partial(value_of, look), environment.surroundings.zone)
        if against is not None:
            return LeftOut(part, code, against.field, _reason(prepared, code, against, look))
    return None


def _reason(prepared: PreparedGroup, code: str, against: Comparison, look: Look) -> str:
    what = "filter" if code == FILTERED else "condition"
    held = shown(value_of(look, against.field)) or "empty"
    return f"The {what} of {prepared.group.label} leaves it out: {written_comparison(against)}, not {held}."
