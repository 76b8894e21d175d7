"""RESTlets: scripts behind an address of their own (help section_4640094112)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote, urlencode

import msgspec

from landbridge.netsuite.attempts import Answered, Attempts
from landbridge.netsuite.classification import HTML, of_http_status, of_page, of_restlet
from landbridge.netsuite.errors import Context, MalformedReply
from landbridge.netsuite.jsonanswers import decoded_json
from landbridge.netsuite.refusedsignin import told_apart
from landbridge.netsuite.transport import HttpReply, HttpRequest
from landbridge.netsuite.trust import Door

_PATH = "/app/site/hosting/restlet.nl"
_BODY_METHODS = frozenset({"POST", "PUT"})
_METHODS = _BODY_METHODS | {"GET", "DELETE"}


class _ErrorDetail(msgspec.Struct):
    code: str = ""
    message: str = ""


class _ErrorBody(msgspec.Struct):
    error: _ErrorDetail


class Restlets:
    """Calls RESTlets of one account."""

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

        ``script`` and ``deploy`` are ids or script ids; ``body`` is sent as JSON with POST and PUT; ``parameters`` join the
        query. GET is repeated after passing trouble, the others only when NetSuite refused them for its limit.
        """
        if method not in _METHODS:
            raise ValueError(f"a RESTlet has no method {method!r}")
        if body is not None and method not in _BODY_METHODS:
            raise ValueError(f"{method} carries no body")
        query = urlencode({"script": script, "deploy": deploy, **(parameters or {})}, quote_via=quote)
        url = f"{await self._base_url()}{_PATH}?{query}"
        content = msgspec.json.encode(body) if method in _BODY_METHODS else None

        async def attempt(_answered: Answered) -> Any:
            return await self._attempt(method, url, content)

        return await self._attempts.run(self._context, attempt, writes=method != "GET", door=Door.RESTLET)

    async def _attempt(self, method: str, url: str, content: bytes | None) -> Any:
        headers = {
            "Authorization": await self._attempts.sign_in.header(method, url),
            "Content-Type": "application/json",
            "Accept": "application/json",
        }
        request = HttpRequest(method, url, headers, content, self._timeout_s, self._context)
        async with self._attempts.transport.send(request) as reply:
            context = replace(self._context, request_id=reply.request_id)
            return _result(reply, await reply.read(), context)


def _result(reply: HttpReply, body: bytes, context: Context) -> Any:
    if reply.content_type == HTML:
        raise of_page(reply.status, context, retry_after_s=reply.retry_after_s)
    if reply.status in (200, 204):
        return decoded_json(body, context) if body.strip() else None
    try:
        detail = decoded_json(body, context, _ErrorBody).error
    except MalformedReply:
        error = of_http_status(reply.status, context, retry_after_s=reply.retry_after_s)
        raise told_apart(error, reply) from None
    raise told_apart(of_restlet(reply.status, detail.code, detail.message, context), reply)
