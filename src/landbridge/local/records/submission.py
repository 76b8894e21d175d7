"""What surrounds every save and deletion: permission before it, user event scripts on both sides, the timeline after it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from landbridge.local.access.errors import PermissionMissing
from landbridge.local.access.model import Level, Session
from landbridge.local.access.permissions import Permissions
from landbridge.local.clock import Clock
from landbridge.local.records.errors import RecordError, ScriptFailure, permission_violation
from landbridge.local.records.hooks import UserEvents
from landbridge.local.records.model import Record, Saved
from landbridge.local.records.timeline import Timeline
from landbridge.local.records.types import TypeDefinition


class Submission:
    """``events`` is looked up at each save, since scripting is plugged in later."""

    def __init__(
        self, permissions: Permissions, events: Callable[[], UserEvents], timeline: Timeline, clock: Clock
    ) -> None:
        self._permissions = permissions
        self._events = events
        self._timeline = timeline
        self._clock = clock

    def require(self, session: Session, definition: TypeDefinition, level: Level) -> None:
        """Raise ``RecordError`` unless the session may do that with records of a type."""
        try:
            self._permissions.require(session, definition.permission, level)
        except PermissionMissing as error:
            raise permission_violation(definition.permission) from error

    def before(
        self, session: Session, event: str, script_type: str, values: dict[str, Any], old: Record | None
    ) -> dict[str, Any]:
        """Run the beforeSubmit scripts and return the values as they leave them. Raises ``RecordError`` for what they throw."""
        try:
            return self._events().before_submit(session, event, script_type, values, old)
        except ScriptFailure as failure:
            raise RecordError(failure.code, failure.message) from failure

    def after(
        self,
        session: Session,
        event: str,
        script_type: str,
        record: Record,
        before: Record | None,
        *,
        committed: datetime,
    ) -> ScriptFailure | None:
        """Run the afterSubmit scripts, if the session fires any, note the save, and return what a script threw."""
        failure = None
        if session.fires_user_events:
            failure = self._events().after_submit(session, event, script_type, record, before)
        self._timeline.add(
            Saved(record.type, record.id, event, session.context.value, committed, self._clock.now())
        )
        return failure
