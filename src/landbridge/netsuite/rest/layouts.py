"""How REST sees a record type: its names by ours and ours by its names, with sublists and subrecords. Made once a type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from landbridge.netsuite.records import is_custom_field
from landbridge.recordtypes import RECORD_TYPES, Field, Sublist, restnames
from landbridge.recordtypes.customrecords import custom_record_fields


@dataclass(frozen=True, slots=True)
class Layout:
    """A record, a sublist's line or a subrecord.

    ``where`` names it in the tables of names (``expenseReport.expenseList``), ``rest`` is REST's name of it. ``fields`` are those with a
    description, by SOAP's name. ``keys`` tell lines apart.
    """

    where: str
    rest: str = ""
    fields: Mapping[str, Field] = field(default_factory=dict)
    lines: Mapping[str, Layout] = field(default_factory=dict)
    parts: Mapping[str, Layout] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    by_rest: Mapping[str, str] = field(default_factory=dict)
    keys: tuple[str, ...] = ()
    computed: bool = False

    def name_of(self, rest_name: str) -> str:
        """Return our name of a property: SOAP's, a custom field's script id, or REST's own where there is no description."""
        found = self.by_rest.get(rest_name.lower())
        if found is not None:
            return found
        return rest_name.lower() if is_custom_field(rest_name) else rest_name

    def rest_name(self, name: str) -> str:
        """Return REST's name of a field or sublist; a name without a description is REST's own already."""
        return self.names.get(name) or (name.lower() if is_custom_field(name) else name)

    def line(self, name: str) -> Layout:
        """Return the layout of a sublist's lines."""
        return self.lines.get(name) or Layout(f"{self.where}.{name}")

    def part(self, name: str) -> Layout:
        """Return the layout of a subrecord."""
        return self.parts.get(name) or Layout(f"{self.where}.{name}")


@cache
def layout_of(type_name: str) -> Layout:
    """Return the layout of a record type: described ones, custom records, and an empty one for any other."""
    kind = RECORD_TYPES.get(type_name)
    if kind is not None:
        return _layout(kind.name, kind.rest, (*kind.fields, *kind.beyond_soap), kind.sublists)
    if type_name.lower().startswith("customrecord"):
        return _layout(type_name, type_name, custom_record_fields(type_name), ())
    return Layout(type_name, type_name)


def _layout(where: str, rest: str, fields: Iterable[Field], sublists: Iterable[Sublist]) -> Layout:
    known = {one.name: one for one in fields}
    lists = {one.name: one for one in sublists}
    names = {name: restnames.field_name(where, name) for name in known}
    names |= {name: restnames.sublist_name(one) for name, one in lists.items()}
    return Layout(
        where=where,
        rest=rest,
        fields=known,
        lines={name: _line(f"{where}.{name}", one) for name, one in lists.items()},
        parts={
            name: _layout(f"{where}.{name}", names[name], one.structure.fields, one.structure.sublists)
            for name, one in known.items()
            if one.structure is not None
        },
        names=names,
        by_rest={rest_name.lower(): name for name, rest_name in names.items()},
    )


def _line(where: str, sublist: Sublist) -> Layout:
    inner = _layout(where, restnames.sublist_name(sublist), sublist.line.fields, sublist.line.sublists)
    aliases = {alias.lower(): key for key in sublist.keys for alias in restnames.ALIASES.get(key, ())}
    return Layout(
        where=where,
        rest=inner.rest,
        fields=inner.fields,
        lines=inner.lines,
        parts=inner.parts,
        names=inner.names,
        by_rest=aliases | dict(inner.by_rest),
        keys=sublist.keys,
        computed=sublist.computed,
    )
