"""Integration records of one account: its own and those that came from other accounts."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Unpack

import msgspec

from landbridge.local.access.integration import (
    DEFAULT_BOXES,
    Arrival,
    Box,
    ConsentPolicy,
    Definition,
    DefinitionFields,
    Integration,
    IntegrationState,
    Scope,
)
from landbridge.local.access.keys import new_application_id, new_secret
from landbridge.local.access.publishers import Alone, Publishers
from landbridge.local.records.values import is_internal_id
from landbridge.local.storage import Database


class _Own(msgspec.Struct, frozen=True):
    """What belongs to the account, as its table has it."""

    created_at: datetime
    state_changed_at: datetime
    created_by: str
    state_changed_by: str
    note: str
    consent_policy: ConsentPolicy
    arrival: Arrival
    bundle: str
    internal: bool


class NotTheOwner(ValueError):  # noqa: N818 - named for what happened, as everywhere in the project
    """The record was made in another account; what was to be changed can be changed there alone (documented)."""

    def __init__(self, integration: Integration) -> None:
        super().__init__(
            f"{integration.name} belongs to account {integration.definition.owner}: "
            "its fields and credentials can be changed there alone"
        )


class ConsumerKeyTaken(ValueError):  # noqa: N818 - named for what happened, as everywhere in the project
    """A record cannot come here: another one has its consumer key, as where two accounts began with the same fixed keys."""

    def __init__(self, definition: Definition, other: Integration) -> None:
        super().__init__(
            f"{definition.name} of account {definition.owner} has the consumer key of {other.name}, which is here: "
            "reset the credentials of one of them first"
        )


class Applications:
    """The account's integration records. ``publishers`` are the other accounts, once there are any.

    Secrets are kept as they are, since signatures are verified with them.
    """

    def __init__(self, database: Database, account_id: str, now: Callable[[], datetime]) -> None:
        self._database = database
        self._account_id = account_id
        self._now = now
        self.publishers: Publishers = Alone()

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
        script_id: str | None = None,
        description: str = "",
        note: str = "",
        boxes: Iterable[Box] = DEFAULT_BOXES,
        scopes: Iterable[Scope] = (),
        callback_url: str = "",
        internal: bool = False,
        by: str = "0",
    ) -> Integration:
        """Create a record of this account, Enabled; ids and keys are made where none are given. ``by`` is a user id."""
        now = self._now()
        identity = (application_id or new_application_id()).upper()
        definition = Definition(
            owner=self._account_id,
            application_id=identity,
            script_id=script_id or f"custinteg_{identity.replace('-', '').lower()[:12]}",
            name=name,
            consumer_key=consumer_key or new_secret(),
            consumer_secret=consumer_secret or new_secret(),
            description=description,
            boxes=frozenset(boxes),
            scopes=frozenset(scopes),
            callback_url=callback_url,
        )
        return self._add(
            Integration(
                id="",
                definition=definition,
                state=IntegrationState.ENABLED,
                created_at=now,
                state_changed_at=now,
                created_by=by,
                state_changed_by=by,
                concurrency_limit=concurrency_limit,
                note=note,
                internal=internal,
            )
        )

    def change_definition(self, integration_id: str, **fields: Unpack[DefinitionFields]) -> Integration:
        """Change what the owner determines; every account that has the record follows. Raises ``KeyError``, ``NotTheOwner``."""
        return self._change(integration_id, lambda before: replace(before, **fields))

    def reset_credentials(self, integration_id: str) -> Integration:
        """Give a record a new key and secret; the old ones die, its tokens stay (documented: ``section_4395597766``).

        Raises ``KeyError``, ``NotTheOwner``.
        """
        return self._change(
            integration_id,
            lambda before: replace(before, consumer_key=new_secret(), consumer_secret=new_secret()),
        )

    def _change(self, integration_id: str, change: Callable[[Definition], Definition]) -> Integration:
        with self._database.transaction():
            known = self._known(integration_id)
            if not known.is_owned:
                raise NotTheOwner(known)
            before = known.definition
            changed = replace(known, definition=replace(change(before), revision=before.revision + 1))
            self._store(changed)
        self.publishers.changed(changed.definition)
        return changed

    def set_state(self, integration_id: str, state: IntegrationState, *, by: str = "0") -> Integration:
        """Change a record's state in this account. Raises ``KeyError``."""
        with self._database.transaction():
            known = self._known(integration_id)
            if known.state is state:
                return known
            changed = replace(known, state=state, state_changed_by=by, state_changed_at=self._now())
            self._store(changed)
        return changed

    def set_note(self, integration_id: str, note: str) -> Integration:
        """Change a record's note in this account. Raises ``KeyError``."""
        with self._database.transaction():
            changed = replace(self._known(integration_id), note=note)
            self._store(changed)
        return changed

    def set_concurrency_limit(self, integration_id: str, limit: int | None) -> None:
        """Store an integration's own limit; ``account.governance`` judges it first. Raises ``KeyError``."""
        with self._database.transaction():
            self._store(replace(self._known(integration_id), concurrency_limit=limit))

    def allocated(self) -> int:
        """Return the sum of the integrations' own limits; Oracle's own applications have none."""
        row = self._database.row(
            "SELECT coalesce(sum(concurrency_limit), 0) AS total FROM integration "
            "WHERE NOT json_extract(document, '$.internal')"
        )
        assert row is not None, "an aggregate has one row"
        return int(row["total"])

    def install(
        self,
        definition: Definition,
        *,
        state: IntegrationState,
        arrival: Arrival,
        bundle: str = "",
        by: str = "0",
    ) -> Integration:
        """Install another account's record, as its owner has it now; one that is there already stays as it is.

        Not inside a transaction: it asks the owner's account. Raises ``ConsumerKeyTaken``.
        """
        (taken,) = self.take_in([definition], state=state, arrival=arrival, bundle=bundle, by=by)
        self.catch_up([definition.application_id])
        return self._known(taken.id)

    def take_in(
        self,
        definitions: Iterable[Definition],
        *,
        state: IntegrationState,
        arrival: Arrival,
        bundle: str = "",
        by: str = "0",
    ) -> list[Integration]:
        """Install records of other accounts, all or none; those that are there already stay as they are.

        It asks nobody, so that it may stand in a transaction; :meth:`catch_up` has to follow. Raises ``ConsumerKeyTaken``.
        """
        now = self._now()
        with self._database.transaction():
            there = self.integrations()
            known = {one.application_id: one for one in there}
            keys = {one.consumer_key: one for one in there}
            taken = []
            for definition in definitions:
                found = known.get(definition.application_id)
                if found is None:
                    if definition.consumer_key in keys:
                        raise ConsumerKeyTaken(definition, keys[definition.consumer_key])
                    found = self._add(
                        Integration(
                            id="",
                            definition=definition,
                            state=state,
                            created_at=now,
                            state_changed_at=now,
                            created_by=by,
                            state_changed_by=by,
                            arrival=arrival,
                            bundle=bundle,
                        )
                    )
                taken.append(found)
        return taken

    def catch_up(self, application_ids: Iterable[str]) -> None:
        """Follow the owners of records that were taken in: they may have changed them before there was a record to follow with.

        Not inside a transaction: it asks the owners' accounts.
        """
        for application_id in application_ids:
            latest = self.publishers.by_application_id(application_id)
            if latest is not None:
                self.follow(latest)

    def follow(self, definition: Definition, *, anew: bool = False) -> None:
        """Take over the owner's change of a record that is installed here; an older one than is known is passed over.

        ``anew``: whatever the owner has counts, since it has gone back to an earlier state itself.
        """
        with self._database.transaction():
            known = self.by_application_id(definition.application_id)
            if known is None or known.is_owned or known.definition.owner != definition.owner:
                return
            if anew or known.definition.revision < definition.revision:
                self._store(replace(known, definition=definition))

    def remove(self, integration_id: str) -> None:
        """Take a record away, with its tokens. Raises ``KeyError``."""
        with self._database.transaction() as connection:
            self._known(integration_id)
            connection.execute("DELETE FROM token WHERE integration_id = ?", (int(integration_id),))
            connection.execute("DELETE FROM integration WHERE id = ?", (int(integration_id),))

    def _known(self, integration_id: str) -> Integration:
        known = self.integration(integration_id)
        if known is None:
            raise KeyError(integration_id)
        return known

    def _add(self, made: Integration) -> Integration:
        with self._database.transaction() as connection:
            row = connection.execute(
                "INSERT INTO integration (state, application_id, consumer_key, concurrency_limit, definition, document) "
                "VALUES (?, ?, ?, ?, ?, ?) RETURNING *",
                _columns(made),
            ).fetchone()
        return _integration_of(row)

    def _store(self, changed: Integration) -> None:
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE integration SET state = ?, application_id = ?, consumer_key = ?, concurrency_limit = ?, "
                "definition = ?, document = ? WHERE id = ?",
                (*_columns(changed), int(changed.id)),
            )


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
