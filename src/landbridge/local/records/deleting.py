"""A deletion from permission to afterSubmit, in the order of a save (see ``saving``)."""

from __future__ import annotations

from datetime import datetime

from landbridge.local.access.model import Level, Session
from landbridge.local.clock import Clock
from landbridge.local.records import deletions, entities
from landbridge.local.records.deletions import Reason
from landbridge.local.records.derivation import Derivation
from landbridge.local.records.errors import RecordError, ScriptFailure, does_not_exist
from landbridge.local.records.model import Record
from landbridge.local.records.store import Store
from landbridge.local.records.submission import Submission
from landbridge.local.records.types import Types


class Deleter:
    """Deletes records."""

    def __init__(
        self, *, store: Store, types: Types, clock: Clock, submission: Submission, derivation: Derivation
    ) -> None:
        self._store = store
        self._types = types
        self._clock = clock
        self._submission = submission
        self._derivation = derivation

    def delete(
        self, session: Session, record_type: str, record_id: str, reason: Reason
    ) -> ScriptFailure | None:
        """Delete a record and return what an afterSubmit script threw.

        Raises ``RecordError`` RCRD_DSNT_EXIST or CANT_DELETE_RCRD (it is referred to).
        """
        definition = self._types.get(record_type)
        self._submission.require(session, definition, Level.FULL)
        old = self._store.get(definition, record_id)
        if old is None:
            raise does_not_exist()
        script_type = entities.script_type_of(record_type, old.values)
        if session.fires_user_events:
            self._submission.before(session, "delete", script_type, {}, old)
        committed = self._commit(session, old, reason)
        return self._submission.after(session, "delete", script_type, old, old, committed=committed)

    def _commit(self, session: Session, old: Record, reason: Reason) -> datetime:
        with self._store.database.transaction() as connection:
            # Asked again: scripts ran since the record was read.
            if not self._store.exists((old.type,), old.id):
                raise does_not_exist()
            if self._store.is_referenced(old.type, old.id):
                raise RecordError(
                    "CANT_DELETE_RCRD", "This record cannot be deleted because it has dependent records."
                )
            name = self._derivation.rules(old.type).display(old)
            self._store.remove(connection, old.type, old.id)
            committed = self._clock.now()
            deletions.note(connection, old, name=name, session=session, at=committed, reason=reason)
            self._derivation.derive_touched(connection, old, None, committed)
        return committed
