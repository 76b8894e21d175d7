"""``account.governance``: how many requests may run at once (documented: ``section_1500275531``)."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from landbridge.local.access.model import Integration, Session
from landbridge.local.governance.errors import LimitExceeded
from landbridge.local.journal import Journal

BASE_OF_TIER = {"standard": 5, "premium": 15, "enterprise": 20, "ultimate": 20}
"""Service tiers since June 2020 (documented)."""

PER_LICENCE = 10
"""Requests that each SuiteCloud Plus licence adds (documented)."""

UNALLOCATED = ""


def account_limit(tier: str, licences: int) -> int:
    """Return how many requests the account may have at once. Raises ``KeyError`` for an unknown tier."""
    return BASE_OF_TIER[tier] + PER_LICENCE * licences


class Governance:
    """One pool for SOAP and RESTlets; integrations with a limit of their own have a share set apart."""

    def __init__(
        self, limit: int, integration_of: Callable[[str], Integration | None], journal: Journal
    ) -> None:
        self.limit = limit
        self._integration_of = integration_of
        self._journal = journal
        self._lock = threading.Lock()
        self._running: Counter[str] = Counter()
        self._shares: dict[str, int] = {}

    @contextmanager
    def slot(self, session: Session) -> Iterator[None]:
        """Hold a place while a request runs. Raises ``LimitExceeded`` at once when there is none."""
        integration = self._integration_of(session.integration_id) if session.integration_id else None
        share = integration.concurrency_limit if integration else None
        pool = integration.id if integration and share is not None else UNALLOCATED
        self._take(pool, share)
        try:
            yield
        finally:
            with self._lock:
                self._running[pool] -= 1

    def _take(self, pool: str, share: int | None) -> None:
        with self._lock:
            if share is not None:
                self._shares[pool] = share
            limit = share if share is not None else max(1, self.limit - sum(self._shares.values()))
            if self._running[pool] >= limit:
                self._journal.refused()
                raise LimitExceeded(limit)
            self._running[pool] += 1
            self._journal.in_flight(sum(self._running.values()))
