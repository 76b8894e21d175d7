"""The record types of one account: the standard ones, its lists, its custom record types, with their custom fields."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from landbridge.local.records import lists
from landbridge.local.records.errors import RecordError
from landbridge.local.records.model import CustomField, CustomRecordType
from landbridge.recordtypes import RECORD_TYPES, Field, Kind, Search
from landbridge.recordtypes.model import COMMON_SEARCH, SearchOnly

SEARCH_OF_KIND = {
    Kind.STRING: Search.STRING,
    Kind.BOOLEAN: Search.BOOLEAN,
    Kind.INTEGER: Search.LONG,
    Kind.DOUBLE: Search.DOUBLE,
    Kind.DATE: Search.DATE,
    Kind.DATETIME: Search.DATE,
    Kind.DURATION: Search.DOUBLE,
    Kind.ENUM: Search.ENUM,
    Kind.REF: Search.MULTISELECT,
}
"""How custom fields and fields of lists are searched (schema: SearchXxxCustomField)."""

CUSTOM_RECORD_FIELDS = (
    Field("altName", Kind.STRING, "Alternate Name", "altname", "altname", Search.STRING),
    Field("owner", Kind.REF, "Owner", "owner", "owner", Search.MULTISELECT, refers_to="employee"),
    Field("created", Kind.DATETIME, "Date Created", "created", "created", Search.DATE, computed=True),
    Field(
        "lastModified",
        Kind.DATETIME,
        "Last Modified",
        "lastmodified",
        "lastmodified",
        Search.DATE,
        computed=True,
    ),
)
"""What every custom record has beside its name and its own fields (schema: CustomRecord)."""


@dataclass(frozen=True, slots=True)
class TypeDefinition:
    """One type as the account sees it now. ``fields`` by name, standard ones first, then custom ones."""

    name: str
    label: str
    permission: str
    id_family: str
    fields: dict[str, Field]
    defaults: dict[str, Any]
    search_only: tuple[SearchOnly, ...]
    created_field: str = ""
    modified_field: str = ""

    def search_field(self, name: str) -> tuple[Field | None, Search]:
        """Return the field (``None`` for search-only criteria) and search type behind a search name.

        Raises ``RecordError`` INVALID_SEARCH_FIELD_NAME.
        """
        for only in self.search_only:
            if only.name == name:
                return None, only.search
        # One basic search names two fields alike (salesRep): the renamed field is the one that is meant.
        renamed = [field for field in self.fields.values() if field.search_name == name]
        field = renamed[0] if renamed else self.fields.get(name)
        if field is None or field.search is None or (field.search_name and field.search_name != name):
            raise RecordError(
                "INVALID_SEARCH_FIELD_NAME", f"{self.name} cannot be searched by {name}.", field=name
            )
        return field, field.search


def custom_as_field(custom: CustomField) -> Field:
    """Describe a custom field the way standard fields are described."""
    return Field(
        name=custom.script_id,
        kind=custom.kind,
        label=custom.label,
        script=custom.script_id,
        suiteql=custom.script_id,
        search=SEARCH_OF_KIND[custom.kind],
        refers_to=custom.refers_to,
        mandatory=custom.mandatory,
    )


def _standard(name: str) -> TypeDefinition:
    record_type = RECORD_TYPES[name]
    return TypeDefinition(
        name=name,
        label=record_type.label,
        permission=record_type.permission,
        id_family=record_type.id_family,
        fields={field.name: field for field in record_type.fields},
        defaults={},
        search_only=record_type.search_only,
        created_field="dateCreated",
        modified_field="lastModifiedDate",
    )


def _list(name: str) -> TypeDefinition:
    return TypeDefinition(
        name=name,
        label=name[0].upper() + name[1:],
        permission=lists.PERMISSIONS[name],
        id_family=name,
        fields={field.name: field for field in lists.fields_of(name)},
        defaults={},
        search_only=COMMON_SEARCH,
    )


def _custom(kind: CustomRecordType) -> TypeDefinition:
    name = (lists.NAME,) if kind.include_name else ()
    return TypeDefinition(
        name=kind.script_id,
        label=kind.name,
        permission=kind.script_id,
        id_family=kind.script_id,
        fields={field.name: field for field in (*name, lists.INACTIVE, *CUSTOM_RECORD_FIELDS)},
        defaults={},
        search_only=COMMON_SEARCH,
        created_field="created",
        modified_field="lastModified",
    )


class Types:
    """All types of the account; definitions are rebuilt when a customization changes. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._customs: dict[str, CustomField] = {}
        self._custom_types: dict[str, CustomRecordType] = {}
        self._definitions: dict[str, TypeDefinition] = {}
        self._rebuild()

    def _rebuild(self) -> None:
        definitions = {name: _standard(name) for name in RECORD_TYPES}
        definitions |= {name: _list(name) for name in lists.PERMISSIONS}
        definitions |= {name: _custom(kind) for name, kind in self._custom_types.items()}
        for custom in self._customs.values():
            for name in custom.applies_to & definitions.keys():
                definitions[name].fields[custom.script_id] = custom_as_field(custom)
                if custom.default is not None:
                    definitions[name].defaults[custom.script_id] = custom.default
        self._definitions = definitions

    def add_fields(self, fields: Iterable[CustomField]) -> None:
        """Define custom fields, replacing earlier ones of the same script id."""
        with self._lock:
            self._customs |= {field.script_id: field for field in fields}
            self._rebuild()

    def add_type(self, kind: CustomRecordType) -> None:
        """Define a custom record type, replacing an earlier one of the same script id."""
        with self._lock:
            self._custom_types[kind.script_id] = kind
            self._rebuild()

    def get(self, name: str) -> TypeDefinition:
        """Return the definition of a type. Raises ``RecordError`` INVALID_RCRD_TYPE."""
        found = self._definitions.get(name)
        if found is None:
            raise RecordError("INVALID_RCRD_TYPE", f"The record type {name} is not valid.")
        return found

    def known(self, name: str) -> bool:
        """Say whether there is such a type."""
        return name in self._definitions

    def names(self) -> list[str]:
        """Return the names of all types."""
        return list(self._definitions)

    def custom_fields(self, name: str) -> list[CustomField]:
        """Return the custom fields that apply to a type, in the order of their definition."""
        return [field for field in self._customs.values() if name in field.applies_to]

    def custom_type(self, script_id: str) -> CustomRecordType | None:
        """Return a custom record type, or ``None``."""
        return self._custom_types.get(script_id)
