"""Request tokens of the three-step flow: made in step one, authorized in step two, exchanged once in step three."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta

from landbridge.local.access.keys import new_secret
from landbridge.local.records.values import instant_text
from landbridge.local.storage import Database

LIFE = timedelta(hours=1)
"""How long a request token can be used (assumed: the help names no time)."""


@dataclass(frozen=True, slots=True)
class RequestToken:
    """One run of the flow. ``user_id`` and ``verifier`` are empty until a user has given consent.

    ``role_id`` is the role that the application asks for, later the one that the user gave; ``""`` for none.
    """

    token: str
    secret: str = field(repr=False)
    consumer_key: str
    callback: str
    role_id: str
    user_id: str
    verifier: str = field(repr=False)


class RequestTokens:
    """The request tokens of one account. Thread-safe."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def create(self, consumer_key: str, callback: str, role_id: str) -> RequestToken:
        """Return a new one that nobody has authorized. Those that are too old are forgotten."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM request_token WHERE created <= ?", (self._oldest(),))
            row = connection.execute(
                "INSERT INTO request_token (token, secret, consumer_key, callback, created, role_id) "
                "VALUES (?, ?, ?, ?, ?, ?) RETURNING *",
                (new_secret(), new_secret(), consumer_key, callback, instant_text(self._now()), role_id),
            ).fetchone()
        return _request_token_of(row)

    def get(self, token: str) -> RequestToken | None:
        """Return a request token that has not become too old, or ``None``."""
        row = self._database.row(
            "SELECT * FROM request_token WHERE token = ? AND created > ?", (token, self._oldest())
        )
        return _request_token_of(row) if row else None

    def authorize(self, token: str, user_id: str, role_id: str) -> str | None:
        """Give a request token to a user in a role; return its verifier, or ``None`` if there is none to give."""
        verifier = new_secret()
        with self._database.transaction() as connection:
            given = connection.execute(
                "UPDATE request_token SET user_id = ?, role_id = ?, verifier = ? "
                "WHERE token = ? AND verifier = '' AND created > ?",
                (user_id, role_id, verifier, token, self._oldest()),
            ).rowcount
        return verifier if given else None

    def use_up(self, token: str) -> bool:
        """Forget a request token; say whether there was one. It ends its run of the flow."""
        with self._database.transaction() as connection:
            return connection.execute("DELETE FROM request_token WHERE token = ?", (token,)).rowcount == 1

    def refuse(self, token: str) -> None:
        """Forget a request token that nobody has authorized."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM request_token WHERE token = ? AND verifier = ''", (token,))

    def _oldest(self) -> str:
        return instant_text(self._now() - LIFE)


def _request_token_of(row: sqlite3.Row) -> RequestToken:
    return RequestToken(**{one.name: row[one.name] for one in fields(RequestToken)})
