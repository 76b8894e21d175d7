"""Who is signed in at the pages: one server-side session a browser, known by a random cookie."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from landbridge.local.access.model import Session

IDLE_S = 3 * 60 * 60.0
"""A session ends after three hours without a request (assumed; NetSuite's default is a company preference)."""


@dataclass(slots=True)
class PageSession:
    """One signed-in browser. ``csrf`` must come back with each form. ``flashes`` are shown on the next page, once.

    ``secrets`` wait for the one page that shows them, by what they are of.
    """

    session: Session
    email: str
    csrf: str
    last_used: float
    flashes: list[tuple[str, str, str]] = field(default_factory=list)
    secrets: dict[str, tuple[str, str]] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"PageSession(email={self.email!r})"

    def flash(self, type_: str, title: str, message: str) -> None:
        """Keep a message for the next page. ``type_``: confirmation, information, warning, error."""
        self.flashes.append((type_, title, message))

    def take_flashes(self) -> list[tuple[str, str, str]]:
        """Return the kept messages and forget them."""
        taken, self.flashes = self.flashes, []
        return taken

    def keep_once(self, of: str, pair: tuple[str, str]) -> None:
        """Keep an id and its secret for the page that shows them after a redirect, so that neither is in an address."""
        self.secrets[of] = pair

    def take_once(self, of: str, valid: str) -> tuple[str, str] | None:
        """Return an id and its secret and forget them: the page shows them once, and no more when it is loaded again.

        ``valid`` is the id that what they are of has now; with another one they have ended unseen.
        """
        pair = self.secrets.pop(of, None)
        return pair if pair is not None and pair[0] == valid else None


class PageSessions:
    """All sessions of one account's pages. Thread-safe. ``now`` is in seconds and only compared with itself.

    ``host`` is the account as host names write it. It stands in the name of the cookie, since browsers do not tell ports apart: accounts
    that are reached by ports of one address would end each other's sessions.
    """

    def __init__(self, host: str, now: Callable[[], float] = time.monotonic) -> None:
        self.cookie = f"landbridge_account_{host}"
        self._now = now
        self._lock = threading.Lock()
        self._sessions: dict[str, PageSession] = {}

    def open(self, session: Session, email: str) -> str:
        """Start a session and return the value of its cookie."""
        cookie = secrets.token_urlsafe(32)
        opened = PageSession(session, email, secrets.token_urlsafe(32), self._now())
        with self._lock:
            self._forget_idle()
            self._sessions[cookie] = opened
        return cookie

    def get(self, cookie: str) -> PageSession | None:
        """Return the session behind a cookie, or ``None`` when there is none (any more)."""
        with self._lock:
            self._forget_idle()
            found = self._sessions.get(cookie)
            if found is not None:
                found.last_used = self._now()
            return found

    def close(self, cookie: str) -> None:
        """End a session."""
        with self._lock:
            self._sessions.pop(cookie, None)

    def forget(self) -> None:
        """End every session: the account has another content, where a user's id may be that of somebody else."""
        with self._lock:
            self._sessions.clear()

    def _forget_idle(self) -> None:
        oldest = self._now() - IDLE_S
        for cookie in [key for key, value in self._sessions.items() if value.last_used < oldest]:
            del self._sessions[cookie]
