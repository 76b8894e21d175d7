"""How a record type is described: plain data, no behaviour of any protocol.

Names are given once per face of NetSuite (SOAP, REST, SuiteQL, SuiteScript). The two ends of the wire, ``netsuite`` and
``local``, read these descriptions and nothing else of each other. Field order is the order of the published SOAP schema
(endpoint 2023_2), which is binding for SOAP writers.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What a field holds, as the SOAP schema types it."""

    STRING = "string"
    BOOLEAN = "boolean"
    INTEGER = "integer"  # xsd:long
    DOUBLE = "double"
    DATE = "date"  # xsd:dateTime on the wire, midnight of the account's time zone
    DATETIME = "datetime"
    DURATION = "duration"  # Duration{timeSpan, unit}; the only unit is ``hour``
    ENUM = "enum"  # a closed list; SOAP values start with an underscore
    REF = "ref"  # RecordRef


class Search(Enum):
    """The search field type that a ``*SearchBasic`` offers for a field."""

    STRING = "SearchStringField"
    BOOLEAN = "SearchBooleanField"
    LONG = "SearchLongField"
    DOUBLE = "SearchDoubleField"
    DATE = "SearchDateField"
    MULTISELECT = "SearchMultiSelectField"
    ENUM = "SearchEnumMultiSelectField"


@dataclass(frozen=True, slots=True)
class Field:
    """One body field of a record type.

    ``name`` is the SOAP name (camelCase). ``script`` is the SuiteScript field id, ``suiteql`` the column name (empty: no
    column known). ``search`` is the search field type under the name ``search_name``; ``None`` where a basic search does
    not offer the field. ``refers_to`` names the record type or list behind a reference. ``values`` are the SOAP values of
    an enumeration. ``computed`` fields are read-only.
    """

    name: str
    kind: Kind
    label: str
    script: str
    suiteql: str
    search: Search | None = None
    search_name: str = ""
    refers_to: str = ""
    values: tuple[str, ...] = ()
    computed: bool = False
    mandatory: bool = False


@dataclass(frozen=True, slots=True)
class SearchOnly:
    """A criterion of the basic search that is no body field, e.g. ``internalIdNumber``."""

    name: str
    search: Search


@dataclass(frozen=True, slots=True)
class RecordType:
    """One NetSuite record type under all its names.

    ``name`` is SOAP's RecordType value and the key everywhere in the project (``employee``, ``customer``, ``job``).
    ``namespace`` is the middle of the SOAP namespace: ``urn:{namespace}_{V}.{group}.webservices.netsuite.com``.
    ``script_types`` are the SuiteScript types that share the record (customer: customer, lead, prospect).
    ``export_flag`` is the custom field the integration bundles add to mark a record for export.
    """

    name: str
    label: str
    plural: str
    soap_class: str
    namespace: str
    group: str
    prefix: str
    search_basic: str
    rest: str
    suiteql: str
    script_types: tuple[str, ...]
    permission: str
    fields: tuple[Field, ...]
    search_only: tuple[SearchOnly, ...]
    id_family: str
    export_flag: str = ""

    def field(self, name: str) -> Field:
        """Return the field with SOAP name ``name``; ``KeyError`` names the type and the field."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(f"{self.name} has no field {name!r}")

    def field_by_script(self, script: str) -> Field | None:
        """Return the field with SuiteScript id ``script`` (any case), or ``None``."""
        wanted = script.lower()
        for field in self.fields:
            if field.script == wanted:
                return field
        return None


COMMON_SEARCH: tuple[SearchOnly, ...] = (
    SearchOnly("externalId", Search.MULTISELECT),
    SearchOnly("externalIdString", Search.STRING),
    SearchOnly("internalId", Search.MULTISELECT),
    SearchOnly("internalIdNumber", Search.LONG),
)
"""Criteria that every basic search of an entity offers beside its body fields."""
