"""Integration records and access tokens."""

from __future__ import annotations

import secrets
import sqlite3

from landbridge.local.access.model import Integration, IntegrationState, Token
from landbridge.local.storage import Database


def new_secret() -> str:
    """Return 64 hexadecimal characters, as keys and secrets have (observed)."""
    return secrets.token_hex(32)


class Applications:
    """Integrations and tokens. Their secrets are kept as they are, since signatures are verified with them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def integrations(self) -> list[Integration]:
        """Return every integration record, by id."""
        return [_integration_of(row) for row in self._database.rows("SELECT * FROM integration ORDER BY id")]

    def integration(self, integration_id: str) -> Integration | None:
        """Return an integration by internal id, or ``None``."""
        row = self._database.row("SELECT * FROM integration WHERE id = ?", (int(integration_id or 0),))
        return _integration_of(row) if row else None

    def by_consumer_key(self, consumer_key: str) -> Integration | None:
        """Return the integration with a consumer key, or ``None``."""
        row = self._database.row("SELECT * FROM integration WHERE consumer_key = ?", (consumer_key,))
        return _integration_of(row) if row else None

    def create_integration(
        self,
        name: str,
        *,
        consumer_key: str | None = None,
        consumer_secret: str | None = None,
        concurrency_limit: int | None = None,
    ) -> Integration:
        """Create an integration record, Enabled; keys are made where none are given."""
        with self._database.transaction() as connection:
            row = connection.execute(
                "INSERT INTO integration (name, state, consumer_key, consumer_secret, concurrency_limit) "
                "VALUES (?, ?, ?, ?, ?) RETURNING *",
                (
                    name,
                    IntegrationState.ENABLED,
                    consumer_key or new_secret(),
                    consumer_secret or new_secret(),
                    concurrency_limit,
                ),
            ).fetchone()
        return _integration_of(row)

    def set_state(self, integration_id: str, state: IntegrationState) -> None:
        """Change an integration's state. Raises ``KeyError``."""
        self._update("UPDATE integration SET state = ? WHERE id = ?", state.value, integration_id)

    def tokens(self) -> list[Token]:
        """Return every token, by id."""
        return [_token_of(row) for row in self._database.rows("SELECT * FROM token ORDER BY id")]

    def token(self, token_id: str) -> Token | None:
        """Return a token by its public id, or ``None``."""
        row = self._database.row("SELECT * FROM token WHERE token_id = ?", (token_id,))
        return _token_of(row) if row else None

    def create_token(
        self,
        name: str,
        integration_id: str,
        user_id: str,
        role_id: str,
        *,
        token_id: str | None = None,
        token_secret: str | None = None,
    ) -> Token:
        """Create an access token; id and secret are made where none are given."""
        with self._database.transaction() as connection:
            row = connection.execute(
                "INSERT INTO token (name, integration_id, user_id, role_id, token_id, token_secret, active) "
                "VALUES (?, ?, ?, ?, ?, ?, 1) RETURNING *",
                (
                    name,
                    int(integration_id),
                    int(user_id),
                    int(role_id),
                    token_id or new_secret(),
                    token_secret or new_secret(),
                ),
            ).fetchone()
        return _token_of(row)

    def set_active(self, token: str, *, active: bool) -> None:
        """Revoke a token by internal id, or make it active again. Raises ``KeyError``."""
        self._update("UPDATE token SET active = ? WHERE id = ?", int(active), token)

    def _update(self, statement: str, value: object, internal_id: str) -> None:
        if not internal_id.isdigit():
            raise KeyError(internal_id)
        with self._database.transaction() as connection:
            if connection.execute(statement, (value, int(internal_id))).rowcount != 1:
                raise KeyError(internal_id)


def _integration_of(row: sqlite3.Row) -> Integration:
    return Integration(
        id=str(row["id"]),
        name=row["name"],
        state=IntegrationState(row["state"]),
        consumer_key=row["consumer_key"],
        consumer_secret=row["consumer_secret"],
        concurrency_limit=row["concurrency_limit"],
    )


def _token_of(row: sqlite3.Row) -> Token:
    return Token(
        id=str(row["id"]),
        name=row["name"],
        integration_id=str(row["integration_id"]),
        user_id=str(row["user_id"]),
        role_id=str(row["role_id"]),
        token_id=row["token_id"],
        token_secret=row["token_secret"],
        active=bool(row["active"]),
    )
