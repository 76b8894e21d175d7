"""Holding requests back until a test lets them go: what a slow NetSuite looks like from outside."""

from __future__ import annotations

import threading
from dataclasses import dataclass

LONGEST_S = 120.0
"""A held request is let go after this long at the latest, whatever the test does."""


@dataclass(frozen=True, slots=True)
class HoldState:
    """Requests that are held now, by kind, and the kinds whose next requests will be."""

    held: dict[str, int]
    next: dict[str, int]


class Holds:
    """The next ``times`` requests of a kind (``soap.search``) wait until :meth:`release`. Thread-safe."""

    def __init__(self, longest_s: float = LONGEST_S) -> None:
        self._changed = threading.Condition()
        self._longest_s = longest_s
        self._next: dict[str, int] = {}
        self._held: dict[str, int] = {}
        self._round = 0

    def hold(self, kind: str, times: int) -> None:
        """Hold back the next ``times`` requests of ``kind``."""
        with self._changed:
            self._next[kind] = times

    def release(self) -> None:
        """Let every held request go, and hold back no more."""
        with self._changed:
            self._next.clear()
            self._round += 1
            self._changed.notify_all()

    def wait(self, kind: str) -> None:
        """Called for each request: returns at once, or when it is let go."""
        with self._changed:
            if not self._next.get(kind):
                return
            self._next[kind] -= 1
            mine = self._round
            self._held[kind] = self._held.get(kind, 0) + 1
            try:
                self._changed.wait_for(lambda: self._round != mine, self._longest_s)
            finally:
                self._held[kind] -= 1

    def state(self) -> HoldState:
        """Return what is held and what will be."""
        with self._changed:
            return HoldState(
                {kind: count for kind, count in self._held.items() if count},
                {kind: count for kind, count in self._next.items() if count},
            )
