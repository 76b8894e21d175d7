"""RESTlets: scripts behind an address of their own (help section_4640094112)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

import msgspec

from landbridge.netsuite.attempts import Answered, Attempts
from landbridge.netsuite.classification import HTML, of_page
from landbridge.netsuite.errors import Context
from landbridge.netsuite.jsonanswers import decoded_json
from landbridge.netsuite.refusals import Door
from landbridge.netsuite.refusedsignin import told_apart
from landbridge.netsuite.restleterrors import error_of
from landbridge.netsuite.transport import HttpReply, HttpRequest

T = TypeVar("T")
Read = Callable[[HttpReply, bytes, Context], T]

TEXT_TYPES = ("text/plain", "text/xml", "application/xml", "text/html")
"""What a RESTlet takes and answers beside JSON."""

_JSON = "application/json"
_PATH = "/app/site/hosting/restlet.nl"
_BODY_METHODS = frozenset({"POST", "PUT"})
_METHODS = _BODY_METHODS | {"GET", "DELETE"}


@dataclass(frozen=True, slots=True)
class RestletText:
    """What a RESTlet answered, as text; ``content_type`` is its media type in lower case, without parameters."""

    text: str
    content_type: str


@dataclass(frozen=True, slots=True)
class _Sent:
    method: str
    url: str
    content: bytes | None
    content_type: str


class Restlets:
    """Calls RESTlets of one account.

    ``script`` and ``deploy`` are ids or script ids; ``parameters`` join the query. GET is repeated after passing trouble, the other
    methods only when NetSuite refused them for its limit: ``OutcomeUnknown`` where nobody knows whether the script ran. Errors of the
    script, thrown or of its own making, are ``ScriptError`` with its code.
    """

    def __init__(
        self, attempts: Attempts, base_url: Callable[[], Awaitable[str]], *, timeout_s: float
    ) -> None:
        self._attempts = attempts
        self._base_url = base_url
        self._timeout_s = timeout_s
        self._context = attempts.context("restlet")

    async def call(
        self,
        method: str,
        *,
        script: str,
        deploy: str,
        body: object = None,
        parameters: Mapping[str, str] | None = None,
    ) -> Any:
        """Call a RESTlet and answer its JSON, decoded (``None`` for an empty answer).

        ``body`` is sent as JSON with POST and PUT. ``MalformedReply`` for an answer that is no JSON: see :meth:`call_text`.
        """
        _check(method, has_body=body is not None)
        content = msgspec.json.encode(body) if method in _BODY_METHODS else None
        url = await self._url(script, deploy, parameters)
        return await self._run(_Sent(method, url, content, _JSON), _json)

    async def call_text(
        self,
        method: str,
        *,
        script: str,
        deploy: str,
        body: str | None = None,
        content_type: str = "text/plain",
        parameters: Mapping[str, str] | None = None,
    ) -> RestletText:
        """Call a RESTlet with text and answer its text, whatever it means.

        ``content_type`` (one of ``TEXT_TYPES``) is that of ``body``, which the script gets as a string, and what NetSuite gives the answer
        unless the script chooses another. Give ``text/html`` to a script that answers HTML: elsewhere a page in place of the answer is what a
        proxy or a maintenance window shows, and passing trouble.
        """
        _check(method, has_body=body is not None)
        if content_type not in TEXT_TYPES:
            raise ValueError(f"a RESTlet takes text as {', '.join(TEXT_TYPES)}, not {content_type[:60]!r}")
        content = (body or "").encode() if method in _BODY_METHODS else None
        url = await self._url(script, deploy, parameters)
        read = _text if content_type == HTML else _text_but_no_page
        return await self._run(_Sent(method, url, content, content_type), read)

    async def _url(self, script: str, deploy: str, parameters: Mapping[str, str] | None) -> str:
        query = urlencode({"script": script, "deploy": deploy, **(parameters or {})}, quote_via=quote)
        return f"{await self._base_url()}{_PATH}?{query}"

    async def _run(self, sent: _Sent, read: Read[T]) -> T:
        async def attempt(_answered: Answered) -> T:
            return await self._attempt(sent, read)

        writes = sent.method != "GET"
        return await self._attempts.run(self._context, attempt, writes=writes, door=Door.RESTLET)

    async def _attempt(self, sent: _Sent, read: Read[T]) -> T:
        headers = {
            "Authorization": await self._attempts.sign_in.header(sent.method, sent.url),
            "Content-Type": sent.content_type
            if sent.content_type == _JSON
            else f"{sent.content_type}; charset=utf-8",
            "Accept": "*/*" if sent.content_type != _JSON else _JSON,
        }
        request = HttpRequest(sent.method, sent.url, headers, sent.content, self._timeout_s, self._context)
        async with self._attempts.transport.send(request) as reply:
            context = reply.place(self._context)
            body = await reply.read()
        if reply.status in (200, 204, 206):
            return read(reply, body, context)
        if reply.content_type == HTML and sent.content_type != HTML:
            raise of_page(
                reply.status,
                context,
                retry_after_s=reply.retry_after_s,
                refuses_sign_in=reply.refuses_sign_in,
            )
        raise told_apart(error_of(reply, body, context), reply)


def _check(method: str, *, has_body: bool) -> None:
    if method not in _METHODS:
        raise ValueError(f"a RESTlet has no method {method!r}")
    if has_body and method not in _BODY_METHODS:
        raise ValueError(f"{method} carries no body")


def _json(reply: HttpReply, body: bytes, context: Context) -> Any:
    if reply.content_type == HTML:
        raise of_page(
            reply.status, context, retry_after_s=reply.retry_after_s, refuses_sign_in=reply.refuses_sign_in
        )
    return decoded_json(body, context) if body.strip() else None


def _text(reply: HttpReply, body: bytes, _context: Context) -> RestletText:
    return RestletText(body.decode("utf-8", "replace"), reply.content_type)


def _text_but_no_page(reply: HttpReply, body: bytes, context: Context) -> RestletText:
    if reply.content_type == HTML:
        raise of_page(
            reply.status, context, retry_after_s=reply.retry_after_s, refuses_sign_in=reply.refuses_sign_in
        )
    return _text(reply, body, context)
