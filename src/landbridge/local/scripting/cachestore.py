"""N/cache: texts kept for a time, in memory, on the account's clock.

Limits: a value of 500 KB, a time to live of 300 seconds at least (both assumed from the fact sheet 6.5; one day is the longest).
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from landbridge.local.scripting.errors import ScriptError

SHORTEST_TTL = 300
LONGEST_TTL = 86_400
LARGEST_VALUE = 500 * 1024
LARGEST_KEY = 4096

Place = tuple[str, str, str]
"""Who shares the cache (script, bundle or everybody), its name, and the key."""


class CacheStore:
    """All caches of the account. Thread-safe."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._held: dict[Place, tuple[str, datetime]] = {}
        self._lock = threading.Lock()

    def get(self, place: Place) -> str | None:
        """Return the text kept under `place`, or `None` when there is none or its time is over."""
        with self._lock:
            held = self._held.get(place)
            if held is None:
                return None
            if held[1] <= self._now():
                del self._held[place]
                return None
            return held[0]

    def put(self, place: Place, value: str, ttl: float | None) -> None:
        """Keep `value`. Raises :class:`ScriptError` for a `ttl` (seconds) below 300 or a value above 500 KB."""
        seconds = LONGEST_TTL if ttl is None else ttl
        if seconds < SHORTEST_TTL:
            raise ScriptError("SSS_INVALID_CACHE_TTL", "The ttl of a cached value is 300 seconds at least.")
        if (
            len(value.encode("utf-8", "replace")) > LARGEST_VALUE
            or len(place[2].encode("utf-8", "replace")) > LARGEST_KEY
        ):
            raise ScriptError(
                "SSS_CACHE_VALUE_TOO_LARGE", "A cached value holds 500 KB at most, its key 4 KB."
            )
        with self._lock:
            self._held[place] = (value, self._now() + timedelta(seconds=min(seconds, LONGEST_TTL)))

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._held.clear()

    def remove(self, place: Place) -> None:
        """Forget what is kept under `place`."""
        with self._lock:
            self._held.pop(place, None)
