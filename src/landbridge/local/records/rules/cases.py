"""Support cases: numbers, first status, what is taken from company and contact, instants of messages and of closing."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from landbridge.local.records.model import Record
from landbridge.local.records.numbering import next_number
from landbridge.local.records.rules.base import Rules
from landbridge.local.records.types import TypeDefinition
from landbridge.recordtypes.contact import COMPANIES

CLOSED, OPEN = "_closed", "_open"
MESSAGES = ("incomingMessage", "outgoingMessage")
FIRST_ENTRIES = {"priority": ("supportCasePriority", "2"), "profile": ("supportCaseProfile", "1")}
"""What a new case begins with when the list has such an entry (assumed: the preferences of the account)."""


class CaseRules(Rules):
    """The rules of support cases."""

    def defaults(self, definition: TypeDefinition, script_type: str | None) -> dict[str, Any]:
        """The first open status, a middling priority, the incident's instant."""
        del definition, script_type
        found: dict[str, Any] = {"startDate": self.look.now()}
        found |= {
            name: value for name, (kind, value) in FIRST_ENTRIES.items() if self.look.exists(kind, value)
        }
        statuses = self.look.entries("supportCaseStatus")
        first = next((one.id for one in statuses if one.values.get("stage") == OPEN), None)
        return found | ({"status": first} if first else {})

    def first_values(
        self, connection: sqlite3.Connection, definition: TypeDefinition, values: dict[str, Any]
    ) -> None:
        """The case number."""
        values["caseNumber"] = str(next_number(connection, f"number:{definition.name}"))

    def derive(
        self, definition: TypeDefinition, values: dict[str, Any], record_id: str | None
    ) -> dict[str, Any]:
        """What company and contact give, the instants of the last message and of closing, whom it is escalated to."""
        before = self.look.record(definition.name, record_id) if record_id else None
        old: Mapping[str, Any] = before.values if before else {}
        if before is None:
            self._take(values)
        if any(values.get(name) and values[name] != old.get(name) for name in MESSAGES):
            values["lastMessageDate"] = self.look.now()
        self._close(values, old)
        if "escalateToList" in values:
            values["escalateToList"] = [self._escalated(line) for line in values["escalateToList"]]
        return values

    def _take(self, values: dict[str, Any]) -> None:
        """Fill e-mail, phone and subsidiary of a new case from contact or company (documented: sourcing)."""
        sources = [
            self.look.record(kind, str(values[name]))
            for name, kind in (("contact", "contact"), ("company", COMPANIES))
            if values.get(name)
        ]
        for name in ("email", "phone", "subsidiary"):
            found = next((one.values[name] for one in sources if one and one.values.get(name)), None)
            if found and not values.get(name):
                values[name] = found

    def _stage(self, values: Mapping[str, Any]) -> str:
        status = self.look.record("supportCaseStatus", values.get("status", ""))
        return str(status.values.get("stage", "")) if status else ""

    def _close(self, values: dict[str, Any], old: Mapping[str, Any]) -> None:
        """A case that is closed has an end; one that was and is no longer has been reopened."""
        closed = self._stage(values) == CLOSED
        if closed and "endDate" not in values:
            values["endDate"] = self.look.now()
        elif not closed and "endDate" in values:
            del values["endDate"]
            if old:
                values["lastReopenedDate"] = self.look.now()

    def _escalated(self, line: Mapping[str, Any]) -> dict[str, Any]:
        employee = self.look.record("employee", line.get("escalatee", ""))
        known = {name: employee.values.get(name) for name in ("email", "phone")} if employee else {}
        return {**line, **{name: value for name, value in known.items() if value}}

    def display(self, record: Record) -> str:
        """Number and subject (assumed)."""
        return f"{record.values.get('caseNumber', '')} {record.values.get('title', '')}".strip()
