"""The record types of one account: the standard ones, its lists, its custom record types, with their custom fields."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from landbridge.local.records import lists
from landbridge.local.records.errors import RecordError
from landbridge.local.records.fieldtypes import FORMATS, LONGEST
from landbridge.local.records.model import CustomField, CustomList, CustomRecordType
from landbridge.local.records.shapes import Shape, shape_of, targets
from landbridge.recordtypes import RECORD_TYPES, Field, Kind, Search
from landbridge.recordtypes.customrecords import custom_record_fields
from landbridge.recordtypes.fields import SEARCH_OF_KIND
from landbridge.recordtypes.model import COMMON_SEARCH, SearchOnly


@dataclass(frozen=True, slots=True)
class TypeDefinition:
    """One type as the account sees it now. ``shape`` has its fields by name, standard ones first, then custom ones, and its sublists.

    ``members`` are the types of a family that one search finds together (``transaction``); a family is only searched.
    """

    name: str
    label: str
    permission: str
    id_family: str
    shape: Shape
    defaults: dict[str, Any]
    search_only: tuple[SearchOnly, ...]
    created_field: str = ""
    modified_field: str = ""
    members: tuple[str, ...] = ()

    @property
    def fields(self) -> dict[str, Field]:
        """The body fields by name."""
        return self.shape.fields

    @property
    def entered(self) -> list[Field]:
        """The fields whose values are entered: neither computed nor complex as addresses are."""
        return [
            field for field in self.fields.values() if not field.computed and field.kind is not Kind.OBJECT
        ]

    def field_of(self, script_id: str) -> Field | None:
        """Return the field of a SuiteScript id, in capitals or not."""
        wanted = script_id.casefold()
        return next(
            (field for field in self.fields.values() if (field.script or field.name).casefold() == wanted),
            None,
        )

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
        format=FORMATS.get(custom.field_type, ""),
        longest=LONGEST.get(custom.field_type, 0) if custom.type else 0,
    )


@cache
def _without_customs(name: str) -> Shape:
    """Return the shape of a standard type in an account without custom fields: built once, never changed."""
    kind = RECORD_TYPES[name]
    return shape_of((*kind.fields, *kind.beyond_soap), kind.sublists)


def _shape(name: str, columns: Mapping[str, list[Field]]) -> Shape:
    """Return a shape of a standard type whose body fields may be added to."""
    kind, plain = RECORD_TYPES[name], _without_customs(name)
    if columns:
        return shape_of((*kind.fields, *kind.beyond_soap), kind.sublists, columns)
    return replace(plain, fields=dict(plain.fields))


@cache
def _standard_targets() -> frozenset[str]:
    """Return every type, family and list that a field of a standard type refers to."""
    return frozenset(target for name in RECORD_TYPES for target in targets(_without_customs(name)))


def _standard(name: str, columns: Mapping[str, list[Field]]) -> TypeDefinition:
    record_type = RECORD_TYPES[name]
    return TypeDefinition(
        name=name,
        label=record_type.label,
        permission=record_type.permission,
        id_family=record_type.id_family,
        shape=_shape(name, columns),
        defaults={},
        search_only=record_type.search_only,
        created_field=record_type.created_field,
        modified_field=record_type.modified_field,
    )


def _family(name: str, members: list[TypeDefinition]) -> TypeDefinition:
    """Put together what one search finds together. A field that several members have is described by the first one."""
    fields: dict[str, Field] = {}
    for member in reversed(members):
        fields |= member.fields
    first = members[0]
    return TypeDefinition(
        name=name,
        label=name[0].upper() + name[1:],
        permission=first.permission,
        id_family=first.id_family,
        shape=Shape(fields),
        defaults={},
        search_only=tuple(dict.fromkeys(only for member in members for only in member.search_only)),
        created_field=first.created_field,
        modified_field=first.modified_field,
        members=tuple(member.name for member in members),
    )


def _list(name: str) -> TypeDefinition:
    return TypeDefinition(
        name=name,
        label=name[0].upper() + name[1:],
        permission=lists.permission_of(name),
        id_family=name,
        shape=shape_of(lists.FIELDS),
        defaults={},
        search_only=COMMON_SEARCH,
    )


def _custom(kind: CustomRecordType) -> TypeDefinition:
    fields = custom_record_fields(kind.script_id)
    return TypeDefinition(
        name=kind.script_id,
        label=kind.name,
        permission=kind.permission,
        id_family=kind.script_id,
        shape=shape_of([field for field in fields if kind.include_name or field.name != "name"]),
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
        self._custom_lists: dict[str, CustomList] = {}
        self._definitions: dict[str, TypeDefinition] = {}
        self._families: dict[str, TypeDefinition] = {}
        self._rebuild()

    def _rebuild(self) -> None:
        definitions = {name: _list(name) for name in self._list_names()}
        definitions |= {
            name: replace(_list(name), label=one.name) for name, one in self._custom_lists.items()
        }
        definitions |= {name: _standard(name, self._columns(name)) for name in RECORD_TYPES}
        definitions |= {name: _custom(kind) for name, kind in self._custom_types.items()}
        for custom in self._customs.values():
            for name in custom.applies_to & definitions.keys():
                definitions[name].fields[custom.script_id] = custom_as_field(custom)
                if custom.default is not None:
                    definitions[name].defaults[custom.script_id] = custom.default
        families: dict[str, list[TypeDefinition]] = {}
        for name, record_type in RECORD_TYPES.items():
            if record_type.searched_as:
                families.setdefault(record_type.searched_as, []).append(definitions[name])
        self._families = {name: _family(name, members) for name, members in families.items()}
        self._definitions = definitions

    def _list_names(self) -> set[str]:
        """Return every list that some field refers to and that is no record type of its own, and the lists that are named."""
        named = set(lists.PERMISSIONS) | _standard_targets()
        named |= {custom.refers_to for custom in self._customs.values() if custom.refers_to}
        named = {part for name in named for part in name.split("|")}
        families = {kind.searched_as for kind in RECORD_TYPES.values()}
        return named - RECORD_TYPES.keys() - self._custom_types.keys() - families

    def _columns(self, record_type: str) -> dict[str, list[Field]]:
        """Return the custom fields of the lines of a type's sublists; ``applies_to`` has them as ``invoice.itemList``."""
        columns: dict[str, list[Field]] = {}
        for custom in self._customs.values():
            for where in custom.applies_to:
                name, _, sublist = where.partition(".")
                if sublist and name == record_type:
                    columns.setdefault(sublist, []).append(custom_as_field(custom))
        return columns

    def forget_customizations(self) -> None:
        """Forget all custom fields, lists and types: the account's tables have been replaced."""
        with self._lock:
            self._customs, self._custom_types, self._custom_lists = {}, {}, {}
            self._rebuild()

    def add_fields(self, fields: Iterable[CustomField]) -> None:
        """Define custom fields, replacing earlier ones of the same script id."""
        with self._lock:
            self._customs |= {field.script_id: field for field in fields}
            self._rebuild()

    def remove_field(self, script_id: str) -> None:
        """Forget a custom field."""
        with self._lock:
            del self._customs[script_id]
            self._rebuild()

    def add_list(self, custom_list: CustomList) -> None:
        """Define a custom list, replacing an earlier one of the same script id."""
        with self._lock:
            self._custom_lists[custom_list.script_id] = custom_list
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

    def family(self, name: str) -> TypeDefinition:
        """Return what one search finds together (``transaction``, ``item``). Raises ``RecordError`` INVALID_RCRD_TYPE."""
        return self._families.get(name) or self.get(name)

    def members(self, name: str) -> tuple[str, ...]:
        """Return the types that a reference to ``name`` may mean: the type itself, a family's members, alternatives (``customer|job``)."""
        if "|" in name:
            return tuple(member for part in name.split("|") for member in self.members(part))
        family = self._families.get(name)
        if family is not None:
            return family.members
        return (name,) if name in self._definitions else ()

    def known(self, name: str) -> bool:
        """Say whether there is such a type."""
        return name in self._definitions

    def names(self) -> list[str]:
        """Return the names of all types."""
        return list(self._definitions)

    def custom_fields(self, name: str) -> list[CustomField]:
        """Return the custom fields that apply to a type, in the order of their definition."""
        return [field for field in self._customs.values() if name in field.applies_to]

    def all_custom_fields(self) -> list[CustomField]:
        """Return every custom field, in the order of their definition."""
        return list(self._customs.values())

    def custom_types(self) -> list[CustomRecordType]:
        """Return every custom record type, in the order of their definition."""
        return list(self._custom_types.values())

    def custom_lists(self) -> list[CustomList]:
        """Return every custom list, in the order of their definition."""
        return list(self._custom_lists.values())

    def custom_type(self, script_id: str) -> CustomRecordType | None:
        """Return a custom record type, or ``None``."""
        return self._custom_types.get(script_id)
