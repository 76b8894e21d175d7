"""What mapping a part of a NetSuite record came to."""

from __future__ import annotations

from dataclasses import dataclass

from landbridge.service.ports import JsonValue
from landbridge.service.workflows.keys import ParentKey


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
    """A reference points at a record that has no link yet.

    ``others``: what else the reference may point at, where a lookup has several places.
    """

    field: str
    parent: ParentKey
    name: str
    others: tuple[ParentKey, ...] = ()

    def places(self) -> tuple[ParentMissing, ...]:
        """Return one for each record that the reference may point at."""
        return tuple(ParentMissing(self.field, one, self.name) for one in (self.parent, *self.others))


@dataclass(frozen=True, slots=True)
class PartMissing:
    """The part of the same record that this one belongs to is not imported, so this one is not either. ``group`` is its group's key."""

    group: str


@dataclass(frozen=True, slots=True)
class Unmappable:
    """The record cannot be mapped: the NetSuite field, its value as shown, and why.

    Where the value comes of several fields, ``field`` is the field of SuiteProjects Pro. ``row_at_fault``: the mapping row must be
    mended, not the record.
    """

    field: str
    value: str
    reason: str
    row_at_fault: bool = False


Result = Mapped | ParentMissing | PartMissing | Unmappable
