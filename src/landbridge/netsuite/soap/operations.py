"""What all operations share: performing a request, and judging what the answer says of each record."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
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
from landbridge.netsuite.records import Record, Ref
from landbridge.netsuite.soap.envelope import SoapRequest
from landbridge.netsuite.soap.exchange import SoapExchange
from landbridge.netsuite.soap.kinds import is_custom
from landbridge.netsuite.soap.replies import ReadItem, Reply, Status, WriteItem

Item = TypeVar("Item", ReadItem, WriteItem)


class Operations:
    """The part of a service that performs requests."""

    def __init__(
        self, exchange: SoapExchange, base_url: Callable[[], Awaitable[str]], *, parallel: int
    ) -> None:
        self._exchange = exchange
        self._base_url = base_url
        self._parallel = parallel

    def context(self, operation: str) -> Context:
        """Where an error of ``operation`` happened."""
        return Context(self._exchange.account.value, operation)

    async def _perform(self, request: SoapRequest) -> Reply:
        return await self._exchange.perform(request, await self._base_url())

    def _read(self, request: SoapRequest, reply: Reply, item: ReadItem, asked: Ref, type_name: str) -> Record:
        """Return the record of one answer; whatever does not say plainly that it succeeded is an error."""
        if not item.status.success:
            raise self._refused(request, reply, item.status)
        if item.record is None:
            raise self._malformed(request, reply, "NetSuite reported success without a record.")
        if not _is(asked, item.record.internal_id):
            raise self._malformed(request, reply, "NetSuite answered another record than was asked for.")
        return named(item.record, type_name)

    def _written(self, request: SoapRequest, reply: Reply, item: WriteItem, asked: Ref) -> Ref:
        """Return the reference that one write answers; a write is done only where NetSuite says so and names the record."""
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
            if isinstance(error, Retry) or status.after_submit_failed or status.contradicts:
                raise OutcomeUnknown(error.message, code=error.code, context=error.context)
            raise error
        if item.ref is None or not item.ref.internal_id:
            raise self._malformed(request, reply, "NetSuite reported success without a reference.")
        if not _is(asked, item.ref.internal_id):
            raise self._malformed(request, reply, "NetSuite answered for another record.")
        return item.ref

    def _single(self, items: Sequence[Item], request: SoapRequest, reply: Reply) -> Item:
        return self._matched(items, 1, request, reply)[0]

    def _matched(
        self, items: Sequence[Item], count: int, request: SoapRequest, reply: Reply
    ) -> Sequence[Item]:
        if len(items) != count:
            raise self._malformed(request, reply, f"NetSuite answered {len(items)} of {count} records.")
        return items

    def _refused(self, request: SoapRequest, reply: Reply, status: Status) -> NetSuiteError:
        return of_record_status(status.code, status.message, self._exchange.context(request, reply))

    def _malformed(self, request: SoapRequest, reply: Reply, message: str) -> NetSuiteError:
        """A reply that makes no sense; after a write that means that nobody knows what happened."""
        kind = OutcomeUnknown if request.writes else MalformedReply
        return kind(message, context=self._exchange.context(request, reply))


def named(record: Record, type_name: str) -> Record:
    """Return a custom record under the script id of its type, which NetSuite's answer does not repeat."""
    return replace(record, type=type_name) if is_custom(type_name) else record


def _is(asked: Ref, answered: str) -> bool:
    """Whether an answer is about the record that was asked for; one named by its external id alone cannot be told."""
    if not asked.internal_id or asked.internal_id == answered:
        return True
    both = (asked.internal_id, answered)
    return all(one.isascii() and one.isdigit() for one in both) and int(both[0]) == int(both[1])
