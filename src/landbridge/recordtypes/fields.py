"""Short ways to write a field down, one a line. SuiteScript id and SuiteQL column are the SOAP name in lower case unless given."""

from __future__ import annotations

from typing import Any

from landbridge.recordtypes import lengths
from landbridge.recordtypes.model import Field, Kind, Search, Structure

SEARCH_OF_KIND: dict[Kind, Search] = {
    Kind.STRING: Search.STRING,
    Kind.BOOLEAN: Search.BOOLEAN,
    Kind.INTEGER: Search.LONG,
    Kind.DOUBLE: Search.DOUBLE,
    Kind.DATE: Search.DATE,
    Kind.DATETIME: Search.DATE,
    Kind.DURATION: Search.DOUBLE,
    Kind.ENUM: Search.ENUM,
    Kind.REF: Search.MULTISELECT,
    Kind.REF_LIST: Search.MULTISELECT,
}
"""How a basic search asks for a field of each kind, unless the schema has it otherwise."""


def _field(name: str, kind: Kind, label: str, search: str | bool | Search, more: dict[str, Any]) -> Field:
    """``search``: true when the basic search offers the field, a text when it does under another name, or the search type."""
    how = search if isinstance(search, Search) else SEARCH_OF_KIND.get(kind) if search else None
    return Field(
        name=name,
        kind=kind,
        label=label,
        script=more.pop("script", name.lower()),
        suiteql=more.pop("suiteql", name.lower()),
        search=more.pop("search_type", how),
        search_name=search if type(search) is str else "",
        **more,
    )


def text(name: str, label: str, *, search: str | bool | Search = False, **more: Any) -> Field:
    """A string, as long and of the form that fields of its name have unless said otherwise."""
    bounds = {"longest": lengths.LONGEST.get(name, lengths.DEFAULT), "format": lengths.FORMATS.get(name, "")}
    return _field(name, Kind.STRING, label, search, bounds | more)


def flag(name: str, label: str, *, search: str | bool | Search = False, **more: Any) -> Field:
    """A check box."""
    return _field(name, Kind.BOOLEAN, label, search, more)


def whole(name: str, label: str, *, search: str | bool | Search = False, **more: Any) -> Field:
    """A whole number (xsd:long)."""
    return _field(name, Kind.INTEGER, label, search, more)


def number(name: str, label: str, *, search: str | bool | Search = False, **more: Any) -> Field:
    """A number or an amount (xsd:double)."""
    return _field(name, Kind.DOUBLE, label, search, more)


def day(name: str, label: str, *, search: str | bool | Search = False, **more: Any) -> Field:
    """A date without a time of day."""
    return _field(name, Kind.DATE, label, search, more)


def instant(name: str, label: str, *, search: str | bool | Search = False, **more: Any) -> Field:
    """A date with a time of day."""
    return _field(name, Kind.DATETIME, label, search, more)


def duration(name: str, label: str, *, search: str | bool | Search = False, **more: Any) -> Field:
    """Hours, as ``Duration{timeSpan, unit}``."""
    return _field(name, Kind.DURATION, label, search, more)


def choice(
    name: str,
    label: str,
    enumeration: str,
    values: tuple[str, ...],
    *,
    search: str | bool | Search = False,
    **more: Any,
) -> Field:
    """One of a closed list; ``enumeration`` is the name of the simple type."""
    return _field(name, Kind.ENUM, label, search, {"enumeration": enumeration, "values": values, **more})


def ref(name: str, label: str, to: str, *, search: str | bool | Search = False, **more: Any) -> Field:
    """A reference to a record or an entry of a list, ``to`` its type."""
    return _field(name, Kind.REF, label, search, {"refers_to": to, **more})


def refs(name: str, label: str, to: str, *, search: str | bool | Search = False, **more: Any) -> Field:
    """Several references (RecordRefList)."""
    return _field(name, Kind.REF_LIST, label, search, {"refers_to": to, **more})


def part(name: str, label: str, structure: Structure, **more: Any) -> Field:
    """A complex type of its own, such as an address."""
    return _field(name, Kind.OBJECT, label, False, {"structure": structure, **more})  # noqa: FBT003 - nothing searches inside
