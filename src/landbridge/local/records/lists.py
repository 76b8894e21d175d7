"""The lists that references of the record types point to, and what one entry of each has.

Lists are account data: which entries there are is the seed's business. ``customerStatus`` carries its stage.
"""

from __future__ import annotations

from landbridge.recordtypes import Field, Kind, Search
from landbridge.recordtypes.customer import STAGES

NAME = Field("name", Kind.STRING, "Name", "name", "name", Search.STRING, mandatory=True)
INACTIVE = Field("isInactive", Kind.BOOLEAN, "Inactive", "isinactive", "isinactive", Search.BOOLEAN)
STAGE = Field("stage", Kind.ENUM, "Stage", "stage", "stage", Search.ENUM, values=STAGES, mandatory=True)
SYMBOL = Field("symbol", Kind.STRING, "ISO Code", "symbol", "symbol", Search.STRING)

PERMISSIONS = {
    "subsidiary": "LIST_SUBSIDIARY",
    "department": "LIST_DEPARTMENT",
    "classification": "LIST_CLASS",
    "location": "LIST_LOCATION",
    "currency": "LIST_CURRENCY",
    "customerStatus": "ADMI_CRMLIST",
    "customerCategory": "ADMI_ACCTLIST",
    "jobStatus": "ADMI_ACCTLIST",
    "jobType": "ADMI_ACCTLIST",
    "jobCategory": "ADMI_ACCTLIST",
    "employeeType": "ADMI_EMPLLIST",
    "employeeStatus": "ADMI_EMPLLIST",
    "term": "ADMI_ACCTLIST",
    "timeApproval": "ADMI_ACCTLIST",
}
"""List type -> permission that guards writing it (list permissions by SDF id; set-up lists assumed)."""

EXTRA_FIELDS: dict[str, tuple[Field, ...]] = {"customerStatus": (STAGE,), "currency": (SYMBOL,)}


def permission_of(list_type: str) -> str:
    """Return what guards writing a list: Accounting Lists unless it has one of its own (assumed)."""
    return PERMISSIONS.get(list_type, "ADMI_ACCTLIST")


def fields_of(list_type: str) -> tuple[Field, ...]:
    """Return the fields of one list type's entries."""
    return (NAME, *EXTRA_FIELDS.get(list_type, ()), INACTIVE)
