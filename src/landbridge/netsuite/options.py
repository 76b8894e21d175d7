"""How a client reaches its account."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from landbridge.netsuite.budget import Budget
from landbridge.netsuite.errors import Context
from landbridge.netsuite.hostnames import is_host
from landbridge.netsuite.protocols import Protocol
from landbridge.netsuite.proxies import Proxy
from landbridge.netsuite.retries import RetryPolicy
from landbridge.netsuite.signing import new_nonce
from landbridge.netsuite.transport import Transport

RequestKind = Literal["metadata", "read", "write"]
"""What a request does: by it the time-out is chosen."""


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds. NetSuite cuts an operation off after 15 minutes; a RESTlet after 5 (help book_156388532579, section_4640094112)."""

    connect: float = 10.0
    metadata: float = 30.0
    read: float = 300.0
    write: float = 300.0
    restlet: float = 310.0

    def of(self, kind: RequestKind) -> float:
        """The seconds of a SOAP or REST request."""
        return {"metadata": self.metadata, "read": self.read, "write": self.write}[kind]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Clock, sleep and randomness, passed in so that tests need neither time nor luck."""

    now: Callable[[], float] = time.time
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    random: Callable[[], float] = random.random
    nonce: Callable[[], str] = new_nonce


Observe = Callable[[Context], AbstractContextManager[object]]
"""Called for each attempt at a request, with where it goes; what it returns is entered before the request is sent and left when the
answer was read, with the classified error where there was one."""


def unobserved(_context: Context) -> AbstractContextManager[object]:
    """Observe nothing."""
    return nullcontext()


@dataclass(frozen=True, slots=True)
class ClientOptions:
    """Everything that has a good default.

    ``protocol`` is what ``changed``, ``matching`` and ``by_ids`` read by; every service of the client can be used beside it.
    ``connect_to`` (``"127.0.0.1:18443"``) sends every NetSuite host name to one address; TLS, ``Host`` and signatures keep
    the name. ``ca_file`` replaces the system's authorities by a PEM file. ``url`` is the connection's URL
    (``https://webservices.netsuite.com/services/NetSuitePort_2025_2``), whose version must be the client's: with a production URL the
    hosts of a production account are looked up, over ``protocol``. Without a URL the account-specific names are used, which is what
    NetSuite answers since endpoint 2019.1. ``proxy`` is gone through instead of connecting straight; not with ``connect_to``. ``budget=None`` is one request at a time over all clients of the account in this process. ``parallel_ranges`` bounds how many ranges of a large read are
    under way; the budget decides how many of them are in flight. ``max_reply_bytes`` counts unpacked bytes. ``observe`` sees each
    attempt at a request, for measuring. ``transport`` makes another transport than the one on aiohttp, from these options; host names,
    sizes and compression are checked around it all the same. ``time_zone`` is the zone (``Europe/Vienna``) in which queries show
    times, as the user's preferences in NetSuite have it; without it the client learns it from records.
    """

    protocol: Protocol = Protocol.SOAP
    connect_to: str | None = None
    ca_file: str | Path | None = None
    url: str | None = None
    proxy: Proxy | None = None
    budget: Budget | None = None
    page_size: int = 1000
    parallel_ranges: int = 4
    max_reply_bytes: int = 256 * 1024 * 1024
    timeouts: Timeouts = field(default_factory=Timeouts)
    retry: RetryPolicy = field(default_factory=RetryPolicy)
    surroundings: Surroundings = field(default_factory=Surroundings)
    observe: Observe = unobserved
    transport: Callable[[ClientOptions], Transport] | None = None
    time_zone: str | None = None

    def __post_init__(self) -> None:
        if not 5 <= self.page_size <= 1000:
            raise ValueError(f"page size {self.page_size} is outside 5 to 1000")
        if self.parallel_ranges < 1:
            raise ValueError("parallel_ranges is at least 1")
        if self.connect_to is not None:
            split_address(self.connect_to)
            if self.proxy is not None:
                raise ValueError("connect_to and proxy exclude one another")
        if self.time_zone is not None:
            _require_zone(self.time_zone)


def _require_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"{name[:80]!r} is no time zone of the IANA data base") from None


def split_address(address: str) -> tuple[str, int]:
    """Split ``host:port`` or ``[v6]:port``; ``ValueError`` otherwise."""
    host, separator, port = address.rpartition(":")
    if host.startswith("[") and host.endswith("]"):
        host = host[1:-1]
    if not separator or not is_host(host) or not _is_port(port):
        raise ValueError(f"not an address host:port: {address[:80]!r}")
    return host, int(port)


def _is_port(text: str) -> bool:
    return text.isdecimal() and len(text) <= 5 and 1 <= int(text) <= 65535
