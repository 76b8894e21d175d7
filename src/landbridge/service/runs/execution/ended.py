"""The jobs that have ended in this process. The queue is told of each by the worker, which may fail to get through."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection


class EndedJobs:
    """Ids of jobs and when they ended. Safe to use from several threads."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._ended: dict[int, float] = {}
        self._lock = threading.Lock()

    def add(self, job_id: int | None) -> None:
        """A job has ended just now."""
        if job_id is not None:
            with self._lock:
                self._ended[job_id] = self._monotonic()

    def older_than(self, seconds: float) -> list[int]:
        """Return the jobs that ended at least ``seconds`` ago."""
        limit = self._monotonic() - seconds
        with self._lock:
            return [job_id for job_id, at in self._ended.items() if at <= limit]

    def forget(self, job_ids: Collection[int]) -> None:
        """Strike out jobs that are seen to."""
        with self._lock:
            for job_id in job_ids:
                self._ended.pop(job_id, None)
