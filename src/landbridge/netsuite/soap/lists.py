"""Lists of records of any length, cut to the sizes that NetSuite takes: one outcome a record, in the order asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from landbridge.netsuite.errors import FixSetup, NetSuiteError, SignInAgain
from landbridge.netsuite.records import Outcome, Record, RecordId, RecordToWrite, Ref, ref_of
from landbridge.netsuite.soap import requests
from landbridge.netsuite.soap.envelope import Preferences, SoapRequest
from landbridge.netsuite.soap.operations import Operations

# ``type`` is NetSuite's own word for what it holds.
# ruff: noqa: A002

T = TypeVar("T")
_USELESS = (SignInAgain, FixSetup)
"""What every further piece would meet as well."""
_AT_ONCE = 8
"""Pieces that are read at once at most; the budget decides how many of them really are."""


class RecordLists(Operations):
    """The operations on lists.

    A piece that fails as a whole gives each of its records that error as its outcome, and the pieces after it are still tried. Where
    that is useless (:class:`SignInAgain`, :class:`FixSetup` and with it a missing permission), nothing more is sent: reads raise the
    error, and so do writes of which no piece was sent before; else the records that are left have it as their outcome.
    """

    async def get_list(self, type: str, ids: Sequence[RecordId]) -> list[Outcome[Record]]:
        """Read full records, 1000 a request, pieces side by side."""
        refs = [ref_of(id_) for id_ in ids]
        pieces = list(_pieces(refs, requests.GET_LIST_LIMIT))
        asked = [requests.get_list(type, piece) for piece in pieces]
        turn = asyncio.Semaphore(_AT_ONCE)

        async def read(request: SoapRequest, piece: Sequence[Ref]) -> list[Outcome[Record]]:
            async with turn:
                return await self._read_piece(request, piece, type)

        pairs = zip(asked, pieces, strict=True)
        tasks = [asyncio.create_task(read(request, piece)) for request, piece in pairs]
        try:
            return [outcome for found in await asyncio.gather(*tasks) for outcome in found]
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def add_list(
        self, records: Sequence[RecordToWrite | Record], *, preferences: Preferences | None = None
    ) -> list[Outcome[Ref]]:
        """Create records, 200 a request; their internal ids are left out."""
        return await self._write_records("addList", records, preferences)

    async def update_list(
        self, records: Sequence[RecordToWrite | Record], *, preferences: Preferences | None = None
    ) -> list[Outcome[Ref]]:
        """Change records, 100 a request, each named by its internal or external id."""
        return await self._write_records("updateList", records, preferences)

    async def upsert_list(
        self, records: Sequence[RecordToWrite | Record], *, preferences: Preferences | None = None
    ) -> list[Outcome[Ref]]:
        """Create or change records by their external ids, 100 a request."""
        return await self._write_records("upsertList", records, preferences)

    async def delete_list(
        self,
        type: str,
        ids: Sequence[RecordId],
        *,
        deletion_reason_code: RecordId | None = None,
        deletion_reason_memo: str = "",
        preferences: Preferences | None = None,
    ) -> list[Outcome[Ref]]:
        """Delete records, 200 a request; a reason as for ``delete``."""
        reason = requests.deletion_reason(deletion_reason_code, deletion_reason_memo)
        refs = [ref_of(id_) for id_ in ids]
        pieces = list(_pieces(refs, requests.LIST_LIMITS["deleteList"]))
        asked = [requests.delete_list(type, piece, reason, preferences) for piece in pieces]
        return await self._write_pieces(asked, pieces)

    async def _write_records(
        self, operation: str, records: Sequence[RecordToWrite | Record], preferences: Preferences | None
    ) -> list[Outcome[Ref]]:
        """Render every piece before the first is sent, so that what cannot be written stops all."""
        pieces = list(_pieces(records, requests.LIST_LIMITS[operation]))
        asked = [
            requests.write_list(operation, piece, self._exchange.version, preferences) for piece in pieces
        ]
        known = operation == "updateList"
        refs = [[_ref_of_record(record, known=known) for record in piece] for piece in pieces]
        return await self._write_pieces(asked, refs)

    async def _write_pieces(
        self, asked: Sequence[SoapRequest], pieces: Sequence[Sequence[Ref]]
    ) -> list[Outcome[Ref]]:
        """Write pieces one after the other."""
        outcomes: list[Outcome[Ref]] = []
        ended: NetSuiteError | None = None
        for request, piece in zip(asked, pieces, strict=True):
            if ended is None:
                try:
                    outcomes += await self._write_piece(request, piece)
                    continue
                except _USELESS as error:
                    if not outcomes:
                        raise
                    ended = error
            outcomes += _failed(piece, ended)
        return outcomes

    async def _write_piece(self, request: SoapRequest, piece: Sequence[Ref]) -> list[Outcome[Ref]]:
        try:
            reply = await self._perform(request)
            items = self._matched(reply.writes, len(piece), request, reply)
        except _USELESS:
            raise
        except NetSuiteError as error:
            return _failed(piece, error)
        return [
            _outcome(ref, lambda ref=ref, item=item: self._written(request, reply, item, ref))  # type: ignore[misc]  # defaults bind the loop's values
            for ref, item in zip(piece, items, strict=True)
        ]

    async def _read_piece(
        self, request: SoapRequest, piece: Sequence[Ref], type_name: str
    ) -> list[Outcome[Record]]:
        try:
            reply = await self._perform(request)
            items = self._matched(reply.reads, len(piece), request, reply)
        except _USELESS:
            raise
        except NetSuiteError as error:
            return _failed(piece, error)
        return [
            _outcome(ref, lambda ref=ref, item=item: self._read(request, reply, item, ref, type_name))  # type: ignore[misc]  # see above
            for ref, item in zip(piece, items, strict=True)
        ]


def _pieces(whole: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(whole), size):
        yield whole[start : start + size]


def _ref_of_record(record: RecordToWrite | Record, *, known: bool) -> Ref:
    """Return what a record of a list is called in its outcome; only one that exists already has an internal id."""
    return Ref(record.internal_id if known else "", external_id=record.external_id, type=record.type)


def _outcome(ref: Ref, judge: Callable[[], T]) -> Outcome[T]:
    try:
        return Outcome(ref, judge())
    except NetSuiteError as error:
        return Outcome(ref, None, error)


def _failed(piece: Sequence[Ref], error: NetSuiteError) -> list[Outcome[T]]:
    return [Outcome(ref, None, error) for ref in piece]
