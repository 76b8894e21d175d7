"""One request at a time per user with user credentials (documented: ``bridgehead_1502455060``)."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from landbridge.local.governance.errors import UserLimitExceeded

ONE = 1
CONCURRENT_WEB_SERVICES_USER = 10
"""What the designated user of an account with SuiteCloud Plus may have at once."""


class UserSlots:
    """Requests that run now, by user. ``concurrent_user`` says whether a user has the box on the Access subtab."""

    def __init__(self, concurrent_user: Callable[[str], bool], licences: int) -> None:
        self._concurrent_user = concurrent_user
        self._licences = licences
        self._lock = threading.Lock()
        self._running: Counter[str] = Counter()

    @contextmanager
    def slot(self, user_id: str) -> Iterator[None]:
        """Hold a place while a user's request runs. Raises ``UserLimitExceeded``."""
        designated = self._licences > 0 and self._concurrent_user(user_id)
        limit = CONCURRENT_WEB_SERVICES_USER if designated else ONE
        with self._lock:
            if self._running[user_id] >= limit:
                raise UserLimitExceeded(limit)
            self._running[user_id] += 1
        try:
            yield
        finally:
            with self._lock:
                self._running[user_id] -= 1
                if not self._running[user_id]:
                    del self._running[user_id]
