"""Readings that a link leaves open for the next one of the same run.

A long window is read over many links. The stream of batches stays open in the process that reads it, and the next link goes
on with it if no other attempt came between; else the window is read again and versions that were applied are skipped.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from landbridge.service.ports import SourceRecord


@dataclass(frozen=True, slots=True)
class Batch:
    """Records to import together. ``forced`` were asked for by id, ``absent`` were asked for and do not exist."""

    records: Sequence[SourceRecord]
    forced: frozenset[str] = frozenset()
    absent: tuple[str, ...] = ()


Batches = Iterator[tuple[Batch, bool]]
"""Batches, each with whether it is the last."""


@dataclass(frozen=True, slots=True)
class _Kept:
    step_id: int
    fence: int
    batches: Batches


class Readings:
    """At most one open reading a connection. Safe to use from several threads."""

    def __init__(self) -> None:
        self._kept: dict[int, _Kept] = {}
        self._lock = threading.Lock()

    def resume(self, connection_id: int, step_id: int, fence: int, start: Callable[[], Batches]) -> Batches:
        """Return the reading that the attempt before left for this step, else a new one."""
        with self._lock:
            kept = self._kept.pop(connection_id, None)
        if kept is not None and kept.step_id == step_id and kept.fence == fence - 1:
            return kept.batches
        if kept is not None:
            _close(kept.batches)
        return start()

    def keep(self, connection_id: int, step_id: int, fence: int, batches: Batches) -> None:
        """Leave a reading for the next attempt."""
        with self._lock:
            old = self._kept.pop(connection_id, None)
            self._kept[connection_id] = _Kept(step_id, fence, batches)
        if old is not None:
            _close(old.batches)

    def close(self) -> None:
        """Close every open reading."""
        with self._lock:
            kept, self._kept = list(self._kept.values()), {}
        for reading in kept:
            _close(reading.batches)


def _close(batches: Batches) -> None:
    close = getattr(batches, "close", None)
    if close is not None:
        close()
