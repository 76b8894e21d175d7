"""Sessions of the retired login operation: endpoints up to 2019_2 (schema 2017_2).

A session idles out after 20 minutes and ends after 60 (documented). One user has one session: a new login ends the one before; the
designated user of an account with SuiteCloud Plus has up to ten (documented limits, that the oldest gives way is assumed).
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from landbridge.local.access.model import Session

IDLE = timedelta(minutes=20)
ABSOLUTE = timedelta(minutes=60)

COOKIE = "JSESSIONID"


@dataclass(frozen=True, slots=True)
class LatestSearch:
    """The search that searchMore and searchNext go on with, and the page that was answered last."""

    search_id: str
    page_index: int


class SoapSession:
    """One session. Its user sends one request after the other, so that the latest search needs no lock."""

    def __init__(self, session_id: str, session: Session, started: datetime) -> None:
        self.id = session_id
        self.session = session
        self.started = started
        self.used = started
        self.search: LatestSearch | None = None

    def over(self, now: datetime) -> bool:
        """Say whether the session has idled out or is too old."""
        return now - self.used >= IDLE or now - self.started >= ABSOLUTE


class SoapSessions:
    """The sessions that are open. Thread-safe."""

    def __init__(self, now: Callable[[], datetime], token_hex: Callable[[int], str]) -> None:
        self._now = now
        self._token_hex = token_hex
        self._lock = threading.Lock()
        self._open: dict[str, SoapSession] = {}

    def open(self, session: Session, most: int) -> SoapSession:
        """Open a session; ``most`` is how many its user may have, and the oldest of them give way."""
        with self._lock:
            self._forget_over()
            own = [one for one in self._open.values() if one.session.user_id == session.user_id]
            for one in own[: max(0, len(own) - most + 1)]:
                del self._open[one.id]
            opened = SoapSession(self._token_hex(16), session, self._now())
            self._open[opened.id] = opened
        return opened

    def find(self, session_id: str) -> SoapSession | None:
        """Return an open session and renew its idle time; ``None`` when it is over or never was."""
        with self._lock:
            self._forget_over()
            found = self._open.get(session_id)
            if found is not None:
                found.used = self._now()
            return found

    def close(self, session_id: str) -> None:
        """End a session."""
        with self._lock:
            self._open.pop(session_id, None)

    def forget(self) -> None:
        """End all sessions: the account was brought back to another state."""
        with self._lock:
            self._open.clear()

    def _forget_over(self) -> None:
        now = self._now()
        for one in [one for one in self._open.values() if one.over(now)]:
            del self._open[one.id]
