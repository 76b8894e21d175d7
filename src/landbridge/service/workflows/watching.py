"""The fields that are monitored where nobody chose them: what the mapping reads, and what decides whether a record is imported."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from landbridge.service.workflows import filters
from landbridge.service.workflows.asking import fields_of
from landbridge.service.workflows.catalogue import Declaration, Group, OptionValue, Row
from landbridge.service.workflows.catalogue.hierarchies import classified
from landbridge.service.workflows.parts import LINE_KEY, OF_RECORD
from landbridge.service.workflows.selection import selecting_fields

DEFAULT: Literal["default"] = "default"
"""Instead of a list of fields: :func:`watched`, whatever it is at the time."""

INACTIVE = "isInactive"
_NEVER_CHANGE = frozenset({"internalId", "recordType", "subtype"})

Reading = tuple[Group, Iterable[Row], str]
"""A group with the rows in force and the administrator's filter."""


def watched(
    declaration: Declaration, groups: Iterable[Reading], options: Mapping[str, OptionValue]
) -> tuple[str, ...]:
    """Return the fields that the groups read, the mark and the inactive box. A field of lines has its sublist before it (``itemList.rate``)."""
    found = {*selecting_fields(declaration, options), *(one.field for one in classified(options))}
    for group, rows, text in groups:
        names = {name for row in rows for name in fields_of(row)}
        names |= filters.fields_read_by(group.condition) | filters.fields_read_by(text)
        found.update(_spelled(group, name) for name in names - {LINE_KEY})
    if _has_inactive(declaration):
        found.add(INACTIVE)
    return tuple(sorted(found - _NEVER_CHANGE))


def _spelled(group: Group, name: str) -> str:
    if not group.each or name.startswith(OF_RECORD) or "." in name:
        return name.removeprefix(OF_RECORD)
    return f"{group.each}.{name}"


def _has_inactive(declaration: Declaration) -> bool:
    """Whether its records have the box: those that lack it are left out by no option, and no row reads it."""
    return declaration.inactive_option is not None
