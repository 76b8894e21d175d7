"""Calls of scripts to the outside: TLS only, 5 s to connect, a limit for the whole transfer, no redirects followed.

Trusted are the machine's root certificates and the account's own authority, and nothing else (documented: the host's
certificate must be publicly valid; the account's own authority stands in for that).
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from landbridge.local.scripting.errors import ScriptError

CONNECT_SECONDS = 5.0
"""Documented (N/https: time-outs)."""

LARGEST_ANSWER = 10 * 1024 * 1024
"""Longest string of a script, 10 MB (documented for RESTlets)."""


@dataclass(frozen=True, slots=True)
class OutgoingRequest:
    """One request. `headers` may hold credentials and are kept out of the repr, like the body."""

    method: str
    url: str
    headers: dict[str, str] = field(repr=False)
    body: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class OutgoingAnswer:
    """Status, headers by their names as sent, and the body as text."""

    status: int
    headers: dict[str, str]
    body: str


class _TimedOut(Exception):  # noqa: N818 - named for what happened, as everywhere in the project
    """The transfer's time was over."""


class Outgoing:
    """Sends what scripts ask for. `transfer_seconds` is 45 in NetSuite and cannot be set there."""

    def __init__(self, tls_context: Callable[[], ssl.SSLContext], transfer_seconds: float) -> None:
        self._tls_context = tls_context
        self.transfer_seconds = transfer_seconds
        self._context: ssl.SSLContext | None = None
        self._lock = threading.Lock()

    def send(self, request: OutgoingRequest) -> OutgoingAnswer:
        """Send one request and wait for the whole answer.

        Raises :class:`ScriptError`: SSS_INVALID_URL, SSS_UNKNOWN_HOST, SSS_INVALID_HOST_CERT, SSS_REQUEST_TIME_EXCEEDED,
        SSS_CONNECTION_CLOSED.
        """
        host, port, target = _address(request.url)
        try:
            connection = self._connected(host, port)
            return self._transfer(connection, request, target)
        except (TimeoutError, _TimedOut):
            raise ScriptError(
                "SSS_REQUEST_TIME_EXCEEDED",
                "The host you requested is unavailable or did not answer within the allowed time.",
            ) from None
        except ssl.SSLCertVerificationError:
            raise ScriptError(
                "SSS_INVALID_HOST_CERT",
                "An untrusted, unsupported, or invalid certificate was found for this host.",
            ) from None
        except http.client.InvalidURL:
            raise _invalid() from None
        except socket.gaierror:
            raise _unknown(host) from None
        except (OSError, http.client.HTTPException, ValueError):
            raise ScriptError(
                "SSS_CONNECTION_CLOSED", f"The connection to {host} was closed or refused."
            ) from None

    def prepare(self) -> ssl.SSLContext:
        """Load the trusted certificates, once, and return the TLS context."""
        with self._lock:
            if self._context is None:
                self._context = self._tls_context()
            return self._context

    def _connected(self, host: str, port: int) -> http.client.HTTPSConnection:
        context = self.prepare()
        connection = http.client.HTTPSConnection(host, port, timeout=CONNECT_SECONDS, context=context)
        connection.connect()
        return connection

    def _transfer(
        self, connection: http.client.HTTPSConnection, request: OutgoingRequest, target: str
    ) -> OutgoingAnswer:
        assert connection.sock is not None
        over = threading.Event()
        wire = connection.sock

        def end() -> None:
            over.set()
            # A time-out of the socket would begin anew with each byte that trickles in.
            wire.shutdown(socket.SHUT_RDWR)

        wire.settimeout(self.transfer_seconds)
        timer = threading.Timer(self.transfer_seconds, end)
        timer.daemon = True
        timer.start()
        try:
            connection.request(request.method, target, body=request.body, headers=request.headers)
            response = connection.getresponse()
            content = response.read(LARGEST_ANSWER)
        except (OSError, http.client.HTTPException):
            if over.is_set():
                raise _TimedOut from None
            raise
        finally:
            timer.cancel()
            connection.close()
        if over.is_set():
            raise _TimedOut
        charset = response.headers.get_content_charset("utf-8")
        return OutgoingAnswer(response.status, dict(response.getheaders()), _text(content, charset))


def _address(url: str) -> tuple[str, int, str]:
    """Return host, port and what is asked for there. Raises :class:`ScriptError` SSS_INVALID_URL or SSS_UNKNOWN_HOST."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or 443
    except ValueError:
        raise _invalid() from None
    if not host or " " in host or not host.isprintable():
        raise _invalid()
    try:
        host.encode("idna")
    except UnicodeError:  # no name can be like this
        raise _unknown(host) from None
    return host, port, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _invalid() -> ScriptError:
    return ScriptError("SSS_INVALID_URL", "Invalid URL.")


def _unknown(host: str) -> ScriptError:
    return ScriptError("SSS_UNKNOWN_HOST", f"The host {host} cannot be found.")


def _text(content: bytes, charset: str) -> str:
    try:
        return content.decode(charset, "replace")
    except LookupError:
        return content.decode("utf-8", "replace")
