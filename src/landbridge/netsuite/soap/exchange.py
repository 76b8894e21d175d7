"""One SOAP operation from request to a reply that succeeded: sign, send, read, classify, try again."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from landbridge.netsuite.account import AccountId
from landbridge.netsuite.attempts import Answered, Attempts
from landbridge.netsuite.classification import (
    HTML,
    of_content_type,
    of_fault,
    of_http_status,
    of_operation_status,
    of_page,
)
from landbridge.netsuite.errors import Context, MalformedReply, NetSuiteError
from landbridge.netsuite.options import Timeouts
from landbridge.netsuite.refusals import Door
from landbridge.netsuite.refusedsignin import told_apart
from landbridge.netsuite.soap.envelope import SoapRequest, render
from landbridge.netsuite.soap.parser import HostileXml
from landbridge.netsuite.soap.records import RecordDecoder
from landbridge.netsuite.soap.replies import Reply, ReplyReader
from landbridge.netsuite.transport import HttpReply, HttpRequest
from landbridge.netsuite.versions import Version

_XML_TYPES = frozenset({"text/xml", "application/xml", "application/soap+xml"})


class SoapExchange:
    """Performs operations on the account's endpoint."""

    def __init__(self, attempts: Attempts, version: Version, timeouts: Timeouts) -> None:
        self.version = version
        self._attempts = attempts
        self._timeouts = timeouts
        self._decoder = RecordDecoder(version)

    @property
    def account(self) -> AccountId:
        """The account that is asked."""
        return self._attempts.sign_in.account

    async def perform(self, request: SoapRequest, base_url: str) -> Reply:
        """Perform ``request`` at ``base_url`` (``https://host``); every attempt is signed anew and holds a budget slot.

        Raises the classified error for a fault and for a failed status of the operation itself; the statuses of single
        records are the caller's to read.
        """

        async def attempt(answered: Answered) -> Reply:
            return await self._attempt(request, base_url, answered)

        door = Door.SOAP if request.authenticated else None
        return await self._attempts.run(self.context(request), attempt, writes=request.writes, door=door)

    def context(self, request: SoapRequest, reply: Reply | None = None) -> Context:
        """Where an error of this operation happened."""
        request_id = reply.request_id if reply is not None else ""
        return Context(self.account.value, request.operation, request_id)

    async def _attempt(self, request: SoapRequest, base_url: str, answered: Answered) -> Reply:
        """Send and decode; ``answered`` is awaited in between where that takes a while."""
        context = self.context(request)
        passport = await self._attempts.sign_in.passport() if request.authenticated else None
        http = HttpRequest(
            "POST",
            base_url + self.version.path,
            {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": f'"{request.operation}"'},
            render(request, self.version, passport),
            self._timeouts.of(request.kind),
            context,
        )
        async with self._attempts.transport.send(http) as answer:
            context = answer.place(context)
            _check_status(answer, context)
            body = [chunk async for chunk in answer.chunks()]
        if len(body) > 1:  # the loop may not stand still for as long as a page of a thousand records takes
            await answered()
            reply = await asyncio.to_thread(self._decode, body, answer.status, context)
        else:
            reply = self._decode(body, answer.status, context)
        error = self._error(request, reply, context)
        if error is not None:
            raise told_apart(error, answer)
        return reply

    def _decode(self, body: list[bytes], status: int, context: Context) -> Reply:
        """Decode an answer, freeing what was read."""
        reader = ReplyReader(self.version, self._decoder)
        body.reverse()
        try:
            while body:
                reader.feed(body.pop())
            reply = reader.close()
        except ValueError as error:
            code = error.code if isinstance(error, HostileXml) else ""
            raise MalformedReply(
                f"NetSuite's answer cannot be read: {error}", code=code, context=context
            ) from error
        if status == 500 and reply.fault is None:
            raise MalformedReply("NetSuite answered HTTP 500 without a fault.", context=context)
        return reply

    def _error(self, request: SoapRequest, reply: Reply, context: Context) -> NetSuiteError | None:
        if reply.request_id:
            context = replace(context, request_id=reply.request_id)
        if reply.fault is not None:
            return of_fault(reply.fault.name, reply.fault.code, reply.fault.message, context)
        if reply.operation != request.operation:
            return MalformedReply(f"NetSuite answered {reply.operation!r} instead.", context=context)
        if reply.status is None or reply.status.success or _told_by_records(reply):
            return None
        if reply.reads or reply.writes:
            return MalformedReply(
                "NetSuite says that all failed, and of each record that it did not.", context=context
            )
        return of_operation_status(reply.status.code, reply.status.message, context)


def _check_status(answer: HttpReply, context: Context) -> None:
    """Raise the error of an answer that is not SOAP."""
    if answer.content_type == HTML:
        raise of_page(
            answer.status, context, retry_after_s=answer.retry_after_s, refuses_sign_in=answer.refuses_sign_in
        )
    if answer.status == 200 and answer.content_type and answer.content_type not in _XML_TYPES:
        raise of_content_type(answer.content_type, context)
    if answer.status not in (200, 500) or (answer.status == 500 and answer.content_type not in _XML_TYPES):
        raise of_http_status(
            answer.status, context, retry_after_s=answer.retry_after_s, refuses_sign_in=answer.refuses_sign_in
        )


def _told_by_records(reply: Reply) -> bool:
    """Whether the elements of a list say themselves what failed; the list's own failed status then adds nothing."""
    statuses = [item.status for item in reply.reads] + [item.status for item in reply.writes]
    return not all(status.success for status in statuses)
