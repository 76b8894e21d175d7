"""The table of integration records."""

from __future__ import annotations

import sqlite3
from datetime import datetime

import msgspec

from landbridge.local.access.integration import (
    Arrival,
    ConsentPolicy,
    Definition,
    Integration,
    IntegrationState,
)
from landbridge.local.records.values import is_internal_id
from landbridge.local.storage import Database


class _Own(msgspec.Struct, frozen=True):
    """What belongs to the account, as the table has it."""

    created_at: datetime
    state_changed_at: datetime
    created_by: str
    state_changed_by: str
    note: str
    consent_policy: ConsentPolicy
    arrival: Arrival
    bundle: str
    internal: bool


class IntegrationTable:
    """Rows of integration records, read and written as they are."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Integration]:
        """Return every integration record, by id."""
        return [_integration_of(row) for row in self._database.rows("SELECT * FROM integration ORDER BY id")]

    def get(self, integration_id: str) -> Integration | None:
        """Return a record by internal id, or ``None``."""
        return self._by("id", int(integration_id)) if is_internal_id(integration_id) else None

    def by_consumer_key(self, consumer_key: str) -> Integration | None:
        """Return the record with a consumer key, or ``None``."""
        return self._by("consumer_key", consumer_key)

    def by_application_id(self, application_id: str) -> Integration | None:
        """Return the record with an application id (any case), or ``None``."""
        return self._by("application_id", application_id.upper())

    def _by(self, column: str, value: object) -> Integration | None:
        row = self._database.row(f"SELECT * FROM integration WHERE {column} = ?", (value,))  # noqa: S608 - ours
        return _integration_of(row) if row else None

    def add(self, made: Integration) -> Integration:
        """Add a record; it gets its id."""
        with self._database.transaction() as connection:
            row = connection.execute(
                "INSERT INTO integration (state, application_id, consumer_key, concurrency_limit, definition, document) "
                "VALUES (?, ?, ?, ?, ?, ?) RETURNING *",
                _columns(made),
            ).fetchone()
        return _integration_of(row)

    def update(self, changed: Integration) -> None:
        """Write a record over what was there of it."""
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE integration SET state = ?, application_id = ?, consumer_key = ?, concurrency_limit = ?, "
                "definition = ?, document = ? WHERE id = ?",
                (*_columns(changed), int(changed.id)),
            )

    def delete(self, integration_id: str) -> None:
        """Delete a record, its tokens, certificate mappings and execution log."""
        one = (int(integration_id),)
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM token WHERE integration_id = ?", one)
            connection.execute("DELETE FROM grant_certificate WHERE integration_id = ?", one)
            connection.execute(
                "DELETE FROM execution_body WHERE execution_id IN (SELECT id FROM execution WHERE integration_id = ?)",
                one,
            )
            connection.execute("DELETE FROM execution WHERE integration_id = ?", one)
            connection.execute("DELETE FROM integration WHERE id = ?", one)

    def allocated(self) -> int:
        """Return the sum of the records' own limits; Oracle's own applications have none."""
        row = self._database.row(
            "SELECT coalesce(sum(concurrency_limit), 0) AS total FROM integration "
            "WHERE NOT json_extract(document, '$.internal')"
        )
        assert row is not None, "an aggregate has one row"
        return int(row["total"])


def _columns(integration: Integration) -> tuple[object, ...]:
    definition = integration.definition
    return (
        integration.state.value,
        definition.application_id,
        definition.consumer_key,
        integration.concurrency_limit,
        msgspec.json.encode(definition).decode(),
        msgspec.json.encode(msgspec.convert(integration, _Own, from_attributes=True)).decode(),
    )


def _integration_of(row: sqlite3.Row) -> Integration:
    own = msgspec.json.decode(row["document"], type=_Own)
    return Integration(
        id=str(row["id"]),
        definition=msgspec.json.decode(row["definition"], type=Definition),
        state=IntegrationState(row["state"]),
        concurrency_limit=row["concurrency_limit"],
        **msgspec.structs.asdict(own),
    )
