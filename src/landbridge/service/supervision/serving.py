"""Runs an ASGI application on uvicorn: on an address, or on a socket that the supervisor opened and keeps.

A socket that the supervisor keeps outlives a crash of the process that serves it: connections made meanwhile wait in the
kernel's queue until the next process accepts them.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any, Literal

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

FIRST_REQUEST_SECONDS = 15.0
GRACE_SECONDS = 5
READY_FD = "LANDBRIDGE_READY_FD"


class AddressError(Exception):
    """An address is not `host:port`, or cannot be listened on."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen. Port 0 takes a free one."""

    host: str
    port: int

    @classmethod
    def parse(cls, text: str) -> Address:
        """Read `host:port`, `[::1]:port` or `:port` (loopback). Raises ``AddressError``."""
        host, colon, port = text.rpartition(":")
        if not colon or not port.isdigit() or int(port) > 65535:
            raise AddressError(f"{text!r} is not an address such as 127.0.0.1:8080")
        return cls(host.strip("[]") or "127.0.0.1", int(port))

    def listen(self) -> socket.socket:
        """Open a listening socket. Raises ``AddressError``."""
        try:
            return socket.create_server(
                (self.host, self.port),
                family=socket.AF_INET6 if ":" in self.host else socket.AF_INET,
                backlog=1024,
            )
        except OSError as error:
            raise AddressError(f"cannot listen on {self.host}:{self.port}: {error.strerror}") from error


@dataclass(frozen=True, slots=True)
class Tls:
    """A server's certificate chain and key, as PEM files."""

    certificate: Path
    key: Path

    def check(self) -> None:
        """Raise ``AddressError`` when the two files are not a certificate and its key."""
        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(self.certificate, self.key)
        except (OSError, ssl.SSLError) as error:
            raise AddressError(
                f"{self.certificate} and {self.key} are not a certificate and its key: {error}"
            ) from error


def url_of(listening: socket.socket, *, secure: bool) -> str:
    """Return `http(s)://host:port` of a listening socket."""
    host, port = listening.getsockname()[:2]
    host = f"[{host}]" if ":" in host else host
    return f"{'https' if secure else 'http'}://{host}:{port}"


class ImpatientProtocol(HttpToolsProtocol):
    """uvicorn's HTTP, which has no time-out for a connection whose first request never comes whole; this one closes it."""

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn declares it
        super().connection_made(transport)
        self._deadline = self.loop.call_later(FIRST_REQUEST_SECONDS, self._close_if_silent)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
        super().connection_lost(exc)

    def on_headers_complete(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
        super().on_headers_complete()

    def _close_if_silent(self) -> None:
        self.transport.close()


class Server(uvicorn.Server):
    """uvicorn that tells when it serves."""

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_ready = on_ready

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002 - uvicorn names it
        """End in order at the first signal, at once at a second SIGINT; unlike uvicorn, do not die of it afterwards."""
        if self.should_exit and sig == signal.SIGINT:
            self.force_exit = True
        self.should_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if not self.should_exit:
            self._on_ready()


def serve(
    application: Any,
    listening: socket.socket,
    tls: Tls | None,
    *,
    lifespan: Literal["on", "off"],
    on_ready: Callable[[], None],
) -> bool:
    """Serve until SIGINT or SIGTERM, then let open requests end. Returns whether it ever served."""
    config = uvicorn.Config(
        application,
        http=ImpatientProtocol,
        lifespan=lifespan,
        ssl_certfile=tls.certificate if tls else None,
        ssl_keyfile=tls.key if tls else None,
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=GRACE_SECONDS,
        limit_concurrency=1000,
        proxy_headers=False,
    )
    server = Server(config, on_ready)
    server.run(sockets=[listening])
    return server.started


def announce_ready() -> None:
    """Tell the supervisor, when there is one, that this process does its work now."""
    descriptor = os.environ.pop(READY_FD, "")
    if descriptor:
        with contextlib.suppress(OSError), os.fdopen(int(descriptor), "wb") as pipe:
            pipe.write(b"ready\n")
