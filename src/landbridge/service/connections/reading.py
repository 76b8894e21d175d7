"""The library's client as the service's ``Reader``."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from landbridge.netsuite import Criterion
from landbridge.netsuite.ranges import IdRange
from landbridge.netsuite.sync import SyncClient
from landbridge.netsuite.sync.suiteql_reader import SyncSuiteQLReader
from landbridge.recordtypes import Search
from landbridge.recordtypes.deletions import CUSTOM_RECORD, told_types
from landbridge.recordtypes.families import kind_of
from landbridge.service.connections.clock import SharedClock
from landbridge.service.connections.metadata import AccountMetadata
from landbridge.service.connections.sourcerecords import Conversion, tells_changes, unread_of
from landbridge.service.ports import (
    DeletedSource,
    KeyRange,
    OnTotal,
    SourceAccount,
    SourceField,
    SourceRecord,
    UnreadField,
)

_EVERY_ID = IdRange()
_NAMES = ("entityId", "companyName", "itemId", "tranId", "name")
"""A task or a case has its title instead; an employee's title is none."""


@dataclass(frozen=True, slots=True)
class NetSuiteReader:
    """Reads one NetSuite account through an open client. Implements ``ports.Reader``."""

    client: SyncClient
    clock: SharedClock
    metadata: AccountMetadata

    def now(self) -> datetime:
        """As ``Reader.now``."""
        return self.clock.now()

    def changed(
        self, netsuite_type: str, since: datetime | None, on_total: OnTotal | None = None
    ) -> Iterator[Sequence[SourceRecord]]:
        """As ``Reader.changed``. A type of which NetSuite keeps no instant is read in full."""
        conversion = self._conversion(netsuite_type)
        if since is None or not tells_changes(netsuite_type):
            batches = self.client.matching(netsuite_type, (), on_total, whole=True)
        else:
            batches = self.client.changed(netsuite_type, since, on_total=on_total, whole=True)
        yield from conversion.all(batches)

    def by_ids(self, netsuite_type: str, internal_ids: Sequence[str]) -> Sequence[SourceRecord]:
        """As ``Reader.by_ids``."""
        conversion = self._conversion(netsuite_type)
        return list(chain.from_iterable(conversion.all(self.client.by_ids(netsuite_type, internal_ids))))

    def key_ranges(self, netsuite_type: str) -> Sequence[KeyRange]:
        """As ``Reader.key_ranges``."""
        return [
            KeyRange(
                None if ids.low == _EVERY_ID.low else ids.low,
                None if ids.high == _EVERY_ID.high else ids.high,
            )
            for ids in self.client.key_ranges(netsuite_type, whole=True)
        ]

    def in_range(self, netsuite_type: str, keys: KeyRange) -> Sequence[SourceRecord]:
        """As ``Reader.in_range``."""
        conversion = self._conversion(netsuite_type)
        ids = IdRange(
            _EVERY_ID.low if keys.first is None else keys.first,
            _EVERY_ID.high if keys.last is None else keys.last,
        )
        return list(chain.from_iterable(conversion.all(self.client.in_range(netsuite_type, ids, whole=True))))

    def unread(self, netsuite_type: str, fields: Collection[str]) -> Sequence[UnreadField]:
        """As ``Reader.unread``. SOAP tells nothing of fields that are hidden from the role."""
        reader = self.client.reader()
        if not isinstance(reader, SyncSuiteQLReader):
            return ()
        found = unread_of(reader, netsuite_type, fields)
        return [UnreadField(one.type, one.field, one.reason) for one in found]

    def deleted(self, netsuite_type: str, since: datetime | None) -> Sequence[DeletedSource]:
        """As ``Reader.deleted``. Needs the role's permission Deleted Records."""
        if not self.tells_deleted(netsuite_type):
            raise ValueError(
                f"NetSuite does not tell what was deleted of {netsuite_type} over this connection"
            )
        types = told_types(netsuite_type)
        found = self.client.soap.get_deleted(
            since=since, types=types or (CUSTOM_RECORD,), script_id="" if types else netsuite_type
        )
        return [DeletedSource(one.record.internal_id, one.record.name, one.deleted_date) for one in found]

    def tells_deleted(self, netsuite_type: str) -> bool:
        """As ``Reader.tells_deleted``. Queries know no deletions (real accounts have a table of them whose columns are not published)."""
        if isinstance(self.client.reader(), SyncSuiteQLReader):
            return False
        return kind_of(netsuite_type) is None or bool(told_types(netsuite_type))

    def fields(self, netsuite_type: str) -> Sequence[SourceField]:
        """As ``Reader.fields``."""
        return self.metadata.fields(netsuite_type)

    def account(self) -> SourceAccount:
        """As ``Reader.account``."""
        return self.metadata.account()

    def look_again(self, netsuite_type: str) -> None:
        """As ``Reader.look_again``."""
        reader = self.client.reader()
        if isinstance(reader, SyncSuiteQLReader):
            reader.look_again(netsuite_type)

    def named(self, netsuite_type: str, text: str) -> Sequence[SourceRecord]:
        """As ``Reader.named``: at most a search for each field that is a name."""
        conversion = self._conversion(netsuite_type)
        for field in names_searched(netsuite_type):
            batches = self.client.matching(
                netsuite_type, (Criterion(field, "contains", (text,)),), whole=True
            )
            found = next(conversion.all(batches), [])
            if found:
                return found
        return []

    def _conversion(self, netsuite_type: str) -> Conversion:
        return Conversion(netsuite_type, None if tells_changes(netsuite_type) else self.clock.now())


def names_searched(netsuite_type: str) -> tuple[str, ...]:
    """Return the fields by which records of a type are found by name, the likeliest first."""
    kind = kind_of(netsuite_type)
    if kind is None:
        return ("name",)
    searched = {field.name for field in kind.fields if field.search is Search.STRING}
    names = tuple(name for name in _NAMES if name in searched)
    return names or (("title",) if "title" in searched else ())
