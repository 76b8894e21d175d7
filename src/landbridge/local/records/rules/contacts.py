"""Contacts: named by themselves, without a number, once in a company."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from landbridge.local.records.model import Record
from landbridge.local.records.rules.addresses import keep_book
from landbridge.local.records.rules.entities import EntityRules, full_name
from landbridge.local.records.types import TypeDefinition
from landbridge.recordtypes.contact import COMPANIES


class ContactRules(EntityRules):
    """The rules of contacts."""

    def derive(
        self, definition: TypeDefinition, values: dict[str, Any], record_id: str | None
    ) -> dict[str, Any]:
        """The contact's name from its parts unless it is given; the subsidiary of its company; the address book."""
        del record_id
        if not values.get("entityId"):
            name = full_name(definition.name, values)
            values |= {"entityId": name} if name else {}
        company = self.look.record(COMPANIES, values["company"]) if values.get("company") else None
        if company is not None and company.values.get("subsidiary"):
            values["subsidiary"] = company.values["subsidiary"]
        keep_book(values)
        return values

    def mandatory(self, definition: TypeDefinition, values: Mapping[str, Any]) -> Sequence[str]:
        """The name."""
        del definition, values
        return ("entityId",)

    def first_values(
        self, connection: sqlite3.Connection, definition: TypeDefinition, values: dict[str, Any]
    ) -> None:
        """No number: contacts have none."""
        del connection, definition, values

    def unique_name(self, definition: TypeDefinition, values: Mapping[str, Any]) -> tuple[str, str]:
        """The name within the company (documented: addList, ``section_N3481360``)."""
        del definition
        return str(values.get("company", "")), str(values["entityId"])

    def display(self, record: Record) -> str:
        """The contact's name."""
        return str(record.values.get("entityId", record.id))
