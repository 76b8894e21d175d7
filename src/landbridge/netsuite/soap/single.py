"""One record at a time: get, add, update, upsert, delete, initialize, attach, detach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from landbridge.netsuite.records import Record, RecordId, RecordToWrite, Ref, Writable, ref_of
from landbridge.netsuite.soap import requests
from landbridge.netsuite.soap.envelope import Preferences, SoapRequest
from landbridge.netsuite.soap.operations import Operations

# ``type`` and ``id`` below are NetSuite's own words for what they hold.
# ruff: noqa: A002

_NEW = Ref("")


class SingleRecords(Operations):
    """The operations on one record."""

    async def get(self, type: str, id: RecordId) -> Record:
        """Read one full record, sublists included. ``RecordMissing`` when it does not exist."""
        ref = ref_of(id)
        return await self._read_one(requests.get(type, ref), ref, type)

    async def add(
        self,
        type: str,
        values: Mapping[str, Writable],
        *,
        external_id: str | None = None,
        preferences: Preferences | None = None,
    ) -> Ref:
        """Create a record; answers its reference. ``ScriptFailedAfterSave`` when it was created all the same."""
        record = RecordToWrite(type, values, external_id=external_id)
        return await self._write("add", record, _NEW, preferences)

    async def update(
        self,
        type: str,
        id: RecordId,
        values: Mapping[str, Writable],
        *,
        preferences: Preferences | None = None,
    ) -> Ref:
        """Change the fields in ``values``; ``None`` clears one. A list of lines replaces a sublist, see :class:`SublistLines`."""
        ref = ref_of(id)
        record = RecordToWrite(type, values, ref.internal_id, ref.external_id)
        return await self._write("update", record, ref, preferences)

    async def upsert(
        self,
        type: str,
        external_id: str,
        values: Mapping[str, Writable],
        *,
        preferences: Preferences | None = None,
    ) -> Ref:
        """Create the record with this external id, or update it."""
        record = RecordToWrite(type, values, external_id=external_id)
        return await self._write("upsert", record, _NEW, preferences)

    async def delete(
        self,
        type: str,
        id: RecordId,
        *,
        deletion_reason_code: RecordId | None = None,
        deletion_reason_memo: str = "",
        preferences: Preferences | None = None,
    ) -> Ref:
        """Delete one record. Accounts that ask why a transaction is deleted take a reason's code, and a memo."""
        ref = ref_of(id)
        reason = requests.deletion_reason(deletion_reason_code, deletion_reason_memo)
        return await self._write_one(requests.delete(type, ref, reason, preferences), ref)

    async def initialize(
        self, type: str, source: Ref | Sequence[Ref], *, auxiliary: Ref | None = None
    ) -> Record:
        """Return the record of ``type`` that NetSuite proposes to make of another, unsaved: the invoice of a sales order.

        ``source`` (or several) and ``auxiliary`` say their type: ``Ref("12", type="salesOrder")``. What is answered can be changed and added.
        """
        sources = [source] if isinstance(source, Ref) else list(source)
        return await self._read_one(requests.initialize(type, sources, auxiliary), _NEW, type)

    async def attach(self, attached: Ref, to: Ref, *, contact_role: RecordId | None = None) -> Ref:
        """Attach a contact, perhaps in a role, or another record such as a file; both references say their type.

        Answers the reference that NetSuite names: the record that it is attached to.
        """
        return await self._write_one(requests.attach(attached, to, contact_role), _NEW)

    async def detach(self, detached: Ref, from_: Ref) -> Ref:
        """Detach a record from another; both references say their type."""
        return await self._write_one(requests.detach(detached, from_), _NEW)

    async def _write(
        self, operation: str, record: RecordToWrite, asked: Ref, preferences: Preferences | None
    ) -> Ref:
        request = requests.write(operation, record, self._exchange.version, preferences)
        return await self._write_one(request, asked)

    async def _write_one(self, request: SoapRequest, asked: Ref) -> Ref:
        reply = await self._perform(request)
        return self._written(request, reply, self._single(reply.writes, request, reply), asked)

    async def _read_one(self, request: SoapRequest, asked: Ref, type_name: str) -> Record:
        reply = await self._perform(request)
        return self._read(request, reply, self._single(reply.reads, request, reply), asked, type_name)
