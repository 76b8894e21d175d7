"""The library's client as the service's ``Reader``."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from landbridge.netsuite import MalformedReply, Record, Ref
from landbridge.netsuite.ranges import IdRange
from landbridge.netsuite.sync import SyncClient
from landbridge.netsuite.sync.suiteql_reader import SyncSuiteQLReader
from landbridge.service.connections.clock import SharedClock
from landbridge.service.ports import KeyRange, OnTotal, Reference, SourceRecord, UnreadField, Value

MODIFIED_FIELDS = ("lastModifiedDate", "lastModified")
"""The second is that of custom records."""

_EVERY_ID = IdRange()


@dataclass(frozen=True, slots=True)
class NetSuiteReader:
    """Reads one NetSuite account through an open client. Implements ``ports.Reader``."""

    client: SyncClient
    clock: SharedClock

    def now(self) -> datetime:
        """As ``Reader.now``."""
        return self.clock.now()

    def changed(
        self, netsuite_type: str, since: datetime | None, on_total: OnTotal | None = None
    ) -> Iterator[Sequence[SourceRecord]]:
        """As ``Reader.changed``."""
        if since is None:
            batches = self.client.matching(netsuite_type, (), on_total)
        else:
            batches = self.client.changed(netsuite_type, since, on_total=on_total)
        for batch in batches:
            yield [source_record(record) for record in batch]

    def by_ids(self, netsuite_type: str, internal_ids: Sequence[str]) -> Sequence[SourceRecord]:
        """As ``Reader.by_ids``."""
        batches = self.client.by_ids(netsuite_type, internal_ids)
        return [source_record(record) for batch in batches for record in batch]

    def key_ranges(self, netsuite_type: str) -> Sequence[KeyRange]:
        """As ``Reader.key_ranges``."""
        return [
            KeyRange(
                None if ids.low == _EVERY_ID.low else ids.low,
                None if ids.high == _EVERY_ID.high else ids.high,
            )
            for ids in self.client.key_ranges(netsuite_type)
        ]

    def in_range(self, netsuite_type: str, keys: KeyRange) -> Sequence[SourceRecord]:
        """As ``Reader.in_range``."""
        ids = IdRange(
            _EVERY_ID.low if keys.first is None else keys.first,
            _EVERY_ID.high if keys.last is None else keys.last,
        )
        return [
            source_record(record) for batch in self.client.in_range(netsuite_type, ids) for record in batch
        ]

    def unread(self, netsuite_type: str, fields: Collection[str]) -> Sequence[UnreadField]:
        """As ``Reader.unread``. SOAP tells nothing of fields that are hidden from the role."""
        reader = self.client.reader()
        if not isinstance(reader, SyncSuiteQLReader):
            return ()
        return [UnreadField(one.type, one.field, one.reason) for one in reader.unread(netsuite_type, fields)]

    def look_again(self, netsuite_type: str) -> None:
        """As ``Reader.look_again``."""
        reader = self.client.reader()
        if isinstance(reader, SyncSuiteQLReader):
            reader.look_again(netsuite_type)


def source_record(record: Record) -> SourceRecord:
    """Return the record in the service's own values. Subordinate structures (addresses, sublists) are left out.

    Instants are whole seconds, as NetSuite keeps them: SOAP writes milliseconds and SuiteQL none, and a version is one whichever way it is
    read. Raises ``MalformedReply`` for a record without a last-modified instant, since no rule of the runs holds without one.
    """
    modified = next((record.values[name] for name in MODIFIED_FIELDS if name in record.values), None)
    if not isinstance(modified, datetime):
        raise MalformedReply(f"{record.type} {record.internal_id} came without its last-modified date.")
    values: dict[str, Value] = {}
    for name, value in record.values.items():
        if isinstance(value, Ref):
            values[name] = Reference(value.internal_id, value.name)
        elif isinstance(value, list):
            values[name] = _references(value)
        elif isinstance(value, datetime):
            values[name] = value.replace(microsecond=0)
        elif not isinstance(value, dict):
            values[name] = value
    return SourceRecord(
        type=record.type,
        internal_id=record.internal_id,
        modified=modified.replace(microsecond=0),
        values=values,
        external_id=record.external_id,
    )


def _references(items: Iterable[object]) -> tuple[Reference, ...]:
    return tuple(Reference(item.internal_id, item.name) for item in items if isinstance(item, Ref))
