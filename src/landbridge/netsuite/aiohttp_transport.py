"""The transport that is used where none is given: one pool of kept-alive TLS connections on aiohttp."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import TracebackType

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from landbridge.netsuite.errors import ConnectionNotMade, Context, FixSetup, NetSuiteError, Retry
from landbridge.netsuite.options import ClientOptions, split_address
from landbridge.netsuite.proxies import Proxy
from landbridge.netsuite.transport import HttpReply, HttpRequest
from landbridge.netsuite.unpacking import ACCEPTED

_CHUNK = 64 * 1024
_KEEP_IDLE_S = 15.0


class AiohttpTransport:
    """Sends requests; no redirects, no cookies, no proxy but the one in the options."""

    def __init__(self, options: ClientOptions) -> None:
        self._options = options
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> AiohttpTransport:
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
            headers={"User-Agent": "landbridge", "Accept-Encoding": ACCEPTED},
            auto_decompress=False,  # the size of what is unpacked is bounded for every transport in one place
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
        """Send one attempt; trouble of the network is translated while the body is read, too."""
        assert self._session is not None, "the transport is not open"
        proxy = self._options.proxy
        timeout = aiohttp.ClientTimeout(total=request.timeout_s, sock_connect=self._options.timeouts.connect)
        try:
            async with self._session.request(
                request.method,
                URL(request.url, encoded=True),
                data=request.body,
                headers=request.headers,
                timeout=timeout,
                allow_redirects=False,
                proxy=proxy.url if proxy else None,
                proxy_headers=_proxy_headers(proxy),
            ) as response:
                yield HttpReply(response.status, response.headers, response.content.iter_chunked(_CHUNK))
        except (aiohttp.ClientError, TimeoutError, asyncio.IncompleteReadError) as error:
            raise _translate(error, request.context) from _without_headers(error)


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


def _proxy_headers(proxy: Proxy | None) -> dict[str, str]:
    if proxy is None or not proxy.user:
        return {}
    return {"Proxy-Authorization": aiohttp.encode_basic_auth(proxy.user, proxy.password)}


def _without_headers(error: Exception) -> Exception:
    """Take the request's headers out of the error: they sign in, to NetSuite or to the proxy, and its ``repr`` shows them."""
    if isinstance(error, aiohttp.ClientResponseError):
        asked = error.request_info
        nothing = CIMultiDictProxy(CIMultiDict[str]())
        error.request_info = aiohttp.RequestInfo(asked.url, asked.method, nothing, asked.real_url)
        error.args = (error.request_info, error.history)
    return error


def _translate(error: Exception, context: Context) -> NetSuiteError:
    if isinstance(error, aiohttp.ClientConnectorCertificateError | aiohttp.ClientConnectorSSLError):
        return FixSetup(
            f"The TLS certificate of {error.host} is not trusted.", code="TLS_CERTIFICATE", context=context
        )
    if isinstance(error, aiohttp.ClientHttpProxyError):
        return _of_proxy(error.status, context)
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        return _not_connected(error, context)
    code, message = "CONNECTION_LOST", "The connection broke before the answer was here."
    if isinstance(error, TimeoutError):
        code, message = "TIMEOUT", "NetSuite did not answer in time."
    elif isinstance(error, aiohttp.ClientPayloadError):
        code, message = "TRUNCATED_REPLY", "The answer was cut off."
    return Retry(message, code=code, context=context)


def _not_connected(error: Exception, context: Context) -> ConnectionNotMade:
    code, message = "CONNECT", "No connection to NetSuite came about."
    if isinstance(error, aiohttp.ClientProxyConnectionError):
        code, message = "PROXY", "The proxy cannot be reached."
    elif isinstance(error, aiohttp.ClientConnectorDNSError):
        code, message = "DNS", f"The host {error.host} is unknown."
    return ConnectionNotMade(message, code=code, context=context)


def _of_proxy(status: int, context: Context) -> NetSuiteError:
    if status == 407:
        return FixSetup("The proxy wants a user name and a password.", code="PROXY_SIGN_IN", context=context)
    if status >= 500:
        return ConnectionNotMade(f"The proxy answered HTTP {status}.", code="PROXY", context=context)
    return FixSetup(
        f"The proxy leads nobody to this host (HTTP {status}).", code="PROXY_REFUSED", context=context
    )
