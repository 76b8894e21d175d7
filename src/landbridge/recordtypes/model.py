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
    REF_LIST = "refList"  # RecordRefList{recordRef*}
    OBJECT = "object"  # a complex type of its own, such as an address: see ``Field.structure``


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
    an enumeration, ``enumeration`` the name of its simple type. ``format`` is the form of a text: ``email``, ``emails``, ``url``, empty for any;
    ``longest`` the most characters of one, 0 for the most that any text may have. ``structure`` describes what an ``OBJECT`` holds. ``computed``
    fields are read-only.
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
    enumeration: str = ""
    structure: Structure | None = None
    format: str = ""
    longest: int = 0


@dataclass(frozen=True, slots=True)
class Structure:
    """A complex type that is no record: an address, a line of a sublist. Fields in schema order.

    ``namespace``, ``group`` and ``prefix`` as in ``RecordType``. ``custom_fields``: it ends with a ``customFieldList`` of its own.
    """

    soap_class: str
    namespace: str
    group: str
    prefix: str
    fields: tuple[Field, ...]
    sublists: tuple[Sublist, ...] = ()
    custom_fields: bool = False


@dataclass(frozen=True, slots=True)
class Sublist:
    """A list of lines below a record: ``itemList`` holds ``item`` elements.

    ``script`` is the SuiteScript sublist id, ``rest`` the name in REST. ``keys`` are the line's fields that say which line an
    update means when it does not replace all of them; ``replaceable``: the element has the attribute ``replaceAll``.
    ``before`` names the body field or sublist that follows in the schema; empty: nothing but ``customFieldList`` follows.
    ``computed`` lines are read-only.
    """

    name: str
    label: str
    soap_class: str
    element: str
    line: Structure
    script: str
    rest: str = ""
    keys: tuple[str, ...] = ()
    replaceable: bool = True
    before: str = ""
    computed: bool = False


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
    ``export_flag`` is the custom field the integration bundles add to mark a record for export. Types that one search finds
    together share ``search_basic``: ``searched_as`` is the name of the family (``transaction``, ``item``) and ``search_values`` what the
    criteria ``type`` and ``subType`` call this member of it. ``search_class`` is the class around the basic search; its namespace is the
    record's unless ``search_home`` names another (namespace, group). ``created_field`` and ``modified_field`` are empty where NetSuite
    keeps no such instant in SOAP. ``suiteql_type`` is the ``type`` column's value of a transaction (``CustInvc``) or item.
    ``custom_fields``: the SOAP class ends with a ``customFieldList``. ``beyond_soap`` are fields that the SOAP class has not, but
    REST, SuiteQL or a search: what remains of a vendor bill, the stage of a case.
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
    sublists: tuple[Sublist, ...] = ()
    created_field: str = "dateCreated"
    modified_field: str = "lastModifiedDate"
    search_class: str = ""
    search_home: tuple[str, ...] = ()
    searched_as: str = ""
    search_values: tuple[tuple[str, str], ...] = ()
    suiteql_type: str = ""
    custom_fields: bool = True
    beyond_soap: tuple[Field, ...] = ()

    @property
    def tells_changes(self) -> bool:
        """Whether a search finds what was modified since an instant. Of a project task only the search knows it, not the record."""
        return bool(self.modified_field) or any(one.name == "lastModifiedDate" for one in self.search_only)

    def layout(self) -> tuple[Field | Sublist, ...]:
        """Return body fields and sublists in schema order; ``customFieldList``, where there is one, comes last."""
        return in_order(self.fields, self.sublists)

    def sublist(self, name: str) -> Sublist | None:
        """Return the sublist with SOAP name ``name`` (``itemList``), or ``None``."""
        return next((one for one in self.sublists if one.name == name), None)

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


def in_order(fields: tuple[Field, ...], sublists: tuple[Sublist, ...]) -> tuple[Field | Sublist, ...]:
    """Return fields and sublists as the schema has them: a sublist stands before what its ``before`` names, else at the end."""
    order: list[Field | Sublist] = list(fields)
    for sublist in reversed(sublists):
        names = [one.name for one in order]
        order.insert(names.index(sublist.before) if sublist.before else _tail(order, sublists), sublist)
    return tuple(order)


def _tail(order: list[Field | Sublist], sublists: tuple[Sublist, ...]) -> int:
    """Return where the next last sublist goes: before those that were put at the end already."""
    at_end = {id(one) for one in sublists if not one.before}
    position = len(order)
    while position and id(order[position - 1]) in at_end:
        position -= 1
    return position


COMMON_SEARCH: tuple[SearchOnly, ...] = (
    SearchOnly("externalId", Search.MULTISELECT),
    SearchOnly("externalIdString", Search.STRING),
    SearchOnly("internalId", Search.MULTISELECT),
    SearchOnly("internalIdNumber", Search.LONG),
)
"""Criteria that every basic search of an entity offers beside its body fields."""
