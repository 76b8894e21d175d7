"""Where user event scripts hang on: the protocol that ``scripting`` implements and records call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from landbridge.local.access.model import Session
    from landbridge.local.records.errors import ScriptFailure
    from landbridge.local.records.model import Record


@dataclass(frozen=True, slots=True)
class PageMessage:
    """A message on a record page. ``type``: confirmation, information, warning, error. ``duration`` in ms, 0 for ever."""

    type: str
    title: str
    message: str
    duration: int = 0


@dataclass(frozen=True, slots=True)
class PageEffects:
    """What beforeLoad scripts did to a form."""

    messages: tuple[PageMessage, ...] = ()


class UserEvents(Protocol):
    """The three entry points of user event scripts."""

    def before_load(
        self, session: Session, event: str, script_type: str, record: Record | None
    ) -> PageEffects:
        """Run beforeLoad scripts (``event`` create, view, edit)."""
        ...

    def before_submit(
        self,
        session: Session,
        event: str,
        script_type: str,
        new_values: dict[str, Any],
        old: Record | None,
    ) -> dict[str, Any]:
        """Run beforeSubmit scripts and return the values, perhaps changed. Raises ``ScriptFailure`` to refuse."""
        ...

    def after_submit(
        self, session: Session, event: str, script_type: str, new: Record, old: Record | None
    ) -> ScriptFailure | None:
        """Run afterSubmit scripts; return what the first failing one threw."""
        ...


class NoScripts:
    """An account without SuiteScript: no script runs."""

    def before_load(
        self, session: Session, event: str, script_type: str, record: Record | None
    ) -> PageEffects:
        """Add nothing."""
        del session, event, script_type, record
        return PageEffects()

    def before_submit(
        self,
        session: Session,
        event: str,
        script_type: str,
        new_values: dict[str, Any],
        old: Mapping[str, Any] | Record | None,
    ) -> dict[str, Any]:
        """Change nothing."""
        del session, event, script_type, old
        return new_values

    def after_submit(
        self, session: Session, event: str, script_type: str, new: Record, old: Record | None
    ) -> ScriptFailure | None:
        """Do nothing."""
        del session, event, script_type, new, old
        return None
