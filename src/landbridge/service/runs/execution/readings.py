"""Readings that a link leaves open for the next one of the same run.

A long window is read over many links. The stream of batches stays open in the process that reads it, and the next link of the
same step in that process goes on with it, whatever ran between: a run that others overtake all the time still comes to its end. In
another process the window is read again and versions that were applied are skipped. What nobody will go on with is closed: by the
link that ends the run, or by the next tick where it ended elsewhere.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from landbridge.service.ports import Reader, SourceRecord
from landbridge.service.runs.models import Run, RunStep


@dataclass(frozen=True, slots=True)
class Batch:
    """Records to import together. ``forced`` were asked for by id, ``absent`` were asked for and do not exist."""

    records: Sequence[SourceRecord]
    forced: frozenset[str] = frozenset()
    absent: tuple[str, ...] = ()


Batches = Iterator[tuple[Batch, bool]]
"""Batches, each with whether it is the last."""


@dataclass(slots=True)
class Reading:
    """An open stream of a step's batches, read by ``reader``.

    ``last_item`` is the newest row of the run log when it was first left open: a record that a later row is about was read
    anew by another run since, and what this stream had read of it before may be older. ``None`` until it is left open.
    """

    step_id: int
    batches: Batches
    reader: Reader
    last_item: int | None = None

    def close(self) -> None:
        """End the stream before its end, and whatever it reads ahead."""
        close = getattr(self.batches, "close", None)
        if close is not None:
            close()


class Readings:
    """At most one open reading a connection and kind of run. Safe to use from several threads."""

    def __init__(self) -> None:
        self._kept: dict[tuple[int, str], Reading] = {}
        self._lock = threading.Lock()

    def resume(
        self, connection_id: int, kind: str, step_id: int, reader: Reader, start: Callable[[], Batches]
    ) -> Reading:
        """Return the reading that a link before left for this step, else a new one.

        What another reader began, because the connection was changed meanwhile, is closed: its client is closed some time later.
        """
        with self._lock:
            kept = self._kept.pop((connection_id, kind), None)
        if kept is not None and kept.step_id == step_id and kept.reader == reader:
            return kept
        if kept is not None:
            kept.close()
        return Reading(step_id, start(), reader)

    def keep(self, connection_id: int, kind: str, reading: Reading) -> None:
        """Leave a reading for the next link."""
        with self._lock:
            old = self._kept.pop((connection_id, kind), None)
            self._kept[connection_id, kind] = reading
        if old is not None:
            old.close()

    def steps(self) -> set[int]:
        """Return the steps whose readings are open."""
        with self._lock:
            return {reading.step_id for reading in self._kept.values()}

    def close_of(self, connection_id: int, kind: str) -> None:
        """Close the reading of a run that has ended, if one is open."""
        with self._lock:
            kept = self._kept.pop((connection_id, kind), None)
        if kept is not None:
            kept.close()

    def close_steps(self, step_ids: Collection[int]) -> None:
        """Close the readings of these steps."""
        with self._lock:
            left = {key: reading for key, reading in self._kept.items() if reading.step_id in step_ids}
            for key in left:
                del self._kept[key]
        for reading in left.values():
            reading.close()

    def close(self) -> None:
        """Close every open reading."""
        self.close_steps(self.steps())


def close_ended(readings: Readings) -> None:
    """Close the readings whose step was done, or whose run ended, in another process."""
    kept = readings.steps()
    if kept:
        going_on = RunStep.objects.filter(pk__in=kept, done=False, run__state=Run.State.RUNNING)
        readings.close_steps(kept.difference(going_on.values_list("pk", flat=True)))
