"""Custom fields, lists and record types: defining them and keeping them."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict, replace
from typing import Any

from landbridge.local.records.convertingfields import convert_values, forget_values
from landbridge.local.records.fieldtypes import KINDS, FieldType
from landbridge.local.records.model import AccessType, CustomField, CustomList, CustomRecordType
from landbridge.local.records.numbering import next_number
from landbridge.local.records.types import Types
from landbridge.local.storage import Database
from landbridge.recordtypes import Kind


class CustomizationError(ValueError):
    """A custom field or type that NetSuite would not take; the text says why."""


class CustomFields:
    """``account.records.fields``: the custom fields of the account."""

    def __init__(self, database: Database, types: Types) -> None:
        self._database = database
        self._types = types

    def define(self, *fields: CustomField) -> None:
        """Define fields, or define them anew: values are kept as far as the new type can hold them. Raises ``CustomizationError``."""
        for field in fields:
            if not field.script_id.startswith("cust") or field.script_id != field.script_id.lower():
                raise CustomizationError(f"{field.script_id!r} is not a script id of a custom field")
            if field.kind in (Kind.REF, Kind.REF_LIST) and not field.refers_to:
                raise CustomizationError(f"{field.script_id}: a select field needs a list to select from")
            if field.type is not None and KINDS[field.type] is not field.kind:
                raise CustomizationError(
                    f"{field.script_id}: a {field.type} field holds no {field.kind.value}"
                )
        with self._database.transaction() as connection:
            numbered = [
                replace(field, number=field.number or _number(connection, "field", field.script_id))
                for field in fields
            ]
            known = {field.script_id: field for field in self._types.all_custom_fields()}
            for field in numbered:
                if field.script_id in known:
                    convert_values(connection, known[field.script_id], field)
            connection.executemany(
                "INSERT OR REPLACE INTO customization (kind, script_id, document) VALUES ('field', ?, ?)",
                [(field.script_id, _field_document(field)) for field in numbered],
            )
        self._types.add_fields(numbered)

    def remove(self, script_id: str) -> None:
        """Delete a field with all its values. Raises ``CustomizationError`` where there is none such."""
        known = {field.script_id: field for field in self._types.all_custom_fields()}
        if script_id not in known:
            raise CustomizationError(f"there is no custom field {script_id!r}")
        with self._database.transaction() as connection:
            forget_values(connection, known[script_id])
            connection.execute(
                "DELETE FROM customization WHERE kind = 'field' AND script_id = ?", (script_id,)
            )
        self._types.remove_field(script_id)

    def load(self) -> None:
        """Take up the fields, lists and types that the data folder has."""
        for document in self._documents("list"):
            self._types.add_list(CustomList(**document))
        for document in self._documents("type"):
            self._types.add_type(_type_of(document))
        rows = self._documents("field")
        self._types.add_fields(_field_of(document) for document in rows)

    def _documents(self, kind: str) -> list[dict[str, Any]]:
        """Return what is kept of the customizations of a kind, in the order of their definition."""
        rows = self._database.rows("SELECT document FROM customization WHERE kind = ?", (kind,))
        return sorted(
            (json.loads(row["document"]) for row in rows), key=lambda document: int(document["number"])
        )

    def define_list(self, custom_list: CustomList) -> None:
        """Define a custom list, or define it anew; its entries are records. Raises ``CustomizationError``."""
        if (
            not custom_list.script_id.startswith("customlist")
            or custom_list.script_id != custom_list.script_id.lower()
        ):
            raise CustomizationError(f"{custom_list.script_id!r} is not a script id of a custom list")
        with self._database.transaction() as connection:
            number = custom_list.number or _number(connection, "list", custom_list.script_id)
            numbered = replace(custom_list, number=number)
            connection.execute(
                "INSERT OR REPLACE INTO customization (kind, script_id, document) VALUES ('list', ?, ?)",
                (numbered.script_id, json.dumps(asdict(numbered))),
            )
        self._types.add_list(numbered)

    def define_type(self, kind: CustomRecordType) -> None:
        """Define a custom record type, or define it anew. Raises ``CustomizationError``."""
        if not kind.script_id.startswith("customrecord"):
            raise CustomizationError(f"{kind.script_id!r} is not a script id of a custom record type")
        with self._database.transaction() as connection:
            kind = replace(kind, number=kind.number or _number(connection, "type", kind.script_id))
        document: dict[str, Any] = {
            "script_id": kind.script_id,
            "name": kind.name,
            "include_name": kind.include_name,
            "description": kind.description,
            "permissions": dict(kind.permissions),
            "number": kind.number,
            "access_type": kind.access_type.value,
        }
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO customization (kind, script_id, document) VALUES ('type', ?, ?)",
                (kind.script_id, json.dumps(document)),
            )
        self._types.add_type(kind)


def _type_of(document: dict[str, Any]) -> CustomRecordType:
    return CustomRecordType(**{**document, "access_type": AccessType(document["access_type"])})


def _number(connection: sqlite3.Connection, kind: str, script_id: str) -> int:
    """Return the internal id that a customization has, or a new one."""
    row = connection.execute(
        "SELECT json_extract(document, '$.number') FROM customization WHERE kind = ? AND script_id = ?",
        (kind, script_id),
    ).fetchone()
    return int(row[0]) if row and row[0] else next_number(connection, "customization")


def _field_document(field: CustomField) -> str:
    return json.dumps(
        {
            "script_id": field.script_id,
            "kind": field.kind.value,
            "label": field.label,
            "applies_to": sorted(field.applies_to),
            "refers_to": field.refers_to,
            "default": field.default,
            "help": field.help,
            "mandatory": field.mandatory,
            "number": field.number,
            "type": field.type,
            "display": field.display,
        }
    )


def _field_of(document: dict[str, Any]) -> CustomField:
    return CustomField(
        **{
            **document,
            "kind": Kind(document["kind"]),
            "applies_to": frozenset(document["applies_to"]),
            "type": FieldType(document["type"]) if document.get("type") else None,
        }
    )
