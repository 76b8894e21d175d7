"""A server whose applications can end a connection: ASGI itself has no word for it."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Callable
from typing import Any

from starlette.types import Receive, Scope
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

EXTENSION = "landbridge.transport"


RESET_ON_CLOSE = struct.pack("ii", 1, 0)
"""SO_LINGER with no time to linger: closing sends RST."""


class EndableProtocol(HttpToolsProtocol):
    """uvicorn's own protocol, which also tells the application the connection that a request came on."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn itself has it
        """Begin a connection, or turn it away."""
        super().connection_made(transport)
        if not self.welcomes():
            _reset(transport)

    def welcomes(self) -> bool:
        """Say whether the connection that was just made may stay."""
        return True

    def on_message_begin(self) -> None:
        """Begin a request."""
        super().on_message_begin()
        extensions = {EXTENSION: {"transport": self.transport}}
        self.scope["extensions"] = extensions  # type: ignore[typeddict-item]  # asgiref knows the published extensions only


def protocol_that_asks(welcomes: Callable[[], bool]) -> type[EndableProtocol]:
    """Return the protocol of a server that asks ``welcomes`` about each new connection."""

    class Asking(EndableProtocol):
        def welcomes(self) -> bool:
            return welcomes()

    return Asking


def _reset(transport: asyncio.Transport) -> None:
    plain: Any = transport.get_extra_info("socket")
    if plain is not None:
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
    transport.abort()


async def reset_connection(scope: Scope, receive: Receive) -> None:
    """Reset the connection of a request; return when it has ended."""
    _reset(scope["extensions"][EXTENSION]["transport"])
    await disconnected(receive)


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
