"""What a record or a part of one may hold: its fields, its sublists, its complex values. Built once a type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from landbridge.recordtypes import Field, Kind, Structure, Sublist


@dataclass(frozen=True, slots=True)
class Shape:
    """Fields by name, with the custom ones; shapes of the lines of each sublist; shapes of complex values by field name.

    ``sublist`` describes the sublist whose lines have this shape, ``None`` for a record or a complex value.
    """

    fields: dict[str, Field]
    lists: dict[str, Shape] = field(default_factory=dict)
    parts: dict[str, Shape] = field(default_factory=dict)
    sublist: Sublist | None = None


def shape_of(
    fields: Iterable[Field],
    sublists: Iterable[Sublist] = (),
    columns: Mapping[str, Iterable[Field]] | None = None,
    sublist: Sublist | None = None,
) -> Shape:
    """Build a shape. ``columns`` are custom fields of the lines of a sublist, by its name."""
    known = {one.name: one for one in fields}
    return Shape(
        fields=known,
        lists={
            one.name: shape_of(
                (*one.line.fields, *(columns or {}).get(one.name, ())), one.line.sublists, sublist=one
            )
            for one in sublists
        },
        parts={
            name: _structure(one.structure)
            for name, one in known.items()
            if one.kind is Kind.OBJECT and one.structure is not None
        },
        sublist=sublist,
    )


def without_mandatory_customs(shape: Shape) -> Shape:
    """Return a shape in which no custom field, of the body or of lines, has to be filled."""
    return replace(
        shape,
        fields={
            name: replace(one, mandatory=False) if one.mandatory and name.startswith("cust") else one
            for name, one in shape.fields.items()
        },
        lists={name: without_mandatory_customs(one) for name, one in shape.lists.items()},
    )


def _structure(structure: Structure) -> Shape:
    return shape_of(structure.fields, structure.sublists)


def targets(shape: Shape) -> set[str]:
    """Return the types and lists that the references of a shape point to."""
    found = {one.refers_to for one in shape.fields.values() if one.refers_to}
    for inner in (*shape.lists.values(), *shape.parts.values()):
        found |= targets(inner)
    return found
