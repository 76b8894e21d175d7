"""Waiting for what another process does, and tells nobody: looking again until a bound is reached."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from time import monotonic
from typing import TypeVar

T = TypeVar("T")
PAUSE_S = 0.05


def eventually(look: Callable[[], T], seconds: float = 30, what: str = "it") -> T:
    """Call ``look`` until it returns something true, and return that; fail after ``seconds`` saying what was seen last."""
    deadline = monotonic() + seconds
    while not (seen := look()):
        assert monotonic() < deadline, f"{what} did not happen within {seconds:g} s; last seen: {seen!r}"
        Event().wait(PAUSE_S)
    return seen
