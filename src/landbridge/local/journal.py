"""Counting requests, for the control plane's statistics."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Statistics:
    """Requests by kind (``soap.search``, ``restlet``), the most that ran at once, how many governance refused."""

    requests: dict[str, int]
    most_in_flight: int
    refused: int


class Journal:
    """Counters since the start or the last reset. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._requests: Counter[str] = Counter()
        self._most = 0
        self._refused = 0

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

    def statistics(self) -> Statistics:
        """Return the counters."""
        with self._lock:
            return Statistics(dict(self._requests), self._most, self._refused)

    def reset(self) -> None:
        """Begin anew."""
        with self._lock:
            self._requests.clear()
            self._most = 0
            self._refused = 0
