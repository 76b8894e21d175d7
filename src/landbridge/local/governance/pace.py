"""Work that takes longer than it does here: a request of a busy account holds its place for so long."""

from __future__ import annotations

from contextvars import ContextVar

_longer_s: ContextVar[float] = ContextVar("longer_s", default=0.0)


def work_takes(longer_s: float) -> None:
    """Let the request that this task answers hold its place for so many seconds more."""
    _longer_s.set(longer_s)


def longer_s() -> float:
    """Return how many seconds more the request takes."""
    return _longer_s.get()
