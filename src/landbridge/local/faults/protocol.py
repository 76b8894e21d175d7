"""A server whose applications can end a connection: ASGI itself has no word for it."""

from __future__ import annotations

import asyncio

from starlette.types import Receive, Scope
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

EXTENSION = "landbridge.transport"


class EndableProtocol(HttpToolsProtocol):
    """uvicorn's own protocol, which also tells the application the connection that a request came on."""

    def on_message_begin(self) -> None:
        """Begin a request."""
        super().on_message_begin()
        extensions = {EXTENSION: {"transport": self.transport}}
        self.scope["extensions"] = extensions  # type: ignore[typeddict-item]  # asgiref knows the published extensions only


async def end_connection(scope: Scope, receive: Receive, *, flush: bool = False) -> None:
    """End the connection of a request, with what was sent already delivered (``flush``) or not; return when it has ended."""
    transport: asyncio.Transport = scope["extensions"][EXTENSION]["transport"]
    if flush:
        transport.close()
    else:
        transport.abort()
    await disconnected(receive)


async def disconnected(receive: Receive) -> None:
    """Return when the client is gone; the rest of its request is read and dropped."""
    while (await receive())["type"] != "http.disconnect":
        pass
