"""Mapping rows as a page shows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from landbridge.service.workflows import catalogue
from landbridge.service.workflows.branches import RowMisfit, branches_of, pieces_of, values_of
from landbridge.service.workflows.catalogue import Declaration, Group, Row, Source
from landbridge.service.workflows.content import Content
from landbridge.service.workflows.filters import render
from landbridge.service.workflows.macros import MACROS
from landbridge.service.workflows.models import MappingRow
from landbridge.service.workflows.rows import is_fixed, lookup_forms

_KINDS = dict(MappingRow.Source.choices)


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row: where it stands, what it takes in words, and what may be done with it. ``default``: as the default mapping has it."""

    position: int
    row: Row
    active: bool
    label: str
    kind: str
    source: str
    details: tuple[str, ...]
    fixed: bool
    default: bool
    has_default: bool


def shown_rows(declaration: Declaration, group: Group, one: Content) -> list[ShownRow]:
    """Return the rows of a group; those of a fixed group are the declaration's."""
    rows = [(row, True) for row in group.rows] if group.fixed else one.rows.get(group.key, ())
    defaults = {row.target: row for row in group.rows}
    return [
        ShownRow(
            position,
            row,
            active,
            group.target(row.target).label,
            _KINDS[row.source.value],
            source_words(row, declaration),
            tuple(_details(row)),
            group.fixed or is_fixed(group, row),
            defaults.get(row.target) == row,
            row.target in defaults,
        )
        for position, (row, active) in enumerate(rows)
    ]


def source_words(row: Row, declaration: Declaration | None = None) -> str:
    """Return in one line where a row takes its value from; ``declaration`` knows the labels of groups."""
    if row.source is Source.CONSTANT:
        return f"“{plain_value(row.value)}”"
    if row.source is Source.MACRO:
        macro = MACROS.get(str(row.value))
        return " ".join(filter(None, [macro.label if macro else str(row.value), row.field]))
    if row.source is Source.CONCATENATION:
        return _joined(row)
    if row.source is Source.PART:
        known = {group.key: group.label for group in declaration.groups} if declaration else {}
        return f"its {known.get(str(row.value), row.value)}"
    if row.source is Source.CONDITIONAL:
        return "by condition"
    return row.field


def plain_value(value: object) -> str:
    """Return a stored value as text: yes and no for a flag, ``(empty)`` for nothing."""
    if value is None or value == "":
        return "(empty)"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _joined(row: Row) -> str:
    try:
        return " ".join(piece.field or f"“{piece.text}”" for piece in pieces_of(row))
    except RowMisfit:
        return "—"


def _details(row: Row) -> Iterator[str]:
    try:
        if row.source is Source.VALUES:
            for given, result in values_of(row).items():
                yield f"{plain_value(given)} → {plain_value(result)}"
        elif row.source is Source.LOOKUP:
            yield from (_lookup_words(form) for form in lookup_forms(row.value))
        elif row.source is Source.CONDITIONAL:
            for branch in branches_of(row):
                when = f"if {render(branch.condition)}" if branch.condition else "else"
                more = ", ".join(_details(branch.row))
                yield f"{when}: {source_words(branch.row)}{f' ({more})' if more else ''}"
    except RowMisfit as misfit:
        yield str(misfit)


def _lookup_words(form: str | Mapping[str, Any]) -> str:
    if isinstance(form, str):
        return f"what {catalogue.label(form)} made of it"
    if form.get("workflow"):
        return f"{form.get('return')} of what {catalogue.label(str(form['workflow']))} made of it"
    where = "".join(f", {name} = {plain_value(value)}" for name, value in (form.get("where") or {}).items())
    return f"{form.get('return') or 'id'} of the {form.get('table')} whose {form.get('by')} it is{where}"
