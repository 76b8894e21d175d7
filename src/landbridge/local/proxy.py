"""``landbridge local proxy``: a CONNECT proxy that leads NetSuite's host names to local accounts, and nowhere else.

Clients keep NetSuite's URLs, host names and TLS; all they are told is a proxy and a certificate authority.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import signal
import socket
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field

from landbridge.local.addresses import Address, ListenError, url_of
from landbridge.local.hosts import DOMAIN, netsuite_host

LONGEST_HEAD = 16 * 1024
HEAD_WITHIN_S = 10.0
CHUNK = 64 * 1024
TLS_PORT = 443
_CONNECT = re.compile(rb"CONNECT ([^\s:]+|\[[^\s\]]+\]):(\d{1,5}) HTTP/1\.[01]")


class Refusal(Exception):  # noqa: N818 - named for what happened, as everywhere in the project
    """A request that the proxy does not carry out; ``status`` is the HTTP status."""

    def __init__(self, status: str, text: str) -> None:
        super().__init__(text)
        self.status = status


@dataclass(frozen=True, slots=True)
class Targets:
    """Where the accounts answer over TLS: ``any_account``, or each by its id as it stands in host names."""

    any_account: Address | None = None
    by_account: dict[str, Address] = field(default_factory=dict)

    @classmethod
    def parse(cls, given: Sequence[str]) -> Targets:
        """Read ``HOST:PORT`` once, or ``ACCOUNT=HOST:PORT`` several times. Raises ``ListenError``."""
        by_account: dict[str, Address] = {}
        anywhere: Address | None = None
        for text in given:
            account, separator, address = text.rpartition("=")
            if separator:
                by_account[account.lower().replace("_", "-")] = Address.parse(address)
            elif anywhere is None:
                anywhere = Address.parse(text)
            else:
                raise ListenError(
                    "name the account of each address when there are several: ACCOUNT=HOST:PORT"
                )
        if anywhere is None and not by_account:
            raise ListenError("the proxy needs the TLS address of an account")
        return cls(anywhere, by_account)

    def address_of(self, name: str, port: int) -> Address:
        """Return where a host leads. Raises ``Refusal`` for one that is not NetSuite's or whose account is not here."""
        host = netsuite_host(name.lower().removesuffix("."))
        if host is None:
            raise Refusal(
                "403 Forbidden",
                f"{name} is no host of an account at {DOMAIN[1:]}; this proxy leads nowhere else",
            )
        if port != TLS_PORT:
            raise Refusal("403 Forbidden", f"NetSuite answers at port {TLS_PORT}, not at {port}")
        found = self.by_account.get(host.account_host) or self.any_account
        if found is None and not host.account_host and len(self.by_account) == 1:
            found = next(iter(self.by_account.values()))
        if found is None:
            whose = host.account_host or "a host that all accounts share"
            raise Refusal(
                "403 Forbidden", f"{name}: this proxy leads to {', '.join(self.by_account)}, not to {whose}"
            )
        return found


class Proxy:
    """Tunnels of one listening socket. ``close`` ends them all."""

    def __init__(self, targets: Targets) -> None:
        self._targets = targets
        self._tunnels: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def start(self, listener: socket.socket) -> None:
        """Begin to answer."""
        self._server = await asyncio.start_server(self._meet, sock=listener, limit=LONGEST_HEAD)

    async def close(self) -> None:
        """End every tunnel and stop listening."""
        if self._server is not None:
            self._server.close()
        for tunnel in self._tunnels:
            tunnel.cancel()
        await asyncio.gather(*self._tunnels, return_exceptions=True)

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tunnels.add(task)
        try:
            await self._answer(reader, writer)
        except (OSError, asyncio.CancelledError):
            pass  # a client that went away, or the end of the proxy: nobody is left to be told
        finally:
            self._tunnels.discard(task)
            writer.transport.abort()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            name, port = _asked(await _head(reader))
            far_reader, far_writer = await _connect(self._targets.address_of(name, port))
        except Refusal as refusal:
            body = f"{refusal}\n".encode()
            head = f"HTTP/1.1 {refusal.status}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
            writer.write(head.encode() + body)
            await _finish(writer)
            return
        try:
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            await asyncio.gather(_pump(reader, far_writer), _pump(far_reader, writer))
        finally:
            far_writer.transport.abort()


async def _head(reader: asyncio.StreamReader) -> bytes:
    try:
        async with asyncio.timeout(HEAD_WITHIN_S):
            return await reader.readuntil(b"\r\n\r\n")
    except TimeoutError:
        raise Refusal("408 Request Timeout", "no request came") from None
    except asyncio.LimitOverrunError:
        raise Refusal("431 Request Header Fields Too Large", "the head of the request is too large") from None
    except asyncio.IncompleteReadError as error:
        raise ConnectionResetError from error


def _asked(head: bytes) -> tuple[str, int]:
    found = _CONNECT.fullmatch(head.split(b"\r\n", 1)[0])
    if found is None:
        raise Refusal("403 Forbidden", "this proxy answers CONNECT only: NetSuite is reached over TLS")
    return found[1].decode("latin-1").strip("[]"), int(found[2])


async def _connect(address: Address) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    try:
        return await asyncio.open_connection(address.host, address.port)
    except OSError as error:
        raise Refusal(
            "502 Bad Gateway", f"no local account answers at {address.host}:{address.port}: {error.strerror}"
        ) from error


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Carry bytes one way until that way ends; the other way goes on."""
    while data := await reader.read(CHUNK):
        writer.write(data)
        await writer.drain()
    if writer.can_write_eof():
        writer.write_eof()


async def _finish(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()


def run(listen: str, targets: Targets) -> None:
    """Serve until SIGINT or SIGTERM; say ``ready http://HOST:PORT`` when it serves. Raises ``ListenError``."""
    with Address.parse(listen).listen() as listener:
        asyncio.run(_until_signal(listener, targets))


async def _until_signal(listener: socket.socket, targets: Targets) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    proxy = Proxy(targets)
    await proxy.start(listener)
    sys.stdout.write(f"ready {url_of('http', listener)}\n")
    sys.stdout.flush()
    await stop.wait()
    await proxy.close()
