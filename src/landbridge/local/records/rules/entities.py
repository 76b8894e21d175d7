"""What NetSuite derives on employees, customers, projects, vendors and contacts: names, numbers, stage, defaults, uniqueness."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from landbridge.local.records.entities import STAGE_OF_SCRIPT_TYPE
from landbridge.local.records.errors import RecordError
from landbridge.local.records.model import Record
from landbridge.local.records.numbering import entity_number
from landbridge.local.records.rules import trees
from landbridge.local.records.rules.addresses import keep_book
from landbridge.local.records.rules.base import Rules
from landbridge.local.records.rules.projecttasks import set_totals
from landbridge.local.records.rules.transactions.balances import set_balances
from landbridge.local.records.types import TypeDefinition
from landbridge.recordtypes.projecttask import RESOURCES

FALLBACKS: dict[str, str] = {"subsidiary": "1", "currency": "1"}
"""Values that a new entity gets when the list has such an entry (assumed: the preferences of a one-subsidiary account)."""

PEOPLE = frozenset({"employee", "contact"})
PERSON_OR_COMPANY = frozenset({"customer", "vendor"})


class EntityRules(Rules):
    """The rules of people and companies."""

    modified_by_others = False
    """Balances change with transactions, and the entity counts as it was last saved (assumed)."""

    def defaults(self, definition: TypeDefinition, script_type: str | None) -> dict[str, Any]:
        """Subsidiary, currency, and a customer's first status."""
        found: dict[str, Any] = {
            name: value
            for name, value in FALLBACKS.items()
            if name in definition.fields and self.look.exists(definition.fields[name].refers_to, value)
        }
        if definition.name == "customer":
            status = self._default_status(script_type or "customer")
            if status:
                found["entityStatus"] = status
        return found

    def _default_status(self, script_type: str) -> str | None:
        """Return the first active status of the form's stage (assumed; a set-up preference in NetSuite)."""
        stage = STAGE_OF_SCRIPT_TYPE.get(script_type)
        for status in self.look.entries("customerStatus"):
            if status.values.get("stage") == stage and not status.values.get("isInactive"):
                return status.id
        return None

    def derive(
        self, definition: TypeDefinition, values: dict[str, Any], record_id: str | None
    ) -> dict[str, Any]:
        """Full name, address book, and a customer's stage."""
        set_balances(definition.name, values, record_id, self.look)
        values["altName"] = full_name(definition.name, values)
        keep_book(values)
        if definition.name == "job":
            set_totals(values, record_id, self.look)
            self._set_resources(values)
        if definition.name == "customer" and "entityStatus" in values:
            status = self.look.record("customerStatus", values["entityStatus"])
            if status is not None:
                values["stage"] = status.values["stage"]
        return values

    def _set_resources(self, values: dict[str, Any]) -> None:
        """Set the e-mail address of each resource of a project."""
        if "jobResourcesList" in values:
            values["jobResourcesList"] = [
                self._with_email(line, line.get("jobResource", "")) for line in values["jobResourcesList"]
            ]

    def _with_email(self, line: Mapping[str, Any], resource: str) -> dict[str, Any]:
        found = self.look.record(RESOURCES, resource)
        email = found.values.get("email") if found else None
        return {**line, "email": email} if email else dict(line)

    def mandatory(self, definition: TypeDefinition, values: Mapping[str, Any]) -> Sequence[str]:
        """The names of a customer or vendor, a person's or a company's, and the subsidiary of an account that has one (assumed: OneWorld)."""
        return (*_names(definition.name, values), *self._subsidiary(definition))

    def _subsidiary(self, definition: TypeDefinition) -> tuple[str, ...]:
        field = definition.fields.get("subsidiary")
        if field is None or field.computed or not self.look.exists(field.refers_to, FALLBACKS["subsidiary"]):
            return ()
        return ("subsidiary",)

    def check(
        self,
        definition: TypeDefinition,
        changes: Mapping[str, Any],
        after: Mapping[str, Any],
        before: Record | None,
    ) -> None:
        """Refuse a customer that would be its own ancestor: PARENT_CANT_ITSELF_BE_MEMBER."""
        if definition.name == "customer" and changes.get("parent"):
            trees.check_parent(self.look, "customer", after, before, definition.label)

    def first_values(
        self, connection: sqlite3.Connection, definition: TypeDefinition, values: dict[str, Any]
    ) -> None:
        """The entity number."""
        values["entityId"] = entity_number(connection, definition.name)

    def unique_name(self, definition: TypeDefinition, values: Mapping[str, Any]) -> tuple[str, str] | None:
        """The full name, with the parent of a customer or project (documented: addList, ``section_N3481360``)."""
        scope = str(values.get("parent", "")) if definition.name in ("customer", "job") else ""
        return scope, values["altName"]

    def duplicate(self, definition: TypeDefinition) -> RecordError:
        """DUP_ENTITY (code from the schema, text assumed)."""
        field = "lastName" if definition.name == "employee" else "companyName"
        return RecordError(
            "DUP_ENTITY",
            f"A {definition.label.lower()} with this name already exists. Names must be unique.",
            field=field,
        )

    def display(self, record: Record) -> str:
        """Number and name (observed with auto-generated numbers)."""
        return f"{record.values.get('entityId', '')} {record.values.get('altName', '')}".strip()


def _names(record_type: str, values: Mapping[str, Any]) -> tuple[str, ...]:
    if record_type not in PERSON_OR_COMPANY:
        return ()
    return ("firstName", "lastName") if values.get("isPerson") else ("companyName",)


def full_name(record_type: str, values: Mapping[str, Any]) -> str:
    """Return the ``altName``: first, middle and last name of a person, else the company or project name."""
    if record_type in PEOPLE or (record_type in PERSON_OR_COMPANY and values.get("isPerson")):
        parts = (values.get(name, "") for name in ("firstName", "middleName", "lastName"))
        return " ".join(part.strip() for part in parts if part.strip())
    return str(values.get("companyName", "")).strip()
