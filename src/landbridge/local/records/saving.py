"""A save from permission to afterSubmit.

Order: permission check, validation, beforeSubmit scripts, one transaction with commit, then afterSubmit scripts outside of
any transaction or lock (documented: afterSubmit runs after the commit, inside the user's request).
"""

from __future__ import annotations

import dataclasses
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from landbridge.local.access.model import Level, Session
from landbridge.local.clock import Clock
from landbridge.local.records import conversion, entities, validation
from landbridge.local.records.derivation import MILLISECOND, Derivation, Later
from landbridge.local.records.errors import RecordError, does_not_exist
from landbridge.local.records.looking import Looking
from landbridge.local.records.model import UNCHANGED, Record, SaveResult, Unchanged
from landbridge.local.records.numbering import next_number, reserve
from landbridge.local.records.shapes import without_mandatory_customs
from landbridge.local.records.store import Store
from landbridge.local.records.submission import Submission
from landbridge.local.records.types import TypeDefinition, Types
from landbridge.local.records.values import check_external_id


@dataclass(frozen=True, slots=True)
class Change:
    """One save on its way."""

    definition: TypeDefinition
    changes: dict[str, Any]
    external_id: str | Unchanged | None
    script_type: str


class Saver:
    """Creates and changes records."""

    def __init__(
        self,
        *,
        store: Store,
        types: Types,
        clock: Clock,
        submission: Submission,
        derivation: Derivation,
        looking: Looking,
    ) -> None:
        self._store = store
        self._types = types
        self._clock = clock
        self._submission = submission
        self._derivation = derivation
        self._looking = looking

    def save(
        self,
        session: Session,
        record_type: str,
        values: Mapping[str, Any],
        *,
        record_id: str | None,
        external_id: str | Unchanged | None,
        event: str | None,
        script_type: str | None,
    ) -> SaveResult:
        """Create (``record_id=None``) or change a record. Raises ``RecordError``."""
        definition = self._types.get(record_type)
        if not session.needs_custom_fields:
            definition = dataclasses.replace(definition, shape=without_mandatory_customs(definition.shape))
        self._submission.require(session, definition, Level.CREATE if record_id is None else Level.EDIT)
        old = self._old(definition, record_id)
        event = event or ("create" if old is None else "edit")
        change = self._checked(definition, values, external_id, script_type, old)
        if session.fires_user_events:
            change = self._before_submit(session, event, change, old)
        record, before = self._commit(session, change, record_id)
        failure = self._submission.after(
            session, event, change.script_type, record, before, committed=record.modified
        )
        return SaveResult(record, before, failure)

    def fill(self, session: Session, record_type: str, rows: Iterable[Mapping[str, Any]]) -> int:
        """Create many records in one transaction, without scripts; return how many. Raises ``RecordError``, and keeps none then."""
        definition = self._types.get(record_type)
        count = 0
        later: Later = {}
        with self._store.database.transaction() as connection:
            defaults = self._derivation.defaults(definition, None)
            for values in rows:
                changes = {**defaults, **validation.checked_changes(definition, values)}
                self._commit(session, Change(definition, changes, UNCHANGED, record_type), None, later=later)
                count += 1
            for touched in later:
                self._derivation.derive_again(connection, *touched, self._clock.now())
        return count

    def put(
        self,
        session: Session,
        record_type: str,
        record_id: str,
        values: Mapping[str, Any],
        external_id: str | None,
    ) -> Record:
        """Create a record under a chosen id, checked and derived as any other, without permission and scripts. Raises ``RecordError``."""
        definition = self._types.get(record_type)
        changes = {
            **self._derivation.defaults(definition, None),
            **validation.checked_changes(definition, values),
        }
        change = Change(definition, changes, external_id, record_type)
        return self._commit(session, change, None, chosen_id=record_id)[0]

    def preview(self, record_type: str, values: Mapping[str, Any]) -> Record:
        """Return the record that a save of ``values`` would begin with; nothing is checked but the values, nothing saved.

        Its id is empty. Raises ``RecordError`` for values that do not fit.
        """
        definition = self._types.get(record_type)
        changes = {
            **self._derivation.defaults(definition, None),
            **validation.checked_changes(definition, values),
        }
        now = self._clock.now()
        return Record(record_type, "", None, self._derivation.after(definition, None, changes), now, now)

    def _old(self, definition: TypeDefinition, record_id: str | None) -> Record | None:
        if record_id is None:
            return None
        old = self._store.get(definition, record_id)
        if old is None:
            raise does_not_exist()
        return old

    def _checked(
        self,
        definition: TypeDefinition,
        values: Mapping[str, Any],
        external_id: str | Unchanged | None,
        script_type: str | None,
        old: Record | None,
    ) -> Change:
        changes = validation.checked_changes(definition, values)
        if old is None:
            changes = {**self._derivation.defaults(definition, script_type), **changes}
        after = self._derivation.after(definition, old, changes)
        self._check_whole(definition, changes, after, old)
        return Change(
            definition,
            changes,
            external_id,
            script_type or entities.script_type_of(definition.name, after),
        )

    def _check_whole(
        self,
        definition: TypeDefinition,
        changes: Mapping[str, Any],
        after: Mapping[str, Any],
        before: Record | None,
    ) -> None:
        rules = self._derivation.rules(definition.name)
        validation.check_mandatory(definition, after, rules.mandatory(definition, after))
        validation.check_references(definition, changes, self._looking.exists)
        rules.check(definition, changes, after, before)
        unique = rules.unique_name(definition, after)
        if unique is not None:
            owner = self._store.name_owner(definition.name, *unique)
            if owner not in (None, before.id if before else None):
                raise rules.duplicate(definition)

    def _before_submit(self, session: Session, event: str, change: Change, old: Record | None) -> Change:
        changes = self._submission.before(session, event, change.script_type, dict(change.changes), old)
        accepted = validation.checked_changes(change.definition, changes)
        return Change(change.definition, accepted, change.external_id, change.script_type)

    def _commit(
        self,
        session: Session,
        change: Change,
        record_id: str | None,
        *,
        chosen_id: str = "",
        later: Later | None = None,
    ) -> tuple[Record, Record | None]:
        """Store a record and what follows from it; records that nothing reads in between are noted in ``later``, where it is given."""
        definition = change.definition
        with self._store.database.transaction() as connection:
            # Read again: another save may have been committed while scripts ran.
            before = self._old(definition, record_id)
            after = self._derivation.after(definition, before, change.changes)
            self._check_whole(definition, change.changes, after, before)
            if before is None:
                new_id = chosen_id or str(next_number(connection, definition.id_family))
                if chosen_id:
                    reserve(connection, definition.id_family, int(chosen_id))
                self._first_values(connection, session, definition, after)
            else:
                new_id = before.id
            external_id = self._external_id(definition, change.external_id, before, new_id)
            self._claim_name(connection, definition, after, new_id)
            modified = self._instant(before)
            created = before.created if before else modified
            written = Record(definition.name, new_id, external_id, after, created, modified)
            record = self._store.write(connection, definition, written)
            if before is None:
                self._convert(connection, record, modified)
            if self._derivation.derive_touched(connection, before, record, modified, later):
                record = self._old(definition, new_id) or record
        return record, before

    def _convert(self, connection: sqlite3.Connection, document: Record, at: datetime) -> None:
        """Make a customer of the lead or prospect that a new document is made out to."""
        customer = conversion.converted(document, self._looking, at + MILLISECOND)
        if customer is not None:
            self._store.write(connection, self._types.get(customer.type), customer)

    def _claim_name(
        self,
        connection: sqlite3.Connection,
        definition: TypeDefinition,
        after: Mapping[str, Any],
        record_id: str,
    ) -> None:
        unique = self._derivation.rules(definition.name).unique_name(definition, after)
        if unique is not None:
            scope, name = unique
            self._store.claim_name(connection, definition.name, scope, name, record_id)

    def _first_values(
        self,
        connection: sqlite3.Connection,
        session: Session,
        definition: TypeDefinition,
        values: dict[str, Any],
    ) -> None:
        self._derivation.rules(definition.name).first_values(connection, definition, values)
        if "owner" in definition.fields and self._store.exists(("employee",), session.user_id):
            values.setdefault("owner", session.user_id)

    def _external_id(
        self,
        definition: TypeDefinition,
        wanted: str | Unchanged | None,
        before: Record | None,
        record_id: str,
    ) -> str | None:
        if wanted is UNCHANGED or isinstance(wanted, Unchanged):
            return before.external_id if before else None
        if not wanted:
            return None
        check_external_id(wanted)
        other = self._store.by_external_id(definition, wanted)
        if other is not None and other.id != record_id:
            raise RecordError("DUP_RCRD", f"A record with the external ID {wanted} already exists.")
        return wanted

    def _instant(self, before: Record | None) -> datetime:
        """Return the commit's instant: the clock's, and later than the record's former one whatever the clock did."""
        now = self._clock.now()
        return now if before is None else max(now, before.modified + MILLISECOND)
