"""Lists that references point to and that are no record types of SOAP: each entry has a name and may be inactive.

Lists are account data: which entries there are is the seed's business. Whatever a field of a record type or a custom field refers to
and that is no record type becomes such a list by itself.
"""

from __future__ import annotations

from landbridge.recordtypes.fields import flag, text

NAME = text("name", "Name", search=True, mandatory=True)
INACTIVE = flag("isInactive", "Inactive", search=True)
FIELDS = (NAME, INACTIVE)
"""What an entry has."""

PERMISSIONS = {
    "employeeType": "ADMI_EMPLLIST",
    "employeeStatus": "ADMI_EMPLLIST",
    "workplace": "ADMI_EMPLLIST",
    "role": "ADMI_MANAGEROLES",
    "customForm": "ADMI_CUSTOMFORM",
    "billingRateCard": "LIST_BILLINGRATECARD",
    "billingClass": "ADMI_ACCOUNTINGLIST",
}
"""List type -> permission that guards writing it (SDF ids; which one guards a set-up list is assumed)."""


def permission_of(list_type: str) -> str:
    """Return what guards writing a list: Accounting Lists unless it has one of its own (assumed)."""
    return PERMISSIONS.get(list_type, "ADMI_ACCOUNTINGLIST")
