"""The last saves: when each was committed and when its scripts had ended."""

from __future__ import annotations

import threading
from collections import deque

from landbridge.local.records.model import Saved

KEPT = 10_000


class Timeline:
    """The last ``KEPT`` saves, oldest first, in memory. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._saves: deque[Saved] = deque(maxlen=KEPT)

    def add(self, saved: Saved) -> None:
        """Keep one more."""
        with self._lock:
            self._saves.append(saved)

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._saves.clear()

    def rows(self) -> list[Saved]:
        """Return what is kept, oldest first."""
        with self._lock:
            return list(self._saves)
