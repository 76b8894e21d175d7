"""The same records over SOAP and over SuiteQL, and whatever differs between them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from math import isclose
from typing import Protocol

from landbridge.netsuite.ranges import IdRange
from landbridge.netsuite.records import Record, Ref, Value
from landbridge.netsuite.suiteql.records import SuiteQLReader
from landbridge.recordtypes import RECORD_TYPES

COMPARABLE_TYPES: tuple[str, ...] = tuple(
    kind.name for kind in RECORD_TYPES.values() if kind.search_basic and kind.suiteql
)
"""Described record types that both ways can read; custom record types can be compared, too."""


class DifferenceKind(Enum):
    """What differs."""

    VALUE = "value"
    RECORD = "record"
    FIELD = "field"


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference. ``soap`` and ``suiteql`` are what each way has, ``None`` for nothing.

    ``VALUE``: a field of a record. ``RECORD``: a record that one way does not find; ``field`` is empty, the values are the internal id or
    ``None``. ``FIELD``: a field that queries do not read at all, told once a type with the first value that SOAP has.
    """

    kind: DifferenceKind
    type: str
    internal_id: str
    field: str
    soap: Value | None
    suiteql: Value | None


class RangeReader(Protocol):
    """What a comparison needs of a ``RecordReader``: to read by ranges of internal ids."""

    async def key_ranges(self, type_name: str) -> list[IdRange]:
        """As ``RecordReader.key_ranges``."""
        ...

    def in_range(self, type_name: str, ids: IdRange) -> AsyncGenerator[list[Record], None]:
        """As ``RecordReader.in_range``."""
        ...


@dataclass(frozen=True, slots=True)
class Comparer:
    """Compares what two readers of one account read. The tokens behind them should have the same role."""

    soap: RangeReader
    suiteql: SuiteQLReader

    async def differences(self, types: Sequence[str]) -> AsyncGenerator[Difference, None]:
        """Yield every difference of the records of ``types``, type by type.

        Bodies are compared, by ranges of internal ids: no more than a page of each way is in memory. Instants are compared to the second,
        which is all that queries show, and references by id and name. A difference counts when two readings show it, so that records
        which are saved meanwhile are not taken for one. Raises the errors of both readers.
        """
        for type_name in types:
            told: set[str] = set()
            for ids in await self.soap.key_ranges(type_name):
                for difference in await self._of_range(type_name, ids):
                    if difference.kind is DifferenceKind.FIELD:
                        if difference.field in told:
                            continue
                        told.add(difference.field)
                    yield difference

    async def _of_range(self, type_name: str, ids: IdRange) -> list[Difference]:
        found = await self._read_and_compare(type_name, ids)
        if all(one.kind is DifferenceKind.FIELD for one in found):
            return found
        again = {(one.internal_id, one.field) for one in await self._read_and_compare(type_name, ids)}
        return [one for one in found if (one.internal_id, one.field) in again]

    async def _read_and_compare(self, type_name: str, ids: IdRange) -> list[Difference]:
        over_soap, over_suiteql = await asyncio.gather(
            _by_id(self.soap, type_name, ids), _by_id(self.suiteql, type_name, ids)
        )
        fields = await self.suiteql.fields(type_name)
        every = sorted(over_soap.keys() | over_suiteql.keys(), key=int)
        return [
            difference
            for internal_id in every
            for difference in _differences(
                type_name, internal_id, over_soap.get(internal_id), over_suiteql.get(internal_id), fields
            )
        ]


async def _by_id(reader: RangeReader, type_name: str, ids: IdRange) -> dict[str, Record]:
    return {record.internal_id: record async for batch in reader.in_range(type_name, ids) for record in batch}


def _differences(
    type_name: str, internal_id: str, soap: Record | None, suiteql: Record | None, fields: frozenset[str]
) -> Iterator[Difference]:
    if soap is None or suiteql is None:
        yield Difference(
            DifferenceKind.RECORD,
            type_name,
            internal_id,
            "",
            soap.internal_id if soap else None,
            suiteql.internal_id if suiteql else None,
        )
        return
    one, other = _flat(soap), _flat(suiteql)
    for name in sorted(one.keys() | other.keys()):
        left, right = one.get(name), other.get(name)
        if not _same(left, right):
            kind = DifferenceKind.VALUE if name in fields else DifferenceKind.FIELD
            yield Difference(kind, type_name, internal_id, name, left, right)


def _flat(record: Record) -> dict[str, Value]:
    """The record's values with its external id; empty lists are no values."""
    values = {name: value for name, value in record.values.items() if value != []}
    return values if record.external_id is None else {**values, "externalId": record.external_id}


def _same(left: Value | None, right: Value | None) -> bool:
    if isinstance(left, Ref) and isinstance(right, Ref):
        return (left.internal_id, left.name) == (right.internal_id, right.name)
    if isinstance(left, datetime) and isinstance(right, datetime):
        return left.replace(microsecond=0) == right.replace(microsecond=0)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(
            _same(one, other) for one, other in zip(left, right, strict=True)
        )
    if isinstance(left, float) and isinstance(right, float):
        return isclose(left, right, rel_tol=1e-12)
    return left == right
