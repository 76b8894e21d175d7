"""Integration records of one account: its own and those that came from other accounts."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Unpack

from landbridge.local.access import integrationnotes
from landbridge.local.access.integration import (
    DEFAULT_BOXES,
    Arrival,
    Box,
    ConsentPolicy,
    Definition,
    DefinitionFields,
    DefinitionTexts,
    Integration,
    IntegrationState,
    OwnFields,
    Scope,
)
from landbridge.local.access.integrationtable import IntegrationTable
from landbridge.local.access.keys import new_application_id, new_secret
from landbridge.local.access.model import Context
from landbridge.local.access.publishers import Alone, Publishers
from landbridge.local.access.systemnotes import FieldChange, NoteType, SystemNote, SystemNotes
from landbridge.local.logs import Logger
from landbridge.local.storage import Database

_logger = Logger(__name__)

SYSTEM = "0"
"""User id of the account itself, which notes show as -System-."""

_INSTALLING = {Arrival.AUTO_INSTALLED: Context.WEBSERVICES, Arrival.BUNDLE: Context.BUNDLEINSTALLATION}


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

    Secrets are kept as they are, since signatures are verified with them. ``by`` is the id of the user who changes something,
    ``context`` how; both go into the system notes. ``day`` writes the date of an instant.
    """

    def __init__(
        self,
        database: Database,
        account_id: str,
        now: Callable[[], datetime],
        day: Callable[[datetime], str],
    ) -> None:
        self._database = database
        self._table = IntegrationTable(database)
        self.notes = SystemNotes(database, "integration")
        self._account_id = account_id
        self._now = now
        self._day = day
        self._following = threading.Lock()
        self.publishers: Publishers = Alone()

    def integrations(self) -> list[Integration]:
        """Return every integration record, by id."""
        return self._table.all()

    def integration(self, integration_id: str) -> Integration | None:
        """Return an integration by internal id, or ``None``."""
        return self._table.get(integration_id)

    def known(self, integration_id: str) -> Integration:
        """Return an integration by internal id. Raises ``KeyError``."""
        known = self.integration(integration_id)
        if known is None:
            raise KeyError(integration_id)
        return known

    def by_consumer_key(self, consumer_key: str) -> Integration | None:
        """Return the integration with a consumer key, or ``None``."""
        return self._table.by_consumer_key(consumer_key)

    def by_application_id(self, application_id: str) -> Integration | None:
        """Return the integration with an application id (any case), or ``None``."""
        return self._table.by_application_id(application_id)

    def create_integration(
        self,
        name: str,
        *,
        consumer_key: str | None = None,
        consumer_secret: str | None = None,
        application_id: str | None = None,
        script_id: str | None = None,
        boxes: Iterable[Box] = DEFAULT_BOXES,
        scopes: Iterable[Scope] = (),
        state: IntegrationState = IntegrationState.ENABLED,
        note: str = "",
        concurrency_limit: int | None = None,
        consent_policy: ConsentPolicy = ConsentPolicy.ALWAYS_ASK,
        internal: bool = False,
        by: str = SYSTEM,
        context: Context = Context.NONE,
        **texts: Unpack[DefinitionTexts],
    ) -> Integration:
        """Create a record of this account; ids and keys are made where none are given."""
        identity = (application_id or new_application_id()).upper()
        definition = Definition(
            owner=self._account_id,
            application_id=identity,
            script_id=script_id or f"custinteg_{identity.replace('-', '').lower()[:12]}",
            name=name,
            consumer_key=consumer_key or new_secret(),
            consumer_secret=consumer_secret or new_secret(),
            boxes=frozenset(boxes),
            scopes=frozenset(scopes),
            **texts,
        )
        made = replace(
            self._begun(definition, state, by),
            concurrency_limit=concurrency_limit,
            note=note,
            consent_policy=consent_policy,
            internal=internal,
        )
        return self._add(made, context)

    def edit(
        self,
        integration_id: str,
        definition: DefinitionFields,
        own: OwnFields,
        *,
        by: str = SYSTEM,
        context: Context = Context.NONE,
    ) -> Integration:
        """Change fields of both kinds at once, or none of them. Raises ``KeyError``, ``NotTheOwner``."""
        return self._change(integration_id, _edited(definition, own), by, context)

    def store(
        self,
        integration_id: str,
        definition: DefinitionFields,
        own: OwnFields,
        *,
        by: str = SYSTEM,
        context: Context = Context.NONE,
    ) -> Integration:
        """Change fields as :meth:`edit` does, but tell nobody, so that it may stand in a transaction; :meth:`tell` has to follow.

        Raises ``KeyError``, ``NotTheOwner``.
        """
        return self._stored(integration_id, _edited(definition, own), by, context)[1]

    def tell(self, before: Integration, after: Integration) -> None:
        """Tell the other accounts what was changed of a definition, if anything was.

        Not inside a transaction, nor under a lock of this account: it goes into theirs.
        """
        if after.definition != before.definition:
            self.publishers.changed(after.application_id)

    def change_definition(
        self,
        integration_id: str,
        *,
        by: str = SYSTEM,
        context: Context = Context.NONE,
        **fields: Unpack[DefinitionFields],
    ) -> Integration:
        """Change what the owner determines; every account that has the record follows. Raises ``KeyError``, ``NotTheOwner``."""
        return self.edit(integration_id, fields, {}, by=by, context=context)

    def reset_credentials(
        self, integration_id: str, *, by: str = SYSTEM, context: Context = Context.NONE
    ) -> Integration:
        """Give a record a new key and secret; the old ones die, its tokens stay (documented: ``section_4395597766``).

        Raises ``KeyError``, ``NotTheOwner``.
        """

        def renewed(before: Integration) -> Integration:
            definition = replace(before.definition, consumer_key=new_secret(), consumer_secret=new_secret())
            return replace(before, definition=definition)

        return self._change(integration_id, renewed, by, context)

    def set_state(
        self,
        integration_id: str,
        state: IntegrationState,
        *,
        by: str = SYSTEM,
        context: Context = Context.NONE,
    ) -> Integration:
        """Change a record's state in this account. Raises ``KeyError``."""
        return self.edit(integration_id, {}, {"state": state}, by=by, context=context)

    def set_note(
        self, integration_id: str, note: str, *, by: str = SYSTEM, context: Context = Context.NONE
    ) -> Integration:
        """Change a record's note in this account. Raises ``KeyError``."""
        return self.edit(integration_id, {}, {"note": note}, by=by, context=context)

    def set_concurrency_limit(
        self,
        integration_id: str,
        limit: int | None,
        *,
        by: str = SYSTEM,
        context: Context = Context.NONE,
    ) -> None:
        """Store an integration's own limit; ``account.governance`` judges it first. Raises ``KeyError``."""
        self.edit(integration_id, {}, {"concurrency_limit": limit}, by=by, context=context)

    def allocated(self) -> int:
        """Return the sum of the integrations' own limits; Oracle's own applications have none."""
        return self._table.allocated()

    def install(
        self,
        definition: Definition,
        *,
        state: IntegrationState,
        arrival: Arrival,
        bundle: str = "",
        by: str = SYSTEM,
    ) -> Integration:
        """Install another account's record, as its owner has it now; one that is there already stays as it is.

        Not inside a transaction: it asks the owner's account. Raises ``ConsumerKeyTaken``.
        """
        (taken,) = self.take_in([definition], state=state, arrival=arrival, bundle=bundle, by=by)
        self.catch_up([definition.application_id])
        return self.known(taken.id)

    def take_in(
        self,
        definitions: Iterable[Definition],
        *,
        state: IntegrationState,
        arrival: Arrival,
        bundle: str = "",
        by: str = SYSTEM,
    ) -> list[Integration]:
        """Install records of other accounts, all or none; those that are there already stay as they are.

        It asks nobody, so that it may stand in a transaction; :meth:`catch_up` has to follow. Raises ``ConsumerKeyTaken``.
        """
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
                    arrived = replace(self._begun(definition, state, by), arrival=arrival, bundle=bundle)
                    found = self._add(arrived, _INSTALLING.get(arrival, Context.NONE))
                taken.append(found)
        return taken

    def catch_up(self, application_ids: Iterable[str]) -> None:
        """Follow the owners of records that were taken in: they may have changed them before there was a record to follow with.

        Not inside a transaction: it asks the owners' accounts.
        """
        for application_id in application_ids:
            self.follow(application_id)

    def follow(self, application_id: str) -> None:
        """Take over what the owner of a record that is installed here has now.

        The owner is asked and its answer stored by one thread at a time, so that what is stored last was asked last.
        Not inside a transaction: it asks the owner's account.
        """
        with self._following:
            latest = self.publishers.by_application_id(application_id)
            if latest is not None:
                self._take_over(latest)

    def _take_over(self, latest: Definition) -> None:
        with self._database.transaction():
            known = self.by_application_id(latest.application_id)
            if known is None or known.is_owned or known.definition.owner != latest.owner:
                return
            other = self.by_consumer_key(latest.consumer_key)
            if other is not None and other.id != known.id:
                _logger.warning(
                    "an integration record cannot follow its owner",
                    account=self._account_id,
                    reason=str(ConsumerKeyTaken(latest, other)),
                )
            elif known.definition != latest:
                self._table.update(replace(known, definition=latest))

    def hand_over(self, integration_id: str, bundle: str) -> None:
        """Say that a record of a bundle is in the account by another bundle now, since the one before no longer has it. Raises ``KeyError``."""
        with self._database.transaction():
            self._table.update(replace(self.known(integration_id), bundle=bundle))

    def remove(self, integration_id: str) -> None:
        """Take a record away, with its tokens, execution log and system notes. Raises ``KeyError``."""
        with self._database.transaction():
            self.known(integration_id)
            self._table.delete(integration_id)
            self.notes.forget(integration_id)

    def _begun(self, definition: Definition, state: IntegrationState, by: str) -> Integration:
        now = self._now()
        return Integration(
            id="",
            definition=definition,
            state=state,
            created_at=now,
            state_changed_at=now,
            created_by=by,
            state_changed_by=by,
        )

    def _add(self, made: Integration, context: Context) -> Integration:
        with self._database.transaction():
            added = self._table.add(made)
            created = SystemNote(made.created_at, made.created_by, context, NoteType.CREATE)
            changes = integrationnotes.of_creation(added, self._day)
            noted = [_note(one, made.created_at, made.created_by, context) for one in changes]
            self.notes.write(added.id, [created, *noted])
        return added

    def _change(
        self, integration_id: str, change: Callable[[Integration], Integration], by: str, context: Context
    ) -> Integration:
        before, after = self._stored(integration_id, change, by, context)
        self.tell(before, after)
        return after

    def _stored(
        self, integration_id: str, change: Callable[[Integration], Integration], by: str, context: Context
    ) -> tuple[Integration, Integration]:
        """Change a record; return it as it was and as it is."""
        now = self._now()
        with self._database.transaction():
            before = self.known(integration_id)
            after = change(before)
            if after.definition != before.definition and not before.is_owned:
                raise NotTheOwner(before)
            if after.state is not before.state:
                after = replace(after, state_changed_by=by, state_changed_at=now)
            if after != before:
                self._table.update(after)
                changes = integrationnotes.of_change(before, after, self._day)
                self.notes.write(integration_id, [_note(one, now, by, context) for one in changes])
        return before, after


def _edited(definition: DefinitionFields, own: OwnFields) -> Callable[[Integration], Integration]:
    return lambda before: replace(before, definition=replace(before.definition, **definition), **own)


def _note(change: FieldChange, at: datetime, by: str, context: Context) -> SystemNote:
    return SystemNote(at, by, context, change.type, change.field, change.old_value, change.new_value)
