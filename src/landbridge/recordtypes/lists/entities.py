"""Statuses, categories, types and roles of customers, vendors, projects and contacts."""

from __future__ import annotations

from landbridge.recordtypes.enumerations import STAGES
from landbridge.recordtypes.fields import choice, flag, number, ref
from landbridge.recordtypes.lists.shape import (
    ACCOUNTING,
    DESCRIPTION,
    INACTIVE,
    NAME,
    RELATIONSHIPS,
    list_type,
)

CUSTOMER_STATUS = list_type(
    "customerStatus",
    "Customer Status",
    "Customer Statuses",
    RELATIONSHIPS,
    "ADMI_CRMLIST",
    NAME,
    choice("stage", "Stage", "CustomerStatusStage", STAGES, mandatory=True),
    number("probability", "Probability", search=True),
    DESCRIPTION,
    flag("includeInLeadReports", "Include in Lead Reports", search=True),
    INACTIVE,
    suiteql="entitystatus",
)

CUSTOMER_CATEGORY = list_type(
    "customerCategory",
    "Customer Category",
    "Customer Categories",
    ACCOUNTING,
    "ADMI_ACCOUNTINGLIST",
    NAME,
    INACTIVE,
)

VENDOR_CATEGORY = list_type(
    "vendorCategory",
    "Vendor Category",
    "Vendor Categories",
    ACCOUNTING,
    "ADMI_ACCOUNTINGLIST",
    NAME,
    flag("isTaxAgency", "Tax Agency", search=True),
    INACTIVE,
)

JOB_STATUS = list_type(
    "jobStatus",
    "Project Status",
    "Project Statuses",
    RELATIONSHIPS,
    "ADMI_ACCOUNTINGLIST",
    NAME,
    DESCRIPTION,
    INACTIVE,
)

JOB_TYPE = list_type(
    "jobType",
    "Project Type",
    "Project Types",
    RELATIONSHIPS,
    "ADMI_ACCOUNTINGLIST",
    NAME,
    ref("parent", "Subtype of", "jobType", search=True),
    INACTIVE,
)

CONTACT_ROLE = list_type(
    "contactRole",
    "Contact Role",
    "Contact Roles",
    ACCOUNTING,
    "LIST_CONTACTROLE",
    NAME,
    DESCRIPTION,
    INACTIVE,
)

SALES_ROLE = list_type(
    "salesRole",
    "Sales Role",
    "Sales Roles",
    ACCOUNTING,
    "ADMI_CRMLIST",
    NAME,
    DESCRIPTION,
    flag("isSalesRep", "Sales Rep"),
    INACTIVE,
)

LEAD_SOURCE = list_type(
    "leadSource",
    "Lead Source",
    "Lead Sources",
    ACCOUNTING,
    "ADMI_CRMLIST",
    NAME,
    DESCRIPTION,
    INACTIVE,
    searchable=False,
)
