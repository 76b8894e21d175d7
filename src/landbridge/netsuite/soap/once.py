"""Writes over SOAP that are carried out once, although answers get lost: ``client.once``.

SOAP has no idempotency key, so a write whose answer was lost is looked up before it is sent again: a new record by its external id, a changed
one by whether it holds what was written. REST has keys (``idempotency_key`` of ``client.rest``).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from landbridge.netsuite.errors import FixRecord, NetSuiteError, OutcomeUnknown, RecordMissing
from landbridge.netsuite.records import Record, RecordId, Ref, Value, Writable, ref_of
from landbridge.netsuite.retries import Retrier
from landbridge.netsuite.soap.single import SingleRecords

# ``type`` and ``id`` below are NetSuite's own words for what they hold.
# ruff: noqa: A002

_DUPLICATE = "DUP_"
"""How the codes begin that say that there is such a record already."""


class Once:
    """Adds, changes and deletes records; looks before it writes again, as often as ``retries`` allows.

    Raises what the operations raise. ``OutcomeUnknown`` is left where looking failed too, or where no repeat was answered.
    """

    def __init__(self, records: SingleRecords, retrier: Retrier) -> None:
        self._records = records
        self._retrier = retrier

    async def add(self, type: str, values: Mapping[str, Writable], *, external_id: str) -> Ref:
        """Create the record with this external id, which no other record of the type has.

        After a lost answer the record with that external id is taken for the one that was added: the id is the caller's own. A script
        after the save runs once, as the record is saved once.
        """
        _require(external_id)
        ref = Ref("", external_id=external_id)

        async def add() -> Ref:
            return await self._records.add(type, values, external_id=external_id)

        return await self._settled(add, lambda: self._holding(type, ref, {}))

    async def upsert(self, type: str, external_id: str, values: Mapping[str, Writable]) -> Ref:
        """Create the record with this external id or change it; sent again unless it holds ``values``.

        Sent twice it leaves the same record, but scripts may run twice, and what somebody changed in between is written over: hence the
        look.
        """
        _require(external_id)
        ref = Ref("", external_id=external_id)

        async def upsert() -> Ref:
            return await self._records.upsert(type, external_id, values)

        return await self._settled(upsert, lambda: self._holding(type, ref, values))

    async def update(self, type: str, id: RecordId, values: Mapping[str, Writable]) -> Ref:
        """Change a record; sent again unless it holds ``values``."""

        async def update() -> Ref:
            return await self._records.update(type, id, values)

        return await self._settled(update, lambda: self._holding(type, ref_of(id), values))

    async def delete(self, type: str, id: RecordId) -> Ref:
        """Delete a record; one that is gone after a lost answer was deleted. ``RecordMissing`` where it was gone before."""
        ref = ref_of(id)

        async def delete() -> Ref:
            return await self._records.delete(type, id)

        async def gone() -> Ref | None:
            return None if await self._look(type, ref) else ref

        return await self._settled(delete, gone)

    async def _settled(
        self, write: Callable[[], Awaitable[Ref]], look: Callable[[], Awaitable[Ref | None]]
    ) -> Ref:
        """Write; after a lost answer look, and write again where it was not done."""
        for repeat in range(self._retrier.policy.retries + 1):
            try:
                return await write()
            except OutcomeUnknown as error:
                unknown = error
            except FixRecord as error:
                # What was lost before may have been carried out after the look: NetSuite says so itself.
                done = await look() if repeat and _tells_that_it_was_done(error) else None
                if done is None:
                    raise
                return done
            await self._retrier.pause(repeat)
            try:
                done = await look()
            except NetSuiteError as error:
                raise unknown from error
            if done is not None:
                return done
        raise unknown

    async def _holding(self, type_name: str, ref: Ref, values: Mapping[str, Writable]) -> Ref | None:
        record = await self._look(type_name, ref)
        if record is None or not all(_same(value, record.values.get(name)) for name, value in values.items()):
            return None
        return Ref(record.internal_id, external_id=record.external_id, type=record.type)

    async def _look(self, type_name: str, ref: Ref) -> Record | None:
        try:
            return await self._records.get(type_name, ref)
        except RecordMissing:
            return None


def _tells_that_it_was_done(error: FixRecord) -> bool:
    """Whether a repeat may be refused for what the first request did: the record is there, or no longer there."""
    return isinstance(error, RecordMissing) or error.code.startswith(_DUPLICATE)


def _require(external_id: str) -> None:
    if not external_id:
        raise ValueError("without an external id a record that was added cannot be found again")


def _same(written: Writable, found: Value | None) -> bool:
    """Whether a field surely holds what was written; where that cannot be told, it is written again."""
    if isinstance(found, Ref):
        wanted = written.internal_id if isinstance(written, Ref) else written
        return bool(wanted) and wanted == found.internal_id
    return written == found if written not in (None, "") else found is None
