"""Searches that a client may page through by their id."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from landbridge.local.soap.criteria import SearchRequest

LIFETIME = timedelta(minutes=15)
"""A search id lapses when unused for this long (article_0807095731)."""

KEPT = 10_000
"""Ids remembered at most; the longest unused goes first."""


@dataclass(frozen=True, slots=True)
class SearchJob:
    """What to search again, and for whom: the id is of no use to another user or role (assumed)."""

    request: SearchRequest
    page_size: int
    body_fields_only: bool
    user_id: str
    role_id: str


class SearchJobs:
    """Search ids with their searches. Results are not kept: each page runs the search again. Thread-safe."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._jobs: OrderedDict[str, tuple[SearchJob, datetime]] = OrderedDict()

    def keep(self, search_id: str, job: SearchJob) -> None:
        """Remember ``job`` under ``search_id`` and forget lapsed ones."""
        with self._lock:
            self._touch(search_id, job)
            self._forget()

    def find(self, search_id: str, user_id: str, role_id: str) -> SearchJob | None:
        """Return the search and renew its lifetime; ``None`` when unknown, lapsed or another user's."""
        with self._lock:
            self._forget()
            job = self._jobs[search_id][0] if search_id in self._jobs else None
            if job is None or (job.user_id, job.role_id) != (user_id, role_id):
                return None
            self._touch(search_id, job)
            return job

    def forget(self) -> None:
        """Let every search id lapse: the account was brought back to another state."""
        with self._lock:
            self._jobs.clear()

    def _touch(self, search_id: str, job: SearchJob) -> None:
        self._jobs[search_id] = (job, self._now())
        self._jobs.move_to_end(search_id)

    def _forget(self) -> None:
        oldest_valid = self._now() - LIFETIME
        while self._jobs:
            used = next(iter(self._jobs.values()))[1]
            if used >= oldest_valid and len(self._jobs) <= KEPT:
                return
            self._jobs.popitem(last=False)
