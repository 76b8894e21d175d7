"""The record types of the built-in account: tables and field names of SuiteProjects Pro (fact sheet 7.4), data only.

Field names are those of the XML API. What the sheet does not say about a field (its label, its kind) is assumed. A custom field
ends in ``__c`` and holds text, a number or a flag; it needs no declaration.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from enum import Enum

CUSTOM_ENDING = "__c"


class SppKind(Enum):
    """What a field holds. Dates are ISO text; references the internal id of another record, as text."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    FLAG = "flag"
    REFERENCE = "reference"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class SppField:
    """One field. ``refers_to`` is the table behind a reference, with SPP's code for a record that is not there."""

    name: str
    label: str
    kind: SppKind = SppKind.TEXT
    refers_to: str = ""
    missing_code: int = 0
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SppType:
    """One table. ``name_field`` is what the NetSuite entity id is compared with (fact sheet 2.4).

    ``unique_within`` says within which fields a name must be unique: ``()`` in the whole table, ``None`` nowhere; ``taken_code`` is SPP's
    error code for a name that is taken. ``described_by`` are the fields that say who or what it is where the name may be a number
    of NetSuite's, ``described_as`` what a page calls them together.
    """

    table: str
    label: str
    plural: str
    name_field: str
    netsuite_id_field: str
    required: tuple[str, ...]
    declared: tuple[SppField, ...]
    unique_within: tuple[str, ...] | None = None
    taken_code: int = 0
    described_by: tuple[str, ...] = ()
    described_as: str = ""
    _by_name: dict[str, SppField] = dataclasses.field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", {declared.name: declared for declared in self.declared})

    def field(self, name: str) -> SppField | None:
        """Return the declared field ``name``; ``None`` for a custom field and for one that does not exist."""
        return self._by_name.get(name)

    def label_of(self, name: str) -> str:
        """Return what a page calls the field."""
        if name == self.netsuite_id_field:
            return f"NetSuite {self.label} ID"
        declared = self.field(name)
        return declared.label if declared else name


_CONTACT = (
    SppField("email", "Email"),
    SppField("phone", "Phone"),
    SppField("mobile", "Mobile phone"),
    SppField("fax", "Fax"),
)
_ADDRESS = (
    SppField("addr1", "Address 1"),
    SppField("addr2", "Address 2"),
    SppField("city", "City"),
    SppField("state", "State"),
    SppField("zip", "Postal code"),
    SppField("country", "Country"),
)
_ACTIVE = SppField("active", "Active", SppKind.FLAG)
_CURRENCY = SppField("currency", "Currency")
_NOTES = SppField("notes", "Notes")
_NO_USER, _NO_CUSTOMER = 825, 801
"""Codes of the list that two open-source clients share; which reference each names is assumed."""

USER = SppType(
    table="user",
    label="User",
    plural="Users",
    name_field="nickname",
    netsuite_id_field="netsuite_user_id__c",
    required=("nickname",),
    described_by=("first", "last"),
    described_as="Full name",
    unique_within=(),
    taken_code=202,
    declared=(
        SppField("nickname", "User ID"),
        SppField("name", "Name"),
        SppField("first", "First name"),
        SppField("middle", "Middle name"),
        SppField("last", "Last name"),
        SppField("salutation", "Salutation"),
        *_CONTACT,
        *_ADDRESS,
        _ACTIVE,
        _CURRENCY,
        SppField("type", "Job title"),
        SppField("role_id", "Role"),
        SppField("job_codeid", "Job code"),
        SppField("departmentid", "Department"),
        SppField("cost_centerid", "Cost center"),
        SppField("line_managerid", "Line manager", SppKind.REFERENCE, "user", _NO_USER),
        SppField("hierarchy_node_ids", "Hierarchy nodes"),
        SppField("primary_filter_set", "Primary filter set"),
        SppField("rate", "Rate", SppKind.NUMBER),
        SppField("timezone", "Time zone"),
        SppField("generic", "Generic", SppKind.FLAG),
        SppField("hire_date", "Hire date", SppKind.DATE),
        SppField("externalid", "External ID"),
        _NOTES,
    ),
)
CUSTOMER = SppType(
    table="customer",
    label="Customer",
    plural="Customers",
    name_field="name",
    netsuite_id_field="netsuite_customer_id__c",
    required=("name",),
    described_by=("company",),
    described_as="Company",
    declared=(
        SppField("name", "Nickname"),
        SppField("company", "Company"),
        SppField("first", "First name"),
        SppField("last", "Last name"),
        SppField("type", "Type", SppKind.CHOICE, choices=("C", "P")),
        *_CONTACT,
        *_ADDRESS,
        _ACTIVE,
        _CURRENCY,
        SppField("code", "Code"),
        SppField("web", "Web address"),
        SppField("terms", "Terms"),
        SppField("userid", "Owner", SppKind.REFERENCE, "user", _NO_USER),
        SppField("cost_centerid", "Cost center"),
        SppField("hierarchy_node_ids", "Hierarchy nodes"),
        SppField("externalid", "External ID"),
        _NOTES,
    ),
)
PROJECT = SppType(
    table="project",
    label="Project",
    plural="Projects",
    name_field="name",
    netsuite_id_field="netsuite_project_id__c",
    required=("name", "customerid"),
    unique_within=("customerid",),
    taken_code=943,
    declared=(
        SppField("name", "Name"),
        SppField("customerid", "Customer", SppKind.REFERENCE, "customer", _NO_CUSTOMER),
        SppField("userid", "Owner", SppKind.REFERENCE, "user", _NO_USER),
        _ACTIVE,
        _CURRENCY,
        SppField("start_date", "Start date", SppKind.DATE),
        SppField("finish_date", "Finish date", SppKind.DATE),
        SppField("budget", "Budget", SppKind.NUMBER),
        SppField("budget_time", "Budget hours", SppKind.NUMBER),
        SppField("code", "Code"),
        SppField("project_stageid", "Project stage"),
        SppField("rate_cardid", "Rate card"),
        SppField("tax_locationid", "Tax location"),
        SppField("hierarchy_node_ids", "Hierarchy nodes"),
        SppField("externalid", "External ID"),
        _NOTES,
    ),
)

SPP_TYPES: dict[str, SppType] = {kind.table: kind for kind in (USER, CUSTOMER, PROJECT)}
"""Every record type of the built-in account, by table."""
