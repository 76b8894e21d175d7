"""How the fields of a record stand on its page: groups in reading order. Data only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from landbridge.recordtypes import Field

_PRIMARY = "Primary Information"
_CONTACT = "Email, Phone and Address"
_CLASSIFICATION = "Classification"
_CUSTOM = "Custom"
_OTHER = "Other"

_GROUPS: dict[str, dict[str, tuple[str, ...]]] = {
    "employee": {
        _PRIMARY: (
            "entityId", "altName", "salutation", "firstName", "middleName", "lastName", "initials", "title", "supervisor", "isInactive",
            "comments",
        ),
        _CONTACT: ("email", "phone", "officePhone", "mobilePhone", "homePhone", "fax"),
        _CLASSIFICATION: ("subsidiary", "department", "class", "location"),
        "Human Resources": (
            "employeeType", "employeeStatus", "hireDate", "releaseDate", "jobDescription", "isSalesRep", "isJobResource",
            "isJobManager", "laborCost", "targetUtilization", "approver", "timeApprover",
        ),
        "Limits and Currency": ("expenseLimit", "purchaseOrderLimit", "currency", "defaultExpenseReportCurrency"),
    },
    "customer": {
        _PRIMARY: (
            "entityId", "altName", "stage", "isPerson", "companyName", "salutation", "firstName", "middleName", "lastName", "title", "entityStatus",
            "parent", "category", "isInactive", "comments",
        ),
        _CONTACT: ("email", "altEmail", "phone", "altPhone", "mobilePhone", "homePhone", "fax", "url"),
        _CLASSIFICATION: ("subsidiary", "salesRep", "startDate", "endDate"),
        "Financial": ("currency", "terms", "creditLimit", "accountNumber", "vatRegNumber"),
    },
    "job": {
        _PRIMARY: ("entityId", "altName", "companyName", "parent", "entityStatus", "jobType", "category", "projectManager", "isInactive", "comments"),
        "Dates": ("startDate", "scheduledEndDate", "projectedEndDate", "endDate"),
        _CLASSIFICATION: ("subsidiary", "accountNumber", "phone", "altPhone", "fax", "email"),
        "Financial": ("jobBillingType", "currency", "fxRate", "jobPrice", "estimatedCost", "estimatedRevenue", "estimatedTime"),
        "Time and Expenses": ("allowTime", "allowExpenses", "limitTimeToAssignees", "timeApproval"),
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Group:
    """A titled group of fields."""

    title: str
    fields: tuple[Field, ...]


def groups(record_type: str, fields: Iterable[Field]) -> list[Group]:
    """Arrange ``fields``: the type's own groups first, then what no group names, then custom fields."""
    left = {field.name: field for field in fields}
    arranged = []
    for title, names in _GROUPS.get(record_type, {}).items():
        found = tuple(left.pop(name) for name in names if name in left)
        arranged.append(Group(title, found))
    standard = tuple(field for name, field in left.items() if not name.startswith("cust"))
    custom = tuple(field for name, field in left.items() if name.startswith("cust"))
    arranged += [Group(_OTHER if arranged else _PRIMARY, standard), Group(_CUSTOM, custom)]
    return [group for group in arranged if group.fields]
