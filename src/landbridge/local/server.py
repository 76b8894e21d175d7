"""Serving an account: HTTP, TLS and the control plane in one process, on one event loop."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import anyio.to_thread
import uvicorn
from starlette.types import ASGIApp

from landbridge.local.account import Account
from landbridge.local.addresses import LOOPBACK, Address, ListenError, url_of
from landbridge.local.control.routes import control_app
from landbridge.local.faults.middleware import FaultyWire
from landbridge.local.faults.protocol import EndableProtocol, protocol_that_asks
from landbridge.local.hostrouting import HostRouting
from landbridge.local.hosts import is_address
from landbridge.local.onestate import OneState
from landbridge.local.surface import surface_app
from landbridge.local.witness import Witness

THREADS = 200
"""Worker threads: a save waits in one while its afterSubmit script waits for somebody else's answer."""

GRACE_S = 3

ANYWHERE = Address()
"""A free port of loopback: nothing listens elsewhere unless it is told to."""


@dataclass(frozen=True, slots=True)
class Listening:
    """The three addresses to listen on."""

    http: Address = ANYWHERE
    tls: Address = ANYWHERE
    control: Address = ANYWHERE


class _Server(uvicorn.Server):
    """One of several servers on a loop: whoever runs the loop looks after signals."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield


def _config(
    app: ASGIApp,
    protocol: type[EndableProtocol],
    tls: Callable[[], ssl.SSLContext] | None = None,
    *,
    dated: bool = False,
) -> uvicorn.Config:
    """``dated``: the application dates its answers itself."""
    return uvicorn.Config(
        app,
        http=protocol,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=not dated,
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE_S,
        ssl_context_factory=(lambda *_: tls()) if tls else None,
    )


def _surface(account: Account, own_names: list[str]) -> ASGIApp:
    """Return what the account answers, with routing by host, trouble on the wire, and the journal around it."""
    routed = HostRouting(surface_app(account), account.settings, own_names)
    bound = OneState(routed, account.database)
    return Witness(FaultyWire(bound, account.faults), account.journal, account.clock)


def _protocol(account: Account) -> type[EndableProtocol]:
    def welcomes() -> bool:
        account.journal.connected()
        return not account.faults.refuses_connection()

    return protocol_that_asks(welcomes)


async def serve(
    account: Account, listening: Listening, stop: asyncio.Event, on_ready: Callable[[dict[str, str]], None]
) -> None:
    """Serve ``account`` until ``stop`` is set. ``on_ready`` gets the addresses ``http``, ``https``, ``control``.

    Raises ``ListenError``.
    """
    if listening.control.host not in LOOPBACK:
        raise ListenError("the control plane listens on a loopback address only")
    anyio.to_thread.current_default_thread_limiter().total_tokens = THREADS
    hosts = [listening.http.host, listening.tls.host]
    surface = _surface(account, [host for host in hosts if not is_address(host)])
    protocol = _protocol(account)
    with contextlib.ExitStack() as opened:
        sockets = [
            opened.enter_context(address.listen())
            for address in (listening.http, listening.tls, listening.control)
        ]
        schemes = (("http", "http"), ("https", "https"), ("control", "http"))
        addresses = {
            name: url_of(scheme, listener) for (name, scheme), listener in zip(schemes, sockets, strict=True)
        }
        account.addresses.update(addresses)
        servers = [
            _Server(_config(surface, protocol, dated=True)),
            _Server(_config(surface, protocol, lambda: account.authority.server_context(hosts), dated=True)),
            _Server(_config(control_app(account), EndableProtocol)),
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
