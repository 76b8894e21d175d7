"""Writing into one SuiteProjects Pro account, as the runs see it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol

from landbridge.service.ports.author import Author
from landbridge.service.ports.reader import KeyRange

JsonValue = str | bool | int | float | None
"""A field's value. Dates are ISO text (``2026-11-21``); ``None`` clears."""


@dataclass(frozen=True, slots=True)
class DestinationRecord:
    """One SuiteProjects Pro record as it is now.

    ``type`` is the table (``user``, ``customer``, ``project``), ``spp_id`` the internal id. ``fields`` are by SPP field name,
    custom fields with their ``__c`` ending. ``source_modified`` is the NetSuite version of the last write that came from there,
    ``None`` if none did. ``deleted_in_netsuite_at``: since when it is marked as deleted there.
    """

    type: str
    spp_id: str
    name: str
    fields: Mapping[str, JsonValue]
    updated: datetime
    source_modified: datetime | None = None
    deleted_in_netsuite_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DestinationField:
    """One field that records of a table can have.

    ``kind`` is a value of ``projects.record_types.SppKind``; ``refers_to`` the table behind a reference, of which the field holds several
    internal ids where it is ``many``. ``longest`` counts characters, ``decimals`` those kept of money and hours. ``custom``: ends in
    ``__c``; such a field takes any text, number or flag. ``key``: only one record of the table may have a value of it.
    """

    name: str
    label: str
    kind: str
    refers_to: str = ""
    many: bool = False
    choices: tuple[str, ...] = ()
    longest: int = 0
    decimals: int | None = None
    required: bool = False
    custom: bool = False
    key: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One record to write. ``key`` is the caller's name for it (the NetSuite internal id) and comes back in :class:`Applied`.

    ``spp_id`` ``None`` creates. ``fields`` holds only what is to be set. ``source_modified`` is the source version; a record that
    already has a newer one is left alone, unless ``set_back``: the source's clock was set back, so that what is newest has an older
    stamp. ``None``: a person writes by hand, and the version stays. ``initial_only`` names the fields that are set on creation and
    never after.
    """

    key: str
    spp_id: str | None
    fields: Mapping[str, JsonValue]
    source_modified: datetime | None
    initial_only: frozenset[str] = frozenset()
    set_back: bool = False


class Outcome(Enum):
    """What became of one change."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    STALE = "stale"  # the record already holds a newer source version: nothing was written
    REFUSED = "refused"  # the account refuses the values: ``code`` and ``reason`` say why
    CONFLICT = "conflict"  # somebody created or deleted the record meanwhile: match again


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after."""

    field: str
    before: JsonValue
    after: JsonValue


@dataclass(frozen=True, slots=True)
class Applied:
    """The outcome of one :class:`Change`. ``spp_id`` is ``None`` where no record came of it.

    A refusal has SuiteProjects Pro's error ``code``, the ``field`` at fault where there is one, and a ``reason`` in words.
    """

    key: str
    outcome: Outcome
    spp_id: str | None = None
    changes: Sequence[FieldChange] = ()
    code: int = 0
    reason: str = ""
    field: str = ""


class Destination(Protocol):
    """One SuiteProjects Pro account."""

    def find(
        self,
        spp_type: str,
        *,
        netsuite_id_field: str = "",
        netsuite_ids: Collection[str] = (),
        names: Collection[str] = (),
        spp_ids: Collection[str] = (),
    ) -> Sequence[DestinationRecord]:
        """Return every record that has one of the ids, NetSuite ids or names (any case), each once, in one query."""
        ...

    def holdings(
        self,
        spp_type: str,
        keys: KeyRange,
        *,
        netsuite_id_field: str = "",
        spp_ids: Collection[str] = (),
    ) -> Sequence[DestinationRecord]:
        """Return every record whose NetSuite id lies in ``keys``, and those with one of ``spp_ids``, each once, in one query.

        The id of a line (``5-1``) lies where the number before the dash does.
        """
        ...

    def lookup(
        self, spp_type: str, field: str, values: Collection[str]
    ) -> Mapping[str, Sequence[DestinationRecord]]:
        """Return, by each of ``values``, the records of which ``field`` equals it, in one query; nothing for a value that none has.

        ``field`` is ``id``, a declared field or a custom one. Names are compared in any case where no record has the very name.
        """
        ...

    def fields(self, spp_type: str) -> Sequence[DestinationField]:
        """Return what records of the table can have: declared fields, NetSuite-ID fields, and custom fields that newer records have."""
        ...

    def mark_deleted(
        self, spp_type: str, spp_ids: Collection[str], *, author: Author, at: datetime
    ) -> Sequence[str]:
        """Mark records as deleted in NetSuite and return the ids of those that were not marked yet; the next write of an import takes
        the mark away. Both are in the audit trail. Runs inside the caller's transaction.
        """
        ...

    def apply(
        self, spp_type: str, changes: Sequence[Change], *, author: Author, at: datetime
    ) -> Sequence[Applied]:
        """Write a batch inside the caller's transaction; the answers are in the order of ``changes``.

        Never overwrites a newer source version. One refused record does not hold up the others. Every changed field is written to
        the audit trail with ``author``.
        """
        ...
