"""What was asked of the account: counters, and the last requests one by one, for the control plane."""

from __future__ import annotations

import threading
from collections import Counter, deque
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime

KEPT = 2000
"""Requests that the journal remembers."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """Requests by kind (``soap.search``, ``restlet``), the most that ran at once, how many governance refused.

    ``connections`` counts the TCP connections that clients made, over HTTP and TLS.
    """

    requests: dict[str, int]
    most_in_flight: int
    refused: int
    connections: int


@dataclass(slots=True)
class Entry:
    """One request: what was asked, by whom, what came of it. ``user_id`` is empty where nobody was verified.

    Neither query nor headers nor body are kept: they may hold secrets. ``status`` is 0 for a request that got no answer.
    """

    at: datetime
    kind: str
    method: str
    host: str
    path: str
    user_id: str = ""
    role_id: str = ""
    status: int = 0
    milliseconds: float = field(default=0.0)


_asked: ContextVar[Entry | None] = ContextVar("asked", default=None)
"""The request that this task, or a thread it started, answers."""


def begin(entry: Entry) -> None:
    """Say that the rest of this task answers a request."""
    _asked.set(entry)


def asked_by(user_id: str, role_id: str) -> None:
    """Note who asked, once that is verified."""
    entry = _asked.get()
    if entry is not None:
        entry.user_id, entry.role_id = user_id, role_id


class Journal:
    """Counters and entries since the start or the last reset. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._requests: Counter[str] = Counter()
        self._most = 0
        self._refused = 0
        self._connections = 0
        self._entries: deque[Entry] = deque(maxlen=KEPT)

    def add(self, kind: str) -> None:
        """Count one request of a kind."""
        with self._lock:
            self._requests[kind] += 1

    def in_flight(self, now: int) -> None:
        """Take note of how many run now."""
        with self._lock:
            self._most = max(self._most, now)

    def refused(self) -> None:
        """Count one request that found the pool full."""
        with self._lock:
            self._refused += 1

    def connected(self) -> None:
        """Count one connection."""
        with self._lock:
            self._connections += 1

    def enter(self, entry: Entry) -> None:
        """Keep one request."""
        with self._lock:
            self._entries.append(entry)

    def entries(self, limit: int) -> list[Entry]:
        """Return the last requests, oldest first."""
        with self._lock:
            return list(self._entries)[-limit:]

    def statistics(self) -> Statistics:
        """Return the counters."""
        with self._lock:
            return Statistics(dict(self._requests), self._most, self._refused, self._connections)

    def reset(self) -> None:
        """Begin anew."""
        with self._lock:
            self._requests.clear()
            self._entries.clear()
            self._most = 0
            self._refused = 0
            self._connections = 0
