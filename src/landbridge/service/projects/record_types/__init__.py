"""The record types of the built-in account: tables and field names of SuiteProjects Pro (fact sheet 7.4), data only.

Field names are those of the XML API. What the sheet and the fields of open-source clients do not say about a field (its label, its kind,
its length) is assumed. A custom field ends in ``__c`` and holds text, a number or a flag; it needs no declaration.
"""

from __future__ import annotations

from landbridge.service.projects.record_types import (
    expenses,
    items,
    organisation,
    people,
    projects,
    purchases,
    sales,
)
from landbridge.service.projects.record_types.model import (
    CUSTOM_ENDING,
    CUSTOM_WORKFLOW_ID,
    LONGEST_NOTES,
    LONGEST_TEXT,
    Demand,
    SppField,
    SppKind,
    SppType,
    is_custom_workflow_id,
)
from landbridge.service.projects.record_types.people import USER
from landbridge.service.projects.record_types.projects import CUSTOMER, PROJECT

SPP_TYPES: dict[str, SppType] = {
    kind.table: kind
    for family in (people, projects, items, sales, purchases, expenses, organisation)
    for kind in family.TYPES
}
"""Every record type of the built-in account, by table."""

__all__ = [
    "CUSTOMER",
    "CUSTOM_ENDING",
    "CUSTOM_WORKFLOW_ID",
    "LONGEST_NOTES",
    "LONGEST_TEXT",
    "PROJECT",
    "SPP_TYPES",
    "USER",
    "Demand",
    "SppField",
    "SppKind",
    "SppType",
    "is_custom_workflow_id",
]
