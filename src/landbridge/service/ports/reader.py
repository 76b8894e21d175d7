"""Reading one NetSuite account, as the runs see it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from landbridge.recordtypes import Kind


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference to another NetSuite record: internal id and the text that NetSuite shows for it."""

    internal_id: str
    name: str = ""


Value = str | bool | int | float | date | datetime | Reference | Sequence[Reference] | None
"""What a field holds: dates without a time are ``date``, instants are aware UTC ``datetime``, durations are hours."""


Line = Mapping[str, Value]
"""One line of a sublist, by SOAP field name or custom column id (``custcol_x``); an empty field and a box that is not ticked are absent."""


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """One NetSuite record as read.

    ``type`` is a key of ``recordtypes.RECORD_TYPES``, ``"item"`` for items of every kind, or a custom record type's script id.
    ``modified`` is its last-modified instant in UTC on NetSuite's clock: the source version. Where NetSuite keeps none for the type
    (expense categories, departments), ``dated`` is false and ``modified`` the instant of reading: only the digest tells versions apart.

    ``values`` are by SOAP field name (``entityId``) or custom field script id; an empty field is absent. Addresses are plain values by the
    names of search rows: ``address1 address2 address3 city state zipCode country addressee attention phone`` of the default billing
    address, and with ``bill`` or ``ship`` before (``billAddress1``, ``shipCity``). An item has its SOAP class as ``recordType``
    (``serviceSaleItem``) and ``Sale``, ``Resale`` or ``Purchase`` as ``subtype``.

    ``lines`` are all lines of each sublist by SOAP's name (``itemList``, ``expenseList``, ``applyList``, ``creditList``), of the last two
    those that are applied; a sublist without lines is absent.
    """

    type: str
    internal_id: str
    modified: datetime
    values: Mapping[str, Value] = field(default_factory=dict)
    external_id: str | None = None
    lines: Mapping[str, Sequence[Line]] = field(default_factory=dict)
    dated: bool = True


@dataclass(frozen=True, slots=True)
class DeletedSource:
    """A record that was deleted in NetSuite, and when (UTC, NetSuite's clock)."""

    internal_id: str
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SourceField:
    """One field that records of a type have now. ``kind`` is what the account says it holds.

    ``sublist``: the sublist whose lines have it (``itemList``), empty for a field of the body. ``refers_to``: the type behind a
    reference, several joined by ``|``, empty where it is not known. ``custom``: a custom field, ``name`` is its script id.
    """

    name: str
    label: str
    kind: Kind
    sublist: str = ""
    refers_to: str = ""
    custom: bool = False


@dataclass(frozen=True, slots=True)
class SourceAccount:
    """What mappings need to know of the account. Currencies are ISO codes; empty or absent where the role may not read them.

    ``currencies`` are by a currency's internal id, ``subsidiaries`` the currency of each subsidiary by its id (OneWorld).
    """

    account: str
    base_currency: str = ""
    currencies: Mapping[str, str] = field(default_factory=dict)
    subsidiaries: Mapping[str, str] = field(default_factory=dict)


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
        """Return those of ``fields`` (``itemList.rate`` of lines) that were not read with the records of a type: their absence does not mean empty.

        Ask after a reading: some are known only then.
        """
        ...

    def look_again(self, netsuite_type: str) -> None:
        """Try to read again, with the next reading, what could not be read of a type: the role may have been changed meanwhile."""
        ...

    def deleted(self, netsuite_type: str, since: datetime | None) -> Sequence[DeletedSource]:
        """Return what was deleted at or after ``since`` (NetSuite's clock); ``ValueError`` for a type whose deletions are not told."""
        ...

    def tells_deleted(self, netsuite_type: str) -> bool:
        """Say whether ``deleted`` knows the deletions of a type; else they are found by comparing with all ids that are there."""
        ...

    def fields(self, netsuite_type: str) -> Sequence[SourceField]:
        """Return the fields of a type as they are in the account now, body before lines; at most five minutes old."""
        ...

    def account(self) -> SourceAccount:
        """Return what mappings need to know of the account; at most five minutes old."""
        ...

    def named(self, netsuite_type: str, text: str) -> Sequence[SourceRecord]:
        """Return records whose name contains ``text`` in any case: a page of them at most, none of a type that has no name to search by."""
        ...
