"""Fields that many tables have, and short ways to declare one of a kind."""

from __future__ import annotations

from collections.abc import Mapping

from landbridge.service.projects.record_types.model import LONGEST_NOTES, Demand, SppField, SppKind

UNKNOWN_ID = 601
MISSING = {
    "customer": 801,
    "project": 813,
    "invoice": 815,
    "user": 825,
    "project_task": 829,
    "purchaseorder": 859,
    "customerpo": 862,
    "cost_center": 895,
    "rate_card": 905,
    "hierarchy_node": 1050,
}
"""SPP's code for a record of the table that is not there, from the list that two open-source clients share; which code is for which table
is assumed. Other tables have the general code for an unknown id."""

NO_PARENT = 812

LONGEST_NAME = 75
"""Characters of names of people and of telephone numbers (assumed)."""


def reference(
    name: str, label: str, table: str, code: int = 0, *, many: bool = False, demand: Demand | None = None
) -> SppField:
    """Declare a reference to ``table``."""
    code = code or MISSING.get(table, UNKNOWN_ID)
    return SppField(name, label, SppKind.REFERENCE, table, code, many=many, demand=demand)


def date(name: str, label: str) -> SppField:
    """Declare a date."""
    return SppField(name, label, SppKind.DATE)


def flag(name: str, label: str) -> SppField:
    """Declare a box to tick."""
    return SppField(name, label, SppKind.FLAG)


def money(name: str, label: str) -> SppField:
    """Declare an amount: three decimals, since some currencies have as many."""
    return SppField(name, label, SppKind.MONEY, decimals=3)


def price(name: str, label: str) -> SppField:
    """Declare an amount for one unit or hour: six decimals."""
    return SppField(name, label, SppKind.MONEY, decimals=6)


def hours(name: str, label: str) -> SppField:
    """Declare a number of hours: two decimals."""
    return SppField(name, label, SppKind.HOURS, decimals=2)


def number(name: str, label: str) -> SppField:
    """Declare a number that is neither money nor hours."""
    return SppField(name, label, SppKind.NUMBER)


def notes(name: str = "notes", label: str = "Notes") -> SppField:
    """Declare a long text."""
    return SppField(name, label, longest=LONGEST_NOTES)


def choice(name: str, label: str, meanings: Mapping[str, str], code: int = 0) -> SppField:
    """Declare a field that takes one of a few letters or words, each with its meaning."""
    return SppField(
        name,
        label,
        SppKind.CHOICE,
        missing_code=code,
        choices=tuple(meanings),
        meanings=tuple(meanings.values()),
    )


APPROVAL = {"O": "open", "S": "submitted", "A": "approved", "R": "rejected"}
PURCHASE_APPROVAL = {"O": "open", "P": "pending", "A": "approved", "R": "rejected"}
ACTIVE = flag("active", "Active")
CURRENCY = SppField("currency", "Currency", SppKind.CURRENCY)
CODE = SppField("code", "Code")
EXTERNAL_ID = SppField("externalid", "External ID")
NOTES = notes()
DATE = date("date", "Date")
ACCOUNTING_DATE = date("acct_date", "Accounting period date")
CUSTOMER = reference("customerid", "Customer", "customer")
PROJECT = reference("projectid", "Project", "project")
USER = reference("userid", "User", "user")
COST_CENTER = reference("cost_centerid", "Cost center", "cost_center")
TAX_LOCATION = reference("tax_locationid", "Tax location", "tax_location")
HIERARCHY_NODES = reference("hierarchy_node_ids", "Hierarchy nodes", "hierarchy_node", many=True)
REACHED = (
    SppField("email", "Email", SppKind.EMAIL),
    SppField("phone", "Phone", longest=LONGEST_NAME),
    SppField("mobile", "Mobile phone", longest=LONGEST_NAME),
    SppField("fax", "Fax", longest=LONGEST_NAME),
)
ADDRESS = (
    SppField("addr1", "Address 1"),
    SppField("addr2", "Address 2"),
    SppField("addr3", "Address 3"),
    SppField("addr4", "Address 4"),
    SppField("city", "City"),
    SppField("state", "State"),
    SppField("zip", "Postal code"),
    SppField("country", "Country"),
)
PERSON = (
    SppField("first", "First name", longest=LONGEST_NAME),
    SppField("middle", "Middle name", longest=LONGEST_NAME),
    SppField("last", "Last name", longest=LONGEST_NAME),
    SppField("salutation", "Salutation", longest=LONGEST_NAME),
)
