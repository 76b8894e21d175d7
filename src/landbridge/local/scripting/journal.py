"""The script execution log: the newest entries, in memory."""

from __future__ import annotations

import threading
from collections import deque
from itertools import islice

from landbridge.local.scripting.model import LOG_LEVELS, LogEntry

KEPT = 5000


class Journal:
    """Execution log of all scripts. Thread-safe."""

    def __init__(self) -> None:
        self._entries: deque[LogEntry] = deque(maxlen=KEPT)
        self._lock = threading.Lock()

    def write(self, entry: LogEntry, keep_from: str = "DEBUG") -> None:
        """Keep `entry` unless its level is below the deployment's log level `keep_from`."""
        if entry.level in LOG_LEVELS and LOG_LEVELS.index(entry.level) < LOG_LEVELS.index(keep_from):
            return
        with self._lock:
            self._entries.appendleft(entry)

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._entries.clear()

    def newest(self, limit: int = 100) -> list[LogEntry]:
        """Return up to `limit` entries, newest first."""
        with self._lock:
            return list(islice(self._entries, limit))
