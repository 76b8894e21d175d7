"""Permissions of roles: the id that SDF and scripts use, and the name that the role page shows on which of its tabs.

Names and ids: help chapter_N3236764. Only those that guard a record type or that reaching an account asks for.
"""

from __future__ import annotations

from dataclasses import dataclass

LISTS, TRANSACTIONS, REPORTS, SETUP = "Lists", "Transactions", "Reports", "Setup"
CUSTOM_RECORD = "Custom Record"


@dataclass(frozen=True, slots=True)
class Permission:
    """One permission: ``id`` (``LIST_CUSTJOB``), the ``tab`` of the role page's Permissions (``Lists``), its ``name`` there (``Customers``).

    ``renamed`` is what the name becomes where an account has renamed the record.
    """

    id: str
    tab: str
    name: str
    renamed: str = ""

    @property
    def path(self) -> str:
        """How people call it: ``Lists > Customers``."""
        return f"{self.tab} > {self.name}"

    @property
    def quoted(self) -> str:
        """How NetSuite's refusals quote it: ``Lists -> Customers``, set-up permissions by their name alone (observed)."""
        return self.name if self.tab == SETUP else f"{self.tab} -> {self.name}"


_LISTS = {
    "LIST_ACCOUNT": "Accounts",
    "LIST_BILLINGRATECARD": "Billing Rate Cards",
    "LIST_CASE": "Cases",
    "LIST_CATEGORY": "Expense Categories",
    "LIST_CERTIFICATES": "Certificate Access",
    "LIST_CLASS": "Classes",
    "LIST_CONTACT": "Contacts",
    "LIST_CONTACTROLE": "Contact Roles",
    "LIST_CURRENCY": "Currency",
    "LIST_CUSTJOB": "Customers",
    "LIST_CUSTRECORDENTRY": "Custom Record Entries",
    "LIST_DEPARTMENT": "Departments",
    "LIST_EMPLOYEE": "Employees",
    "LIST_EMPLOYEE_RECORD": "Employee Record",
    "LIST_FILECABINET": "Documents and Files",
    "LIST_FIND": "Perform Search",
    "LIST_ITEM": "Items",
    "LIST_JOB": "Jobs",
    "LIST_LOCATION": "Locations",
    "LIST_MASSUPDATES": "Mass Updates",
    "LIST_PROJECTTASK": "Project Tasks",
    "LIST_SUBSIDIARY": "Subsidiaries",
    "LIST_UNIT": "Units",
    "LIST_VENDOR": "Vendors",
}
_TRANSACTIONS = {
    "TRAN_CUSTCRED": "Credit Memo",
    "TRAN_CUSTINVC": "Invoice",
    "TRAN_CUSTPYMT": "Customer Payment",
    "TRAN_EXPREPT": "Expense Report",
    "TRAN_FIND": "Find Transaction",
    "TRAN_PURCHORD": "Purchase Order",
    "TRAN_SALESORD": "Sales Order",
    "TRAN_VENDBILL": "Bills",
    "TRAN_VENDCRED": "Enter Vendor Credits",
    "TRAN_VENDPYMT": "Pay Bills",
}
_REPORTS = {"REPO_ANALYTICS": "SuiteAnalytics Workbook"}
_SETUP = {
    "ADMI_ACCOUNTINGLIST": "Accounting Lists",
    "ADMI_ACCTPERIODS": "Manage Accounting Periods",
    "ADMI_AUDITLOGIN": "View Login Audit Trail",
    "ADMI_CASEISSUE": "Support Case Issue",
    "ADMI_CASEORIGIN": "Support Case Origin",
    "ADMI_CASEPRIORITY": "Support Case Priority",
    "ADMI_CASESTATUS": "Support Case Status",
    "ADMI_CASETYPE": "Support Case Type",
    "ADMI_CERTIFICATES": "Certificate Management",
    "ADMI_COMPANY": "Company Information",
    "ADMI_CRMLIST": "CRM Lists",
    "ADMI_CUSTOMSCRIPT": "SuiteScript",
    "ADMI_CUSTRECORD": "Custom Record Types",
    "ADMI_DELETEDRECORD": "Deleted Records",
    "ADMI_IMPORTCSVFILE": "Import CSV File",
    "ADMI_LOGIN_OAUTH": "Log in using Access Tokens",
    "ADMI_LOGIN_OAUTH2": "Log in using OAuth 2.0 Access Tokens",
    "ADMI_MANAGEROLES": "Bulk Manage Roles",
    "ADMI_MANAGE_OAUTH2": "OAuth 2.0 Authorized Applications Management",
    "ADMI_MANAGE_OAUTH_TOKENS": "Access Token Management",
    "ADMI_MANAGE_OWN_OAUTH2_CERTS": "Manage own OAuth 2.0 Client Credentials certificates",
    "ADMI_NSASOIDCPROVIDER": "OIDC Provider Setup",
    "ADMI_RESTWEBSERVICES": "REST Web Services",
    "ADMI_RUNSERVERSCRIPTWORKFLOW": "Control SuiteScript and Workflow Triggers in Web Services Request",
    "ADMI_WEBSERVICES": "SOAP Web Services",
    "ADMI_WEBSERVICESLOG": "View SOAP Web Services Logs",
    "ADMI_WORKFLOW": "Workflow",
}
_RENAMED = {"LIST_JOB": "Projects"}
"""An account that renames jobs sees its own word, by default Projects, on the role page too."""

PERMISSIONS: dict[str, Permission] = {
    id_: Permission(id_, tab, name, _RENAMED.get(id_, ""))
    for tab, names in ((LISTS, _LISTS), (TRANSACTIONS, _TRANSACTIONS), (REPORTS, _REPORTS), (SETUP, _SETUP))
    for id_, name in names.items()
}
"""Known permissions by id."""


def permission(id_: str) -> Permission:
    """Return a permission by id; one that is not known is a custom record type's own, whose id is the type's script id."""
    return PERMISSIONS.get(id_) or Permission(id_, CUSTOM_RECORD, id_)
