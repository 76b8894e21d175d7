"""The way to the network: what a transport is, and what the library puts around every one.

A transport of one's own is an object with one verb and the two methods of ``async with``; hand its factory to ``ClientOptions.transport``.
"""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Protocol
from urllib.parse import urlsplit

from multidict import CIMultiDict

from landbridge.netsuite.errors import Context, ReplyTooLarge, Retry
from landbridge.netsuite.unpacking import unpacked

_DOMAIN = ".netsuite.com"
_LONGEST_WAIT_S = 3600.0


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """One attempt, signed. ``timeout_s`` bounds the whole exchange.

    ``context`` says where an error happened; a transport passes it to the errors that it raises.
    """

    method: str
    url: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes | None = field(repr=False)
    timeout_s: float
    context: Context


class HttpReply:
    """An answer whose head has arrived.

    ``headers`` are looked up in any case. A transport hands ``body`` over as it came, packed as ``Content-Encoding`` says, or unpacked
    and then without that header; in either case it need not bound it. ``arrived`` is the Unix time at which the library saw the head.
    """

    def __init__(
        self,
        status: int,
        headers: Mapping[str, str],
        body: AsyncIterable[bytes],
        arrived: float | None = None,
    ) -> None:
        self.status = status
        self.headers: Mapping[str, str] = CIMultiDict(headers)
        self._body = body
        self._arrived = arrived

    @property
    def content_type(self) -> str:
        """The media type in lower case without parameters; empty where none was said."""
        return self.headers.get("Content-Type", "").partition(";")[0].strip().lower()

    @property
    def retry_after_s(self) -> float:
        """``Retry-After`` in seconds, at most an hour; dates and nonsense count as nothing said."""
        said = self.headers.get("Retry-After", "").strip()
        return min(float(said), _LONGEST_WAIT_S) if said.isascii() and said.isdecimal() else 0.0

    @property
    def refuses_sign_in(self) -> bool:
        """Whether the answer names a way to sign in that NetSuite has; what stands in the way names none, or another."""
        return self.headers.get("WWW-Authenticate", "").lower().startswith(("oauth", "bearer"))

    @property
    def request_id(self) -> str:
        """NetSuite's own id of the request (``X-N-OperationId``, observed over REST and SOAP); empty where none came."""
        return self.headers.get("X-N-OperationId", "")[:100]

    @property
    def clock_ahead_s(self) -> float:
        """Seconds by which this computer's clock is ahead of the answer's ``Date``; 0 where that is unknown."""
        if self._arrived is None:
            return 0.0
        try:
            return self._arrived - parsedate_to_datetime(self.headers.get("Date", "")).timestamp()
        except (ValueError, OverflowError):
            return 0.0

    def place(self, context: Context) -> Context:
        """``context`` with what the head of the answer tells: request id and HTTP status."""
        return replace(context, request_id=self.request_id, http_status=self.status)

    async def chunks(self) -> AsyncIterator[bytes]:
        """Yield the body piece by piece, once."""
        async for chunk in self._body:
            yield chunk

    async def read(self) -> bytes:
        """The whole body."""
        return b"".join([chunk async for chunk in self.chunks()])


class Transport(Protocol):
    """Sends one attempt and answers what came. It neither repeats nor follows redirects nor keeps cookies."""

    async def __aenter__(self) -> object:
        """Get ready; nothing is sent yet."""
        ...

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> object:
        """Close all connections."""
        ...

    def send(self, request: HttpRequest) -> AbstractAsyncContextManager[HttpReply]:
        """Send ``request``; the body of the answer is read inside the block.

        Raises ``ConnectionNotMade`` where nothing was sent, ``Retry`` where something may have been, ``FixSetup`` where trying again is
        useless. Any other ``OSError`` (``TimeoutError`` among them) counts as something sent.
        """
        ...


class CheckedTransport:
    """Any transport, with what must hold for all: NetSuite's hosts only, over https, and unpacked answers within a bound."""

    def __init__(self, transport: Transport, max_reply_bytes: int, now: Callable[[], float]) -> None:
        self._transport = transport
        self._limit = max_reply_bytes
        self._now = now

    async def __aenter__(self) -> CheckedTransport:
        """Open the transport."""
        await self._transport.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the transport."""
        await self._transport.__aexit__(kind, error, trace)

    @asynccontextmanager
    async def send(self, request: HttpRequest) -> AsyncIterator[HttpReply]:
        """Send one attempt. ``ValueError`` for an address that is not NetSuite's, before anything is sent.

        Reading the body raises ``ReplyTooLarge`` as soon as it passes the bound, whatever its packed size, and ``MalformedReply`` (code
        BAD_COMPRESSION) where it cannot be unpacked.
        """
        _require_netsuite(request.url)
        try:
            async with self._transport.send(request) as reply:
                encoding = reply.headers.get("Content-Encoding", "")
                plain = unpacked(reply.chunks(), encoding, request.context)
                bounded = self._bounded(plain, request.context)
                yield HttpReply(reply.status, reply.headers, bounded, self._now())
        except TimeoutError as error:
            raise Retry(
                "NetSuite did not answer in time.", code="TIMEOUT", context=request.context
            ) from error
        except OSError as error:
            raise Retry("The connection broke.", code="CONNECTION_LOST", context=request.context) from error

    async def _bounded(self, chunks: AsyncIterable[bytes], context: Context) -> AsyncIterator[bytes]:
        seen = 0
        async for chunk in chunks:
            seen += len(chunk)
            if seen > self._limit:
                raise ReplyTooLarge(f"The answer is larger than {self._limit} bytes.", context=context)
            yield chunk


def _require_netsuite(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme != "https" or not (parts.hostname or "").endswith(_DOMAIN):
        raise ValueError("requests go to NetSuite's hosts over https only")
