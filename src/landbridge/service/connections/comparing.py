"""The same records of a connection's account read over SOAP and over SuiteQL, and what differs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field

from landbridge.netsuite import Client
from landbridge.netsuite.comparing import Comparer, Difference, DifferenceKind
from landbridge.netsuite.protocols import Protocol
from landbridge.netsuite.ranges import IdRange
from landbridge.netsuite.reading import RecordReader
from landbridge.netsuite.records import Record
from landbridge.service.connections.clients import open_async
from landbridge.service.connections.drafts import ConnectionDraft
from landbridge.service.connections.testing import EXPORTED


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two readings of the same records found.

    ``unread`` are fields that queries do not read at all, each told once a type with an example.
    """

    compared: int
    differences: tuple[Difference, ...]
    unread: tuple[Difference, ...]

    @property
    def sentences(self) -> list[str]:
        """The differences in words."""
        return [in_words(one) for one in self.differences]

    @property
    def unread_sentences(self) -> list[str]:
        """The fields that queries do not read, in words."""
        return [in_words(one) for one in self.unread]


@dataclass(slots=True)
class CountedReader:
    """Reads by ranges, counts the records and, where that is asked for, stops after so many ranges of a type."""

    reader: RecordReader
    most_ranges: int | None
    records: int = field(default=0, init=False)

    async def key_ranges(self, type_name: str) -> list[IdRange]:
        """As ``RecordReader.key_ranges``, the first of them alone."""
        return (await self.reader.key_ranges(type_name))[: self.most_ranges]

    async def in_range(self, type_name: str, ids: IdRange) -> AsyncGenerator[list[Record], None]:
        """As ``RecordReader.in_range``."""
        async for batch in self.reader.in_range(type_name, ids):
            self.records += len(batch)
            yield batch


def compare(
    soap: ConnectionDraft,
    rest: ConnectionDraft,
    types: Sequence[str] = EXPORTED,
    *,
    most_ranges: int | None = None,
) -> Comparison:
    """Read the records of ``types`` both ways and compare them.

    ``most_ranges`` bounds how many ranges of internal ids of a type are read, of about a page each; without it every record is. Raises
    ``NetSuiteError``, and as ``OpenClient.open``.
    """
    return asyncio.run(_compare(open_async(soap), open_async(rest), types, most_ranges))


async def _compare(
    soap: AbstractAsyncContextManager[Client],
    rest: AbstractAsyncContextManager[Client],
    types: Sequence[str],
    most_ranges: int | None,
) -> Comparison:
    async with soap as one, rest as other:
        counted = CountedReader(one.reader(Protocol.SOAP), most_ranges)
        comparer = Comparer(counted, other.reader(Protocol.REST))
        found = [difference async for difference in comparer.differences(types)]
    return Comparison(
        counted.records,
        tuple(one for one in found if one.kind is not DifferenceKind.FIELD),
        tuple(one for one in found if one.kind is DifferenceKind.FIELD),
    )


def in_words(difference: Difference) -> str:
    """Return a difference as a person reads it. It shows values of records, never credentials."""
    place = f"{difference.type} {difference.internal_id}"
    if difference.kind is DifferenceKind.RECORD:
        found = "SOAP" if difference.soap is not None else "SuiteQL"
        return f"{place}: only {found} finds it"
    if difference.kind is DifferenceKind.FIELD:
        return f"{difference.type} {difference.field}: SuiteQL does not read it; SOAP has {difference.soap!r} in {place}"
    return f"{place} {difference.field}: SOAP {difference.soap!r}, SuiteQL {difference.suiteql!r}"
