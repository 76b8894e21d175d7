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
    ``None`` if none did.
    """

    type: str
    spp_id: str
    name: str
    fields: Mapping[str, JsonValue]
    updated: datetime
    source_modified: datetime | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One record to write. ``key`` is the caller's name for it (the NetSuite internal id) and comes back in :class:`Applied`.

    ``spp_id`` ``None`` creates. ``fields`` holds only what is to be set. ``source_modified`` is the source version; a record that
    already has a newer one is left alone, unless ``set_back``: the source's clock was set back, so that what is newest has an older
    stamp. ``initial_only`` names the fields that are set on creation and never after.
    """

    key: str
    spp_id: str | None
    fields: Mapping[str, JsonValue]
    source_modified: datetime
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
        """Return every record whose NetSuite id lies in ``keys``, and those with one of ``spp_ids``, each once, in one query."""
        ...

    def apply(
        self, spp_type: str, changes: Sequence[Change], *, author: Author, at: datetime
    ) -> Sequence[Applied]:
        """Write a batch inside the caller's transaction; the answers are in the order of ``changes``.

        Never overwrites a newer source version. One refused record does not hold up the others. Every changed field is written to
        the audit trail with ``author``.
        """
        ...
