"""Waiting for what another process does."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from time import monotonic
from typing import Any, TypeVar

from landbridge.demo.observer import Observer

T = TypeVar("T")
PAUSE_S = 0.05


def eventually(look: Callable[[], T], seconds: float = 30, what: str = "it") -> T:
    """Call ``look`` until it returns something true, and return that; fail after ``seconds`` saying what was seen last."""
    deadline = monotonic() + seconds
    while not (seen := look()):
        assert monotonic() < deadline, f"{what} did not happen within {seconds:g} s; last seen: {seen!r}"
        Event().wait(PAUSE_S)
    return seen


def one_record(observer: Observer, spp_type: str, netsuite_id: str, seconds: float = 30) -> dict[str, Any]:
    """Wait for the record of a NetSuite id and return it; there must be exactly one."""
    found = eventually(
        lambda: observer.records(spp_type, netsuite_id), seconds, f"{spp_type} of NetSuite {netsuite_id}"
    )
    assert len(found) == 1
    return found[0]
