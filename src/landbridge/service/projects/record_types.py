"""The record types of the built-in account: tables and field names of SuiteProjects Pro (fact sheet 7.4).

The field that matching by name compares, the custom field that holds the NetSuite internal id, and what must be filled or unique.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SppType:
    """One table. ``name_field`` is what the NetSuite entity id is compared with (fact sheet 2.4).

    ``unique_within`` says within which fields the name must be unique: ``()`` in the whole table, ``None`` nowhere. The error code is
    SuiteProjects Pro's for a name that is taken.
    """

    table: str
    label: str
    plural: str
    name_field: str
    netsuite_id_field: str
    required: tuple[str, ...]
    unique_within: tuple[str, ...] | None = None
    taken_code: int = 0


USER = SppType(
    table="user",
    label="User",
    plural="Users",
    name_field="nickname",
    netsuite_id_field="netsuite_user_id__c",
    required=("nickname",),
    unique_within=(),
    taken_code=202,
)
CUSTOMER = SppType(
    table="customer",
    label="Customer",
    plural="Customers",
    name_field="name",
    netsuite_id_field="netsuite_customer_id__c",
    required=("name",),
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
)

SPP_TYPES: dict[str, SppType] = {kind.table: kind for kind in (USER, CUSTOMER, PROJECT)}
"""Every record type of the built-in account, by table."""
