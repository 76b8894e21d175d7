"""Integration records and access tokens."""

from __future__ import annotations

import json
import secrets
import sqlite3
import uuid
from collections.abc import Iterable
from dataclasses import replace

from landbridge.local.access.model import DEFAULT_BOXES, Box, Integration, IntegrationState, Scope, Token
from landbridge.local.records.values import is_internal_id
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
        if not is_internal_id(integration_id):
            return None
        row = self._database.row("SELECT * FROM integration WHERE id = ?", (int(integration_id),))
        return _integration_of(row) if row else None

    def by_consumer_key(self, consumer_key: str) -> Integration | None:
        """Return the integration with a consumer key, or ``None``."""
        row = self._database.row("SELECT * FROM integration WHERE consumer_key = ?", (consumer_key,))
        return _integration_of(row) if row else None

    def by_application_id(self, application_id: str) -> Integration | None:
        """Return the integration with an application id (any case), or ``None``."""
        row = self._database.row(
            "SELECT * FROM integration WHERE application_id = ?", (application_id.upper(),)
        )
        return _integration_of(row) if row else None

    def create_integration(
        self,
        name: str,
        *,
        consumer_key: str | None = None,
        consumer_secret: str | None = None,
        concurrency_limit: int | None = None,
        application_id: str | None = None,
        description: str = "",
        note: str = "",
        boxes: Iterable[Box] = DEFAULT_BOXES,
        scopes: Iterable[Scope] = (),
        internal: bool = False,
    ) -> Integration:
        """Create an integration record, Enabled; keys and application id are made where none are given."""
        made = Integration(
            id="",
            name=name,
            state=IntegrationState.ENABLED,
            consumer_key=consumer_key or new_secret(),
            consumer_secret=consumer_secret or new_secret(),
            concurrency_limit=concurrency_limit,
            application_id=(application_id or str(uuid.uuid4())).upper(),
            description=description,
            note=note,
            boxes=frozenset(boxes),
            scopes=frozenset(scopes),
            internal=internal,
        )
        with self._database.transaction() as connection:
            row = connection.execute(
                "INSERT INTO integration "
                "(name, state, consumer_key, consumer_secret, concurrency_limit, application_id, document) "
                "VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING *",
                (
                    made.name,
                    made.state,
                    made.consumer_key,
                    made.consumer_secret,
                    made.concurrency_limit,
                    made.application_id,
                    _document(made),
                ),
            ).fetchone()
        return _integration_of(row)

    def change_integration(
        self,
        integration_id: str,
        *,
        note: str | None = None,
        boxes: Iterable[Box] | None = None,
        scopes: Iterable[Scope] | None = None,
    ) -> Integration:
        """Change what is given of an integration record. Raises ``KeyError``."""
        with self._database.transaction():
            known = self.integration(integration_id)
            if known is None:
                raise KeyError(integration_id)
            changed = replace(
                known,
                note=known.note if note is None else note,
                boxes=known.boxes if boxes is None else frozenset(boxes),
                scopes=known.scopes if scopes is None else frozenset(scopes),
            )
            self._update("UPDATE integration SET document = ? WHERE id = ?", _document(changed), known.id)
        return changed

    def reset_credentials(self, integration_id: str) -> Integration:
        """Give an integration a new key and secret; the old ones die, its tokens stay (documented). Raises ``KeyError``."""
        with self._database.transaction():
            self._update("UPDATE integration SET consumer_key = ? WHERE id = ?", new_secret(), integration_id)
            self._update(
                "UPDATE integration SET consumer_secret = ? WHERE id = ?", new_secret(), integration_id
            )
            found = self.integration(integration_id)
        assert found is not None, "the update above found it"
        return found

    def set_concurrency_limit(self, integration_id: str, limit: int | None) -> None:
        """Store an integration's own limit; ``account.governance`` judges it first. Raises ``KeyError``."""
        self._update("UPDATE integration SET concurrency_limit = ? WHERE id = ?", limit, integration_id)

    def allocated(self) -> int:
        """Return the sum of the integrations' own limits; Oracle's own applications have none."""
        row = self._database.row(
            "SELECT coalesce(sum(concurrency_limit), 0) AS total FROM integration "
            "WHERE NOT json_extract(document, '$.internal')"
        )
        assert row is not None, "an aggregate has one row"
        return int(row["total"])

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
        if not is_internal_id(internal_id):
            raise KeyError(internal_id)
        with self._database.transaction() as connection:
            if connection.execute(statement, (value, int(internal_id))).rowcount != 1:
                raise KeyError(internal_id)


def _integration_of(row: sqlite3.Row) -> Integration:
    document = json.loads(row["document"])
    return Integration(
        id=str(row["id"]),
        name=row["name"],
        state=IntegrationState(row["state"]),
        consumer_key=row["consumer_key"],
        consumer_secret=row["consumer_secret"],
        concurrency_limit=row["concurrency_limit"],
        application_id=row["application_id"],
        description=document["description"],
        note=document["note"],
        boxes=frozenset(map(Box, document["boxes"])),
        scopes=frozenset(map(Scope, document["scopes"])),
        internal=document["internal"],
    )


def _document(integration: Integration) -> str:
    return json.dumps(
        {
            "description": integration.description,
            "note": integration.note,
            "boxes": sorted(integration.boxes),
            "scopes": sorted(integration.scopes),
            "internal": integration.internal,
        }
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
