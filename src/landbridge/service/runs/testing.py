"""A NetSuite account in memory, for tests of runs: it keeps records and answers as a ``Reader``, with a clock of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from landbridge.service.ports import (
    DeletedSource,
    KeyRange,
    Line,
    OnTotal,
    SourceAccount,
    SourceField,
    SourceRecord,
    UnreadField,
    Value,
)

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@dataclass(slots=True)
class TurnedClock:
    """A clock that tests turn."""

    at: datetime = START

    def __call__(self) -> datetime:
        """Return the instant it was turned to."""
        return self.at

    def advance(self, seconds: float) -> None:
        """Turn it on."""
        self.at += timedelta(seconds=seconds)


@dataclass(slots=True)
class MemoryNetSuite:
    """The records of one account, and the requests it was asked.

    Its clock is ``clock`` plus ``offset``. A save is stamped at once; ``delay`` is how long it takes to become visible, as a
    long user event does it. ``hidden`` are fields, with their record type, that the role may not see: records come without them, and they
    are ``dropped``. Stamps have whole seconds, as NetSuite's do. ``before`` runs before each reading: tests let it
    raise, or do something at that very moment. ``undated`` are the types without an instant: their records are stamped when they are
    read, and always read in full. ``described`` are the fields that it tells of a type, ``deletions`` what was deleted.
    """

    clock: TurnedClock
    offset: timedelta = timedelta(0)
    page_size: int = 1000
    records: dict[tuple[str, str], SourceRecord] = field(default_factory=dict)
    visible_at: dict[tuple[str, str], datetime] = field(default_factory=dict)
    older: dict[tuple[str, str], SourceRecord] = field(default_factory=dict)
    requests: Counter[str] = field(default_factory=Counter)
    before: Callable[[str], None] | None = None
    hidden: set[tuple[str, str]] = field(default_factory=set)
    dropped: set[tuple[str, str]] = field(default_factory=set)
    undated: set[str] = field(default_factory=set)
    told: SourceAccount = field(default_factory=lambda: SourceAccount("TSTDRV1", "USD"))
    described: dict[str, list[SourceField]] = field(default_factory=dict)
    deletions: list[tuple[str, DeletedSource]] = field(default_factory=list)

    def now(self) -> datetime:
        """Return the present instant on NetSuite's clock."""
        return self.clock() + self.offset

    def save(
        self,
        netsuite_type: str,
        internal_id: str,
        *,
        delay: timedelta = timedelta(0),
        lines: Mapping[str, Sequence[Line]] | None = None,
        **values: Value,
    ) -> SourceRecord:
        """Create or change a record; ``None`` clears a field. ``lines`` take the place of all lines of the record."""
        key = (netsuite_type, internal_id)
        old = self.records.get(key)
        merged = {**(old.values if old else {}), **values}
        record = SourceRecord(
            netsuite_type,
            internal_id,
            self.now().replace(microsecond=0),
            {name: value for name, value in merged.items() if value is not None},
            lines=lines if lines is not None else old.lines if old else {},
            dated=netsuite_type not in self.undated,
        )
        if old is not None and self.visible_at.get(key, self.now()) <= self.now():
            self.older[key] = old
        self.records[key] = record
        self.visible_at[key] = self.now() + delay
        return record

    def changed(
        self, netsuite_type: str, since: datetime | None, on_total: OnTotal | None = None
    ) -> Iterator[Sequence[SourceRecord]]:
        """Yield what was modified at or after ``since``, in no particular order, a page at a time."""
        self._asked("search")
        found = [
            record
            for record in self._visible(netsuite_type)
            if since is None or not record.dated or record.modified >= since.replace(microsecond=0)
        ]
        found.sort(key=lambda record: hash(record.internal_id))
        if on_total is not None:
            on_total(len(found))
        for start in range(0, len(found), self.page_size):
            if start:
                self._asked("search")
            yield found[start : start + self.page_size]

    def by_ids(self, netsuite_type: str, internal_ids: Sequence[str]) -> Sequence[SourceRecord]:
        """Return the records with these ids that exist."""
        self._asked("getList")
        return [record for record in self._visible(netsuite_type) if record.internal_id in internal_ids]

    def key_ranges(self, netsuite_type: str) -> Sequence[KeyRange]:
        """Return ranges of about a page each."""
        self._asked("search")
        ids = sorted(int(record.internal_id) for record in self._visible(netsuite_type))
        cuts = ids[self.page_size :: self.page_size]
        return [
            KeyRange(first, None if after is None else after - 1)
            for first, after in zip([None, *cuts], [*cuts, None], strict=True)
        ]

    def in_range(self, netsuite_type: str, keys: KeyRange) -> Sequence[SourceRecord]:
        """Return the records with an id in the range."""
        self._asked("search")
        return [
            record
            for record in self._visible(netsuite_type)
            if (keys.first is None or keys.first <= int(record.internal_id))
            and (keys.last is None or int(record.internal_id) <= keys.last)
        ]

    def unread(self, netsuite_type: str, fields: Collection[str]) -> Sequence[UnreadField]:
        """Return those of ``fields`` that are hidden."""
        return [
            UnreadField(netsuite_type, name, f"Field '{name}' for record '{netsuite_type}' was not found.")
            for name in sorted(fields)
            if (netsuite_type, name) in self.dropped
        ]

    def look_again(self, netsuite_type: str) -> None:
        """Forget which fields of a type were hidden when they were read last."""
        self.dropped = {key for key in self.dropped if key[0] != netsuite_type}

    def account(self) -> SourceAccount:
        """Return what it says of itself."""
        return self.told

    def fields(self, netsuite_type: str) -> Sequence[SourceField]:
        """Return the fields that are ``described``."""
        self.requests["metadata"] += 1
        return self.described.get(netsuite_type, [])

    def tells_deleted(self, netsuite_type: str) -> bool:
        """Whether it lists deletions of a type: those with an instant."""
        return netsuite_type not in self.undated

    def deleted(self, netsuite_type: str, since: datetime | None) -> Sequence[DeletedSource]:
        """Return what was deleted at or after ``since``."""
        self.requests["getDeleted"] += 1
        return [
            one
            for kind, one in self.deletions
            if kind == netsuite_type and (since is None or one.at >= since)
        ]

    def named(self, netsuite_type: str, text: str) -> Sequence[SourceRecord]:
        """Return the records of whose values one contains ``text``."""
        self._asked("search")
        wanted = text.casefold()
        return [
            record
            for record in self._visible(netsuite_type)
            if any(isinstance(value, str) and wanted in value.casefold() for value in record.values.values())
        ]

    def delete(self, netsuite_type: str, internal_id: str) -> None:
        """Take a record away, as a person does in NetSuite."""
        gone = self.records.pop((netsuite_type, internal_id))
        name = str(gone.values.get("entityId") or gone.values.get("companyName") or "")
        self.deletions.append(
            (netsuite_type, DeletedSource(internal_id, name, self.now().replace(microsecond=0)))
        )

    def _visible(self, netsuite_type: str) -> list[SourceRecord]:
        now = self.now()
        hidden = {name for kind, name in self.hidden if kind == netsuite_type}
        self.dropped |= {(netsuite_type, name) for name in hidden}
        shown: list[SourceRecord] = []
        for key, record in self.records.items():
            if key[0] == netsuite_type:
                if not record.dated:
                    shown.append(replace(_without(record, hidden), modified=now))
                elif self.visible_at.get(key, now) <= now:
                    shown.append(_without(record, hidden))
                elif key in self.older:
                    shown.append(_without(self.older[key], hidden))
        return shown

    def _asked(self, operation: str) -> None:
        self.requests[operation] += 1
        if self.before is not None:
            self.before(operation)


def _without(record: SourceRecord, hidden: Collection[str]) -> SourceRecord:
    if not hidden:
        return replace(record)
    return replace(
        record, values={name: value for name, value in record.values.items() if name not in hidden}
    )
