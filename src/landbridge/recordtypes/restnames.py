"""What REST calls fields, sublists and their parts where it differs from SOAP.

Rule: REST has SOAP's camelCase name, sublists the name of ``Sublist.rest`` (else SOAP's without ``List``), custom fields their script id in
lower case. The tables list the differences, read off the REST API browser of 2026.1 (observed: the published catalogue of a third party).
"""

from __future__ import annotations

from collections.abc import Mapping

from landbridge.recordtypes import RECORD_TYPES, Sublist

EVERYWHERE: dict[str, str] = {
    "subTotal": "subtotal",
    "unApplied": "unapplied",
    "subsidiaryList": "subsidiary",
    "addressbookAddress": "addressBookAddress",
    "minimumQuantity": "minimumquantity",
    "maximumQuantity": "maximumquantity",
}
"""Fields with another name in every record, line or part."""

_LOWER_CASE: dict[str, tuple[str, ...]] = {
    "employee": (
        "approvalLimit",
        "birthDate",
        "concurrentWebServicesUser",
        "defaultAcctCorpCardExp",
        "defaultExpenseReportCurrency",
        "eligibleForCommission",
        "employeeStatus",
        "employeeType",
        "ethnicity",
        "expenseLimit",
        "inheritIPRules",
        "IPAddressRule",
        "isSalesRep",
        "isSupportRep",
        "jobDescription",
        "laborCategory",
        "maritalStatus",
        "purchaseOrderApprovalLimit",
        "purchaseOrderApprover",
        "purchaseOrderLimit",
        "releaseDate",
        "residentStatus",
        "salesRole",
        "socialSecurityNumber",
        "terminationDetails",
        "terminationReason",
        "timeApprover",
        "visaType",
    ),
    "expenseCategory": ("defaultRate", "expenseAcct", "expenseItem", "isInactive", "rateRequired"),
    "expenseCategory.ratesList": ("defaultRate",),
    "expenseReport": (
        "accountingApproval",
        "acctCorpCardExp",
        "corporateCard",
        "dueDate",
        "expenseReportCurrency",
        "expenseReportExchangeRate",
        "supervisorApproval",
        "useMultiCurrency",
    ),
    "expenseReport.expenseList": (
        "billingSubsidiary",
        "corporateCreditCard",
        "exchangeRate",
        "expMediaItem",
        "expenseAccount",
        "expenseDate",
        "foreignAmount",
        "isNonReimbursable",
        "projectTask",
        "rateRequired",
        "refNumber",
    ),
}
"""Fields written in lower case throughout, by type or by type and sublist."""

_OTHER: dict[str, dict[str, str]] = {
    "currency": {"inclInFxRateUpdates": "includeInFxRateUpdates"},
    "customer": {"stage": "searchStage"},
    "customerPayment": {"checkNum": "checkNumber"},
    "projectTask": {"company": "project", "startDate": "startDateTime"},
    "projectTask.predecessorList": {"task": "predecessor"},
}
"""Fields with another name, by type or by type and sublist."""

_SUBLISTS = {
    "addressbookList": "addressBook",
    "assigneeList": "assignee",
    "contactRolesList": "contactRoles",
    "predecessorList": "predecessor",
    "ratesList": "rates",
    "rolesList": "roles",
}
"""Sublists with another name than SOAP's without ``List``."""

ALIASES: dict[str, tuple[str, ...]] = {"internalId": ("id", "addressId")}
"""Other names under which the key of a line may be sent: an address book line has all three (observed)."""


def type_name(name: str) -> str:
    """Return REST's name of a record type or list."""
    kind = RECORD_TYPES.get(name)
    return kind.rest if kind else name


def field_name(where: str, name: str) -> str:
    """Return REST's name of a field. ``where`` is the record type, or the type and the sublist (``expenseReport.expenseList``)."""
    other: Mapping[str, str] = _OTHER.get(where, {})
    if name in other:
        return other[name]
    if name in EVERYWHERE:
        return EVERYWHERE[name]
    lower = name in _LOWER_CASE.get(where, ()) or (name.startswith("cust") and "_" in name)
    return name.lower() if lower else name


def sublist_name(sublist: Sublist) -> str:
    """Return REST's name of a sublist."""
    return sublist.rest or _SUBLISTS.get(sublist.name) or sublist.name.removesuffix("List")
