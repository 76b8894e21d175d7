"""The little HTTP that the intake needs: a bounded, timed body and JSON answers, on bare ASGI."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

import msgspec
import structlog

from landbridge.service.realtime.refusals import Refusal, RefusedError
from landbridge.service.request_ids import HEADER

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

LARGEST_BODY = 8 * 1024
BODY_SECONDS = 5.0
"""A notice is one packet; a body that takes longer is not a notice."""

_JSON = (b"content-type", b"application/json")
REQUEST_ID = HEADER.lower().encode()


class SlowBodyError(Exception):
    """The body did not arrive in time."""


class GoneError(Exception):
    """The client went away before its body was whole."""


async def read_body(receive: Receive, headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    """Read the body, at most 8 KiB of it. Raises ``RefusedError`` (`too_large`), ``SlowBodyError``, ``GoneError``."""
    for name, value in headers:
        if name == b"content-length" and value.isdigit() and int(value) > LARGEST_BODY:
            raise RefusedError(Refusal.TOO_LARGE, f"content-length {int(value)}")
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await _read(receive)
    except TimeoutError as error:
        raise SlowBodyError from error


async def _read(receive: Receive) -> bytes:
    body = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise GoneError
        part: bytes = message.get("body", b"")
        body += part
        if len(body) > LARGEST_BODY:
            raise RefusedError(Refusal.TOO_LARGE, "body")
        if not message.get("more_body", False):
            return body


async def answer(send: Send, status: int, body: object, *, close: bool = False) -> None:
    """Send a JSON answer with the request's id; ``close`` ends the connection, for a client whose body was not read to the end."""
    content = msgspec.json.encode(body)
    headers = [_JSON, (b"content-length", str(len(content)).encode()), (b"cache-control", b"no-store")]
    if (name := structlog.contextvars.get_contextvars().get("request")) is not None:
        headers.append((REQUEST_ID, str(name).encode()))
    if close:
        headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content})
