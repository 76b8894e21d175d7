"""Workflows as the local account knows them: one state, one trigger, actions that set field values.

Names are SDF's (``workflow``, ``SDFxml_2086367724``). There are no transitions, buttons, mails or states that last.
"""

from __future__ import annotations

from dataclasses import dataclass

from landbridge.local.access.model import Context

EQUAL, NOT_EQUAL, EMPTY, NOT_EMPTY = "=", "<>", "IS NULL", "IS NOT NULL"


@dataclass(frozen=True, slots=True)
class Condition:
    """What a record must meet: ``field`` is a SuiteScript id, ``text`` its value as texts have it (see ``fieldtexts``)."""

    field: str
    operator: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class SetFieldValue:
    """The action Set Field Value with a static value."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Workflow:
    """One workflow. ``record_types`` are SuiteScript types; ``contexts`` empty for every context (documented).

    Event-based ones run after the submit of a record that is created (``on_create``) or changed (``on_update``); ``scheduled``
    ones for every record that meets the condition, when their time has come.
    """

    script_id: str
    name: str
    record_types: tuple[str, ...]
    actions: tuple[SetFieldValue, ...]
    condition: Condition | None = None
    on_create: bool = False
    on_update: bool = False
    scheduled: bool = False
    contexts: tuple[str, ...] = ()
    released: bool = True
    number: int = 0

    def begins(self, script_type: str, event: str, context: Context) -> bool:
        """Whether a save begins it, as far as its condition lets it."""
        wanted = self.on_create if event == "create" else self.on_update and event in ("edit", "xedit")
        return (
            self.released
            and not self.scheduled
            and wanted
            and script_type in self.record_types
            and (not self.contexts or context.value in self.contexts)
        )
