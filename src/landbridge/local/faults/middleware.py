"""The wire with trouble on it: ASGI middleware around the account's surface."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from landbridge.local.faults import replies
from landbridge.local.faults.kinds import kind_of
from landbridge.local.faults.model import Effect, Fault, Faults
from landbridge.local.faults.protocol import disconnected, end_connection, reset_connection
from landbridge.local.governance.pace import work_takes

PAGE = (
    "<!DOCTYPE html><html><head><title>Scheduled maintenance</title></head>"
    "<body><h1>We are back soon</h1><p>NetSuite is unavailable.</p></body></html>"
)

PIECES = 20
"""Into how many pieces a dripping answer is cut."""

Answer = Callable[[Fault, Scope, Receive, Send], Awaitable[None]]


class FaultyWire:
    """Passes requests on to ``app``, unless :class:`Faults` says otherwise."""

    def __init__(self, app: ASGIApp, faults: Faults) -> None:
        self._app = app
        self._faults = faults
        self._effects: dict[Effect, Answer] = {
            Effect.DROP: self._drop,
            Effect.RESET: self._reset,
            Effect.LOSE_REPLY: self._lose_reply,
            Effect.LIMIT: self._answered(replies.over_limit),
            Effect.TOO_MANY: self._answered(replies.too_many),
            Effect.EXPIRED_TOKEN: self._answered(replies.expired_token),
            Effect.ERROR: self._error,
            Effect.PAGE: self._page,
            Effect.TRUNCATE: self._truncate,
            Effect.DRIP: self._drip,
            Effect.SLOW: self._slow,
            Effect.STALL: self._stall,
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or not."""
        kind = kind_of(scope) if scope["type"] == "http" else ""
        struck = self._faults.strike(kind) if kind else []
        for fault in struck:
            if fault.latency_ms:
                await asyncio.sleep(fault.latency_ms / 1000)
        effects = [fault for fault in struck if fault.effect is not None]
        if not effects or effects[0].effect is None:
            await self._app(scope, receive, send)
            return
        await self._effects[effects[0].effect](effects[0], scope, receive, send)

    async def _drop(self, _: Fault, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - one shape for all
        await end_connection(scope, receive)

    async def _reset(self, _: Fault, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - as above
        await reset_connection(scope, receive)

    async def _lose_reply(self, _: Fault, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - as above
        async def nowhere(_: Message) -> None:
            """Drop the answer."""

        await self._app(scope, receive, nowhere)
        await end_connection(scope, receive)

    async def _slow(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        work_takes(fault.seconds)
        await self._app(scope, receive, send)

    async def _stall(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - as above
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(fault.seconds):
                await disconnected(receive)
                return
        await end_connection(scope, receive)

    def _answered(self, reply: Callable[[Scope], Response]) -> Answer:
        async def answer(_: Fault, scope: Scope, receive: Receive, send: Send) -> None:
            await reply(scope)(scope, receive, send)

        return answer

    async def _error(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        await Response(status_code=fault.status or 500)(scope, receive, send)

    async def _page(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        await HTMLResponse(PAGE, fault.status or 503)(scope, receive, send)

    async def _truncate(self, _: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        async def half(message: Message) -> None:
            if message["type"] == "http.response.body":
                body = message.get("body", b"")
                message = {**message, "body": body[: len(body) // 2], "more_body": True}
            await send(message)

        await self._app(scope, receive, half)
        await end_connection(scope, receive, flush=True)

    async def _drip(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        async def slowly(message: Message) -> None:
            body = message.get("body", b"") if message["type"] == "http.response.body" else b""
            size = max(1, -(-len(body) // PIECES))
            for start in range(0, len(body), size):
                await asyncio.sleep(fault.seconds / PIECES)
                await send({**message, "body": body[start : start + size], "more_body": True})
            await send({**message, "body": b""} if body else message)

        await self._app(scope, receive, slowly)
