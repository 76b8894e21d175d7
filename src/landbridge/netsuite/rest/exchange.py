"""One REST request from its parts to an answer that succeeded: sign, send, read, classify, try again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode, urljoin, urlsplit

import msgspec

from landbridge.netsuite.attempts import Answered, Attempts
from landbridge.netsuite.classification import HTML, of_content_type, of_http_status, of_page
from landbridge.netsuite.errors import Context, MalformedReply
from landbridge.netsuite.jsonanswers import decoded_json
from landbridge.netsuite.options import RequestKind, Timeouts
from landbridge.netsuite.refusedsignin import told_apart
from landbridge.netsuite.rest.idempotency import HEADER, repeated_by_key
from landbridge.netsuite.rest.refusals import is_repeat, refusal_of, refused_text
from landbridge.netsuite.transport import HttpReply, HttpRequest

_SMALL = 64 * 1024


@dataclass(frozen=True, slots=True)
class RestRequest:
    """A request below the account's ``suitetalk`` host.

    ``operation`` names it in errors. ``path`` begins with a slash and is encoded already. ``body`` is sent as JSON, ``None`` as nothing.
    ``kind`` chooses the time-out. A write (``writes``) is not sent again once its outcome is
    unknown, unless it has an ``idempotency_key``. The body of an answer that is no JSON by design (``expects_json``) is not read.
    """

    operation: str
    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    body: object = None
    headers: Mapping[str, str] = field(default_factory=dict)
    kind: RequestKind = "read"
    writes: bool = False
    idempotency_key: str = ""
    expects_json: bool = True

    @property
    def target(self) -> str:
        """Path and query."""
        return f"{self.path}?{urlencode(self.query, quote_via=quote)}" if self.query else self.path


@dataclass(frozen=True, slots=True)
class RestReply:
    """An answer that succeeded. ``document`` is its JSON, ``None`` where there is no body; ``location`` leads to the account's own host.

    ``repeated``: NetSuite had carried the request out before, under the same idempotency key; ``location`` is what it made then.
    ``clock_ahead_s``: seconds by which our clock is ahead of the answer's ``Date``, 0 where that is unknown.
    """

    document: Any
    location: str
    context: Context
    repeated: bool = False
    clock_ahead_s: float = 0.0


class RestExchange:
    """Performs requests on the account's ``suitetalk`` host."""

    def __init__(
        self, attempts: Attempts, base_url: Callable[[], Awaitable[str]], timeouts: Timeouts
    ) -> None:
        self._attempts = attempts
        self._base_url = base_url
        self._timeouts = timeouts

    def context(self, operation: str) -> Context:
        """Where an error of ``operation`` happened."""
        return self._attempts.context(operation)

    async def perform(self, request: RestRequest) -> RestReply:
        """Perform ``request``; every attempt is signed anew and holds a slot of the budget.

        Raises the classified error for whatever NetSuite refuses, ``MalformedReply`` for an answer that is no JSON, ``OutcomeUnknown``
        for a write of which nobody knows whether it happened.
        """
        url = f"{await self._base_url()}{request.target}"
        body = None if request.body is None else msgspec.json.encode(request.body)
        context = self.context(request.operation)

        async def attempt(answered: Answered) -> RestReply:
            return await self._attempt(request, url, body, context, answered)

        if request.writes and request.idempotency_key:
            return await repeated_by_key(self._attempts, context, attempt)
        return await self._attempts.run(context, attempt, writes=request.writes)

    async def _attempt(
        self, request: RestRequest, url: str, body: bytes | None, context: Context, answered: Answered
    ) -> RestReply:
        headers = {
            "Authorization": await self._attempts.sign_in.header(request.method, url),
            "Accept": "application/json",
            **({"Content-Type": "application/json"} if body is not None else {}),
            **({HEADER: request.idempotency_key} if request.idempotency_key else {}),
            **request.headers,
        }
        http = HttpRequest(request.method, url, headers, body, self._timeouts.of(request.kind), context)
        async with self._attempts.transport.send(http) as reply:
            context = reply.place(context)
            content = await reply.read()
        if len(content) > _SMALL:
            await answered()
        return await _read(reply, content, context, request, _location(reply, url))


async def _read(
    reply: HttpReply, content: bytes, context: Context, request: RestRequest, location: str
) -> RestReply:
    if reply.content_type == HTML:
        raise of_page(
            reply.status, context, retry_after_s=reply.retry_after_s, refuses_sign_in=reply.refuses_sign_in
        )
    if 200 <= reply.status < 300:
        document = await _document(reply, content, context) if request.expects_json else None
        refused = refused_text(document)
        if refused is not None:
            raise MalformedReply(
                f"NetSuite answered HTTP {reply.status} and an error: {refused}", context=context
            )
        return RestReply(document, location, context, clock_ahead_s=reply.clock_ahead_s)
    if not is_json(reply.content_type):
        error = of_http_status(
            reply.status, context, retry_after_s=reply.retry_after_s, refuses_sign_in=reply.refuses_sign_in
        )
        raise told_apart(error, reply)
    if request.idempotency_key and is_repeat(content):
        return RestReply(None, location, context, repeated=True)
    raise told_apart(refusal_of(reply, content, context, saved=location if request.writes else ""), reply)


def _location(reply: HttpReply, url: str) -> str:
    """Where an answer leads, empty where that is no address of the host that was asked."""
    said = reply.headers.get("Location", "")
    try:
        return said if urlsplit(urljoin(url, said)).hostname == urlsplit(url).hostname else ""
    except ValueError:
        return ""


async def _document(reply: HttpReply, content: bytes, context: Context) -> Any:
    if not content.strip():
        return None
    if not is_json(reply.content_type):
        raise of_content_type(reply.content_type, context)
    if len(content) <= _SMALL:
        return decoded_json(content, context)
    return await asyncio.to_thread(decoded_json, content, context)  # the loop may not stand still meanwhile


def is_json(content_type: str) -> bool:
    """Say whether a media type is JSON (``application/vnd.oracle.resource+json``, ``application/json``)."""
    return content_type == "application/json" or content_type.endswith("+json")
