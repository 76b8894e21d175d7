"""Reading one NetSuite account, as the runs see it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference to another NetSuite record: internal id and the text that NetSuite shows for it."""

    internal_id: str
    name: str = ""


Value = str | bool | int | float | date | datetime | Reference | Sequence[Reference] | None
"""What a field holds: dates without a time are ``date``, instants are aware UTC ``datetime``, durations are hours."""


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """One NetSuite record as read.

    ``type`` is a key of ``recordtypes.RECORD_TYPES``. ``modified`` is its last-modified instant in UTC on NetSuite's clock: the
    source version. ``values`` are by SOAP field name (``entityId``) or custom field script id; an empty field is absent.
    """

    type: str
    internal_id: str
    modified: datetime
    values: Mapping[str, Value] = field(default_factory=dict)
    external_id: str | None = None


@dataclass(frozen=True, slots=True)
class UnreadField:
    """A field that records of a type come without, whatever it holds in NetSuite. ``reason`` is a sentence."""

    type: str
    field: str
    reason: str


OnTotal = Callable[[int], None]
"""Told how many records the system counted."""


@dataclass(frozen=True, slots=True)
class KeyRange:
    """A closed range of NetSuite internal ids; ``None`` is an open end. An id that is no number counts as above all numbers."""

    first: int | None = None
    last: int | None = None


class Reader(Protocol):
    """Reads one NetSuite account. Errors are those of ``landbridge.netsuite``, one tree by what the caller can do."""

    def now(self) -> datetime:
        """Return the present instant on NetSuite's clock, in UTC.

        The difference of the two clocks is measured at most every five minutes and remembered in the database, so this costs a
        request only then.
        """
        ...

    def changed(
        self, netsuite_type: str, since: datetime | None, on_total: OnTotal | None = None
    ) -> Iterator[Sequence[SourceRecord]]:
        """Yield batches of all records modified at or after ``since`` (NetSuite's clock); ``None`` reads all. No order.

        ``on_total`` is told how many there are, before the first batch, perhaps on another thread. What follows may be read while the
        caller works on a batch, a bounded number of pages ahead.
        """
        ...

    def by_ids(self, netsuite_type: str, internal_ids: Sequence[str]) -> Sequence[SourceRecord]:
        """Return the records with these internal ids; those that do not exist are absent."""
        ...

    def key_ranges(self, netsuite_type: str) -> Sequence[KeyRange]:
        """Return ranges, in order, that cover every internal id of a type, each about as large as one request answers."""
        ...

    def in_range(self, netsuite_type: str, keys: KeyRange) -> Sequence[SourceRecord]:
        """Return every record whose internal id lies in ``keys``."""
        ...

    def unread(self, netsuite_type: str, fields: Collection[str]) -> Sequence[UnreadField]:
        """Return those of ``fields`` that were not read with the records of a type, so that their absence does not mean empty.

        Ask after a reading: some are known only then.
        """
        ...

    def look_again(self, netsuite_type: str) -> None:
        """Try to read again, with the next reading, what could not be read of a type: the role may have been changed meanwhile."""
        ...
