"""Serving accounts: HTTP, TLS and the control plane of each in one process, on one event loop."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import anyio.to_thread
import uvicorn
from starlette.types import ASGIApp

from landbridge.local.account import Account
from landbridge.local.accounts.front import SharedAddress
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
    """The three addresses of one account."""

    http: Address = ANYWHERE
    tls: Address = ANYWHERE
    control: Address = ANYWHERE


@dataclass(frozen=True, slots=True)
class Shared:
    """The two addresses that lead to every account of several by its host names."""

    http: Address = ANYWHERE
    tls: Address = ANYWHERE


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


def _surface(account: Account, listening: Listening) -> ASGIApp:
    """Return what the account answers, with routing by host, trouble on the wire, and the journal around it."""
    own_names = [host for host in (listening.http.host, listening.tls.host) if not is_address(host)]
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
    await serve_accounts([(account, listening)], None, stop, lambda _: on_ready(account.addresses))


async def serve_accounts(
    accounts: Sequence[tuple[Account, Listening]],
    shared: Shared | None,
    stop: asyncio.Event,
    on_ready: Callable[[dict[str, str]], None],
) -> None:
    """Serve accounts side by side until ``stop`` is set, each on addresses of its own and all on those that they share.

    ``on_ready`` gets the shared addresses ``http`` and ``https``, none without ``shared``. Raises ``ListenError``.
    """
    anyio.to_thread.current_default_thread_limiter().total_tokens = THREADS * len(accounts)
    surfaces = [(account, _surface(account, listening)) for account, listening in accounts]
    with contextlib.ExitStack() as opened:
        listeners: list[_Listener] = []
        for (account, surface), (_, listening) in zip(surfaces, accounts, strict=True):
            own = _of_account(account, surface, listening, opened)
            account.addresses.update(_urls(own))
            listeners += own
        together: list[_Listener] = []
        if shared is not None:
            bound = _both(SharedAddress(surfaces), EndableProtocol, accounts[0][0], shared)
            together = _listeners(bound, opened)
        await _until_stopped([*listeners, *together], stop, lambda: on_ready(_urls(together)))


@dataclass(frozen=True, slots=True)
class _Listener:
    """A server and what it listens on. ``name`` is what the address is called: ``http``, ``https``, ``control``."""

    name: str
    server: _Server
    socket: socket.socket


def _urls(listeners: Sequence[_Listener]) -> dict[str, str]:
    return {one.name: url_of("https" if one.name == "https" else "http", one.socket) for one in listeners}


def _of_account(
    account: Account, surface: ASGIApp, listening: Listening, opened: contextlib.ExitStack
) -> list[_Listener]:
    if listening.control.host not in LOOPBACK:
        raise ListenError("the control plane listens on a loopback address only")
    both = _both(surface, _protocol(account), account, listening)
    control = ("control", _config(control_app(account), EndableProtocol), listening.control)
    return _listeners([*both, control], opened)


_Bound = tuple[str, uvicorn.Config, Address]


def _both(
    surface: ASGIApp, protocol: type[EndableProtocol], account: Account, where: Listening | Shared
) -> list[_Bound]:
    """Return the servers of a surface over HTTP and TLS; the certificate is of the account's authority."""
    hosts = [where.http.host, where.tls.host]
    tls = _config(surface, protocol, lambda: account.authority.server_context(hosts), dated=True)
    return [("http", _config(surface, protocol, dated=True), where.http), ("https", tls, where.tls)]


def _listeners(bound: Sequence[_Bound], opened: contextlib.ExitStack) -> list[_Listener]:
    return [
        _Listener(name, _Server(config), opened.enter_context(address.listen()))
        for name, config, address in bound
    ]


async def _until_stopped(
    listeners: Sequence[_Listener], stop: asyncio.Event, on_ready: Callable[[], None]
) -> None:
    running = [asyncio.create_task(one.server.serve(sockets=[one.socket])) for one in listeners]
    try:
        while not all(one.server.started for one in listeners):
            await asyncio.sleep(0.001)
            _raise_early_end(running)
        on_ready()
        await stop.wait()
    finally:
        for one in listeners:
            one.server.should_exit = True
        await asyncio.gather(*running)


def _raise_early_end(running: list[asyncio.Task[None]]) -> None:
    """Raise what ended a server before it had started."""
    for task in running:
        if task.done():
            task.result()
            raise ListenError("a server ended before it had started")
