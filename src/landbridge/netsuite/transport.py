"""The only way to the network.

One pool of kept-alive TLS connections, no redirects, no proxies, no cookies; host names are NetSuite's or refused.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from types import TracebackType
from urllib.parse import urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from landbridge.netsuite.errors import (
    ConnectionNotMade,
    Context,
    FixSetup,
    NetSuiteError,
    ReplyTooLarge,
    Retry,
)
from landbridge.netsuite.options import ClientOptions, split_address

_DOMAIN = ".netsuite.com"
_CHUNK = 64 * 1024
_KEEP_IDLE_S = 15.0


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """One attempt, signed. ``timeout_s`` bounds the whole exchange."""

    method: str
    url: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes | None = field(repr=False)
    timeout_s: float
    context: Context


class HttpReply:
    """An answer whose head has arrived; the body is read in bounded chunks."""

    def __init__(self, response: aiohttp.ClientResponse, limit: int, context: Context) -> None:
        self.status = response.status
        self.content_type = response.content_type
        self.retry_after_s = _seconds(response.headers.get("Retry-After", ""))
        self._response = response
        self._limit = limit
        self._context = context

    async def chunks(self) -> AsyncIterator[bytes]:
        """Yield the unpacked body; ``ReplyTooLarge`` as soon as it passes the limit, whatever its packed size."""
        seen = 0
        async for chunk in self._response.content.iter_chunked(_CHUNK):
            seen += len(chunk)
            if seen > self._limit:
                self._response.close()
                raise ReplyTooLarge(f"The answer is larger than {self._limit} bytes.", context=self._context)
            yield chunk

    async def read(self) -> bytes:
        """The whole unpacked body."""
        return b"".join([chunk async for chunk in self.chunks()])


class Transport:
    """Sends requests to NetSuite's hosts. Open it with ``async with``."""

    def __init__(self, options: ClientOptions) -> None:
        self._options = options
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Transport:
        """Load the certificate authorities and open the pool; ``FixSetup`` for a CA file that cannot be read."""
        connector = aiohttp.TCPConnector(
            ssl=_tls(self._options),
            resolver=None if self._options.connect_to is None else _OneAddress(self._options.connect_to),
            use_dns_cache=self._options.connect_to is None,
            limit=0,
            keepalive_timeout=_KEEP_IDLE_S,
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": "landbridge"},
        )
        # aiohttp would send GET, PUT and DELETE a second time by itself when a kept connection breaks: with the same nonce,
        # which NetSuite refuses, and a PUT or DELETE might be carried out twice. There is no public switch.
        self._session._retry_connection = False  # noqa: SLF001 - as above; test_transport.py proves it
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close all connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    @asynccontextmanager
    async def send(self, request: HttpRequest) -> AsyncIterator[HttpReply]:
        """Send one attempt.

        Trouble of the network becomes ``ConnectionNotMade`` (nothing was sent), ``Retry`` (something was), or ``FixSetup``
        (the certificate is not trusted, the host name unknown); it is translated while the body is read, too.
        """
        assert self._session is not None, "the transport is not open"
        _require_netsuite(request.url)
        timeout = aiohttp.ClientTimeout(total=request.timeout_s, sock_connect=self._options.timeouts.connect)
        try:
            async with self._session.request(
                request.method,
                URL(request.url, encoded=True),
                data=request.body,
                headers=request.headers,
                timeout=timeout,
                allow_redirects=False,
            ) as response:
                yield HttpReply(response, self._options.max_reply_bytes, request.context)
        except (aiohttp.ClientError, TimeoutError, asyncio.IncompleteReadError) as error:
            raise _translate(error, request.context) from error


class _OneAddress(AbstractResolver):
    """Answers one address for every name."""

    def __init__(self, address: str) -> None:
        self._host, self._port = split_address(address)

    async def resolve(
        self,
        host: str,
        port: int = 0,  # noqa: ARG002 - aiohttp's signature; the address has its own port
        family: socket.AddressFamily = socket.AF_INET,  # noqa: ARG002 - as above; the address decides
    ) -> list[ResolveResult]:
        """Answer the one address, with its own port."""
        found = await asyncio.get_running_loop().getaddrinfo(
            self._host, self._port, type=socket.SOCK_STREAM, family=socket.AF_UNSPEC
        )
        return [
            ResolveResult(
                hostname=host, host=str(where[0]), port=self._port, family=kind, proto=protocol, flags=0
            )
            for kind, _type, protocol, _name, where in found
        ]

    async def close(self) -> None:
        """Nothing to close."""


def _tls(options: ClientOptions) -> ssl.SSLContext:
    try:
        context = ssl.create_default_context(cafile=options.ca_file)
    except (OSError, ssl.SSLError) as error:
        raise FixSetup(
            f"The file of certificate authorities cannot be used: {error}", code="CA_FILE"
        ) from error
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _require_netsuite(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme != "https" or not (parts.hostname or "").endswith(_DOMAIN):
        raise ValueError("requests go to NetSuite's hosts over https only")


def _translate(error: Exception, context: Context) -> NetSuiteError:
    if isinstance(error, aiohttp.ClientConnectorCertificateError | aiohttp.ClientConnectorSSLError):
        return FixSetup(
            f"The TLS certificate of {error.host} is not trusted.", code="TLS_CERTIFICATE", context=context
        )
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return ConnectionNotMade(f"The host {error.host} is unknown.", code="DNS", context=context)
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        return ConnectionNotMade("No connection to NetSuite came about.", code="CONNECT", context=context)
    if isinstance(error, TimeoutError):
        return Retry("NetSuite did not answer in time.", code="TIMEOUT", context=context)
    return Retry(
        "The connection broke before the whole answer was here.", code="CONNECTION_LOST", context=context
    )


def _seconds(header: str) -> float:
    """Read ``Retry-After`` in seconds, at most an hour; dates and nonsense count as nothing said."""
    return min(float(header), 3600.0) if header.isdecimal() else 0.0
