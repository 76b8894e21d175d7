"""The witness of the wire: ASGI middleware that writes each request into the journal, and the account's time on each answer."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from email.utils import format_datetime

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from landbridge.local.clock import Clock
from landbridge.local.faults.kinds import kind_of
from landbridge.local.hosts import host_name
from landbridge.local.journal import Entry, Journal, begin


class Witness:
    """Passes every request on to ``app`` and notes what came of it. ``Date`` is the account's clock (RFC 9110 6.6.1).

    Answers to programs carry NetSuite's own id of the request, ``X-N-OperationId`` (observed over SOAP and REST in public clients).
    """

    def __init__(
        self, app: ASGIApp, journal: Journal, clock: Clock, stopwatch: Callable[[], float] = time.perf_counter
    ) -> None:
        self._app = app
        self._journal = journal
        self._clock = clock
        self._stopwatch = stopwatch

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; it stands in the journal from its beginning."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        entry = Entry(
            at=self._clock.now(),
            kind=kind_of(scope) or "page",
            method=scope["method"],
            host=host_name(scope)[:200],
            path=scope["path"][:500],
        )
        self._journal.enter(entry)
        begin(entry)
        started = self._stopwatch()

        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start":
                entry.status = message["status"]
                own = [self._date(), *_operation_id(entry)]
                message = {**message, "headers": [*message.get("headers", ()), *own]}
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            entry.milliseconds = round((self._stopwatch() - started) * 1000, 1)

    def _date(self) -> tuple[bytes, bytes]:
        return b"date", format_datetime(self._clock.now(), usegmt=True).encode("ascii")


def _operation_id(entry: Entry) -> list[tuple[bytes, bytes]]:
    return [] if entry.kind == "page" else [(b"x-n-operationid", str(uuid.uuid4()).encode("ascii"))]
