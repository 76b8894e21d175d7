"""Serving an account: HTTP, TLS and the control plane in one process, on one event loop."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import anyio.to_thread
import uvicorn
from starlette.types import ASGIApp

from landbridge.local.account import Account
from landbridge.local.control.routes import control_app
from landbridge.local.faults.middleware import FaultyWire
from landbridge.local.faults.protocol import EndableProtocol
from landbridge.local.surface import surface_app

LOOPBACK = ("127.0.0.1", "localhost", "::1")
THREADS = 200
"""Worker threads: a save waits in one while its afterSubmit script waits for somebody else's answer."""

GRACE_S = 3
BACKLOG = 2048


class ListenError(Exception):
    """An address that cannot be listened on; the text names it."""


@dataclass(frozen=True, slots=True)
class Address:
    """Host and port; port 0 takes a free one."""

    host: str = "127.0.0.1"
    port: int = 0

    @classmethod
    def parse(cls, text: str) -> Address:
        """Read ``HOST:PORT`` or ``PORT``. Raises ``ListenError``."""
        host, _, port = text.rpartition(":")
        if not port.isdigit() or int(port) > 65535:
            raise ListenError(f"{text!r} is no HOST:PORT")
        return cls(host.strip("[]") or "127.0.0.1", int(port))

    def listen(self) -> socket.socket:
        """Return a listening socket. Raises ``ListenError``."""
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        try:
            return socket.create_server((self.host, self.port), family=family, backlog=BACKLOG)
        except OSError as error:
            raise ListenError(f"cannot listen on {self.host}:{self.port}: {error.strerror}") from error


@dataclass(frozen=True, slots=True)
class Listening:
    """The three addresses to listen on."""

    http: Address = Address()
    tls: Address = Address()
    control: Address = Address()


class _Server(uvicorn.Server):
    """One of several servers on a loop: whoever runs the loop looks after signals."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield


def _config(app: ASGIApp, account: Account | None = None) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=EndableProtocol,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE_S,
        ssl_context_factory=(lambda *_: account.authority.server_context()) if account else None,
    )


def _url(scheme: str, listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"


async def serve(
    account: Account, listening: Listening, stop: asyncio.Event, on_ready: Callable[[dict[str, str]], None]
) -> None:
    """Serve ``account`` until ``stop`` is set. ``on_ready`` gets the addresses ``http``, ``https``, ``control``.

    Raises ``ListenError``.
    """
    if listening.control.host not in LOOPBACK:
        raise ListenError("the control plane listens on a loopback address only")
    anyio.to_thread.current_default_thread_limiter().total_tokens = THREADS
    surface = FaultyWire(surface_app(account), account.faults)
    with contextlib.ExitStack() as opened:
        sockets = [
            opened.enter_context(address.listen())
            for address in (listening.http, listening.tls, listening.control)
        ]
        schemes = (("http", "http"), ("https", "https"), ("control", "http"))
        addresses = {
            name: _url(scheme, listener) for (name, scheme), listener in zip(schemes, sockets, strict=True)
        }
        account.addresses.update(addresses)
        servers = [
            _Server(_config(surface)),
            _Server(_config(surface, account)),
            _Server(_config(control_app(account))),
        ]
        running = [
            asyncio.create_task(server.serve(sockets=[listener]))
            for server, listener in zip(servers, sockets, strict=True)
        ]
        try:
            while not all(server.started for server in servers):
                await asyncio.sleep(0.001)
                _raise_early_end(running)
            on_ready(addresses)
            await stop.wait()
        finally:
            for server in servers:
                server.should_exit = True
            await asyncio.gather(*running)


def _raise_early_end(running: list[asyncio.Task[None]]) -> None:
    """Raise what ended a server before it had started."""
    for task in running:
        if task.done():
            task.result()
            raise ListenError("a server ended before it had started")
