"""Subsidiaries, departments, classes and locations: each a tree, shown as "Parent : Child"."""

from __future__ import annotations

from landbridge.recordtypes.address import ADDRESS
from landbridge.recordtypes.countries import COUNTRIES
from landbridge.recordtypes.fields import choice, flag, number, part, ref, refs, text
from landbridge.recordtypes.lists.shape import ACCOUNTING, INACTIVE, NAME, list_type
from landbridge.recordtypes.model import Field

_CHILDREN = flag("includeChildren", "Include Children")


def _subsidiaries(label: str = "Subsidiaries") -> Field:
    return refs(
        "subsidiaryList", label, "subsidiary", search="subsidiary", script="subsidiary", suiteql="subsidiary"
    )


SUBSIDIARY = list_type(
    "subsidiary",
    "Subsidiary",
    "Subsidiaries",
    ACCOUNTING,
    "LIST_SUBSIDIARY",
    NAME,
    ref("parent", "Subsidiary of", "subsidiary"),
    INACTIVE,
    flag("showSubsidiaryName", "Show Subsidiary Name"),
    text("url", "Web Site", search=True),
    text("tranPrefix", "Document Number Prefix", search=True),
    text("state", "State/Province", search=True),
    choice("country", "Country", "Country", COUNTRIES, search=True),
    part("mainAddress", "Address", ADDRESS),
    part("shippingAddress", "Shipping Address", ADDRESS),
    part("returnAddress", "Return Address", ADDRESS),
    text("legalName", "Legal Name", search=True),
    flag("isElimination", "Elimination", search=True),
    text("email", "Return Email Address", search=True),
    ref("currency", "Currency", "currency", search=True),
    text("fax", "Fax", search=True),
    text("edition", "Edition", computed=True),
    text("federalIdNumber", "Tax ID"),
    custom_fields=True,
)

DEPARTMENT = list_type(
    "department",
    "Department",
    "Departments",
    ACCOUNTING,
    "LIST_DEPARTMENT",
    NAME,
    _CHILDREN,
    ref("parent", "Subdepartment of", "department"),
    INACTIVE,
    _subsidiaries(),
    custom_fields=True,
)

CLASSIFICATION = list_type(
    "classification",
    "Class",
    "Classes",
    ACCOUNTING,
    "LIST_CLASS",
    NAME,
    _CHILDREN,
    ref("parent", "Subclass of", "classification"),
    INACTIVE,
    _subsidiaries(),
    custom_fields=True,
)

LOCATION = list_type(
    "location",
    "Location",
    "Locations",
    ACCOUNTING,
    "LIST_LOCATION",
    NAME,
    ref("parent", "Sublocation of", "location"),
    _CHILDREN,
    _subsidiaries("Subsidiary"),
    INACTIVE,
    text("tranPrefix", "Document Number Prefix", search="tranprefix"),
    part("mainAddress", "Address", ADDRESS),
    part("returnAddress", "Return Address", ADDRESS),
    choice("locationType", "Location Type", "LocationType", ("_store", "_warehouse"), search=True),
    number("latitude", "Latitude", search=True),
    number("longitude", "Longitude", search=True),
    flag("useBins", "Use Bins", search="usesBins"),
    flag("makeInventoryAvailable", "Make Inventory Available", search=True),
    custom_fields=True,
)
