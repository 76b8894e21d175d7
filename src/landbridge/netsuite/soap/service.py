"""SuiteTalk SOAP as verbs. Shapes and limits: help book_156388532579 and the public schema."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import TypeVar

from landbridge.netsuite.classification import of_record_status
from landbridge.netsuite.errors import (
    Context,
    MalformedReply,
    NetSuiteError,
    OutcomeUnknown,
    Retry,
    ScriptFailedAfterSave,
)
from landbridge.netsuite.records import Criterion, DataCenterUrls, Outcome, Record, Ref, SearchPage
from landbridge.netsuite.soap import requests
from landbridge.netsuite.soap.envelope import SearchPreferences, SoapRequest
from landbridge.netsuite.soap.exchange import SoapExchange
from landbridge.netsuite.soap.replies import ReadItem, Reply, Status, WriteItem
from landbridge.netsuite.soap.writing import Writable

# ``type`` and ``id`` below are NetSuite's own words for what they hold.
# ruff: noqa: A002

T = TypeVar("T")
Item = TypeVar("Item", ReadItem, WriteItem)

DISCOVERY_URL = "https://webservices.netsuite.com"

RecordId = str | Ref
"""A record's internal id, or a :class:`Ref` (whose external id is used when it has no internal id)."""


class SoapService:
    """The SOAP operations of one account.

    Every method raises :class:`~landbridge.netsuite.errors.NetSuiteError` for whatever NetSuite refuses, and ``ValueError``
    for what cannot be asked (unknown field, wrong kind of value) before anything is sent.
    """

    def __init__(self, exchange: SoapExchange, base_url: Callable[[], Awaitable[str]]) -> None:
        self._exchange = exchange
        self._base_url = base_url

    def context(self, operation: str) -> Context:
        """Where an error of ``operation`` happened."""
        return Context(self._exchange.account.value, operation)

    async def get(self, type: str, id: RecordId) -> Record:
        """Read one full record, sublists included. ``RecordMissing`` when it does not exist."""
        request = requests.get(type, _ref(id))
        reply = await self._perform(request)
        return self._read(request, reply, _single(reply.reads, self._exchange, request, reply))

    async def get_list(self, type: str, ids: Sequence[RecordId]) -> list[Outcome[Record]]:
        """Read up to 1000 full records, each with its own outcome, in the order asked for."""
        refs = [_ref(id_) for id_ in ids]
        request = requests.get_list(type, refs)
        reply = await self._perform(request)
        items = self._matched(reply.reads, refs, request, reply)
        return [
            _outcome(ref, partial(self._read, request, reply, item))
            for ref, item in zip(refs, items, strict=True)
        ]

    async def add(
        self,
        type: str,
        values: Mapping[str, Writable],
        *,
        external_id: str | None = None,
    ) -> Ref:
        """Create a record; answers its reference. ``ScriptFailedAfterSave`` when it was created all the same."""
        return await self._write("add", type, values, external_id=external_id)

    async def update(
        self,
        type: str,
        id: RecordId,
        values: Mapping[str, Writable],
    ) -> Ref:
        """Change the fields in ``values``; ``None`` clears one."""
        ref = _ref(id)
        return await self._write(
            "update", type, values, internal_id=ref.internal_id or None, external_id=ref.external_id
        )

    async def upsert(
        self,
        type: str,
        external_id: str,
        values: Mapping[str, Writable],
    ) -> Ref:
        """Create the record with this external id, or update it."""
        return await self._write("upsert", type, values, external_id=external_id)

    async def delete(self, type: str, id: RecordId) -> Ref:
        """Delete one record."""
        request = requests.delete(type, _ref(id))
        reply = await self._perform(request)
        return self._written(request, reply, _single(reply.writes, self._exchange, request, reply))

    async def delete_list(self, type: str, ids: Sequence[RecordId]) -> list[Outcome[Ref]]:
        """Delete up to 200 records, each with its own outcome, in the order asked for."""
        refs = [_ref(id_) for id_ in ids]
        request = requests.delete_list(type, refs)
        reply = await self._perform(request)
        items = self._matched(reply.writes, refs, request, reply)
        return [
            _outcome(ref, partial(self._written, request, reply, item))
            for ref, item in zip(refs, items, strict=True)
        ]

    async def search(
        self,
        type: str,
        criteria: Sequence[Criterion],
        *,
        page_size: int = 1000,
        body_fields_only: bool = True,
    ) -> SearchPage:
        """Run a basic search; the first page in NetSuite's own order."""
        preferences = SearchPreferences(page_size, body_fields_only)
        return await self._page(requests.search(type, criteria, preferences))

    async def search_more_with_id(
        self, search_id: str, page_index: int, *, page_size: int = 1000, body_fields_only: bool = True
    ) -> SearchPage:
        """Run the search behind ``search_id`` again and answer its page ``page_index`` (from 1).

        Rows may have moved between pages since. An id lapses after 15 minutes unused: ``SearchLapsed``.
        """
        preferences = SearchPreferences(page_size, body_fields_only)
        return await self._page(requests.search_more_with_id(search_id, page_index, preferences))

    async def get_server_time(self) -> datetime:
        """NetSuite's clock, UTC."""
        request = requests.get_server_time()
        reply = await self._perform(request)
        if reply.server_time is None:
            raise self._malformed(request, reply, "NetSuite's answer holds no time.")
        return reply.server_time

    async def get_data_center_urls(self) -> DataCenterUrls:
        """Where the account lives; asked of the discovery host, without authentication."""
        request = requests.get_data_center_urls(self._exchange.account)
        reply = await self._exchange.perform(request, DISCOVERY_URL)
        if reply.data_centers is None:
            raise self._malformed(request, reply, "NetSuite's answer holds no addresses.")
        return reply.data_centers

    async def _perform(self, request: SoapRequest) -> Reply:
        return await self._exchange.perform(request, await self._base_url())

    async def _page(self, request: SoapRequest) -> SearchPage:
        reply = await self._perform(request)
        if reply.status is None or "totalRecords" not in reply.numbers:
            raise self._malformed(request, reply, "NetSuite's answer holds no search result.")
        numbers = reply.numbers
        return SearchPage(
            reply.records,
            numbers["totalRecords"],
            numbers.get("pageSize", 0),
            numbers.get("totalPages", 0),
            numbers.get("pageIndex", 1),
            reply.search_id,
        )

    async def _write(
        self,
        operation: str,
        type_name: str,
        values: Mapping[str, Writable],
        *,
        internal_id: str | None = None,
        external_id: str | None = None,
    ) -> Ref:
        request = requests.write(
            operation,
            type_name,
            values,
            self._exchange.version,
            internal_id=internal_id,
            external_id=external_id,
        )
        reply = await self._perform(request)
        return self._written(request, reply, _single(reply.writes, self._exchange, request, reply))

    def _read(self, request: SoapRequest, reply: Reply, item: ReadItem) -> Record:
        if not item.status.success:
            raise self._refused(request, reply, item.status)
        if item.record is None:
            raise self._malformed(request, reply, "NetSuite reported success without a record.")
        return item.record

    def _written(self, request: SoapRequest, reply: Reply, item: WriteItem) -> Ref:
        status = item.status
        if not status.success and status.after_submit_failed and item.ref is not None:
            raise ScriptFailedAfterSave(
                status.message,
                internal_id=item.ref.internal_id,
                code=status.code,
                context=self._exchange.context(request, reply),
            )
        if not status.success:
            error = self._refused(request, reply, status)
            if isinstance(error, Retry):
                raise OutcomeUnknown(error.message, code=error.code, context=error.context)
            raise error
        if item.ref is None:
            raise self._malformed(request, reply, "NetSuite reported success without a reference.")
        return item.ref

    def _refused(self, request: SoapRequest, reply: Reply, status: Status) -> NetSuiteError:
        return of_record_status(status.code, status.message, self._exchange.context(request, reply))

    def _malformed(self, request: SoapRequest, reply: Reply, message: str) -> NetSuiteError:
        return _malformed(message, self._exchange, request, reply)

    def _matched(
        self,
        items: list[Item],
        refs: list[Ref],
        request: SoapRequest,
        reply: Reply,
    ) -> list[Item]:
        if len(items) != len(refs):
            message = f"NetSuite answered {len(items)} of {len(refs)} records."
            raise _malformed(message, self._exchange, request, reply)
        return items


def _ref(id_: RecordId) -> Ref:
    return Ref(id_) if isinstance(id_, str) else id_


def _outcome(ref: Ref, read: Callable[[], T]) -> Outcome[T]:
    try:
        return Outcome(ref, read())
    except NetSuiteError as error:
        return Outcome(ref, None, error)


def _single(items: list[Item], exchange: SoapExchange, request: SoapRequest, reply: Reply) -> Item:
    if len(items) != 1:
        raise _malformed(f"NetSuite answered {len(items)} records for one.", exchange, request, reply)
    return items[0]


def _malformed(message: str, exchange: SoapExchange, request: SoapRequest, reply: Reply) -> NetSuiteError:
    """A reply that makes no sense; after a write that means that nobody knows what happened."""
    kind = OutcomeUnknown if request.writes else MalformedReply
    return kind(message, context=exchange.context(request, reply))
