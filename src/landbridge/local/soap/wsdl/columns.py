"""Columns of rows: named and typed as the criteria of the same record, except for the ones here (schema)."""

from __future__ import annotations

from landbridge.local.soap import addresscolumns
from landbridge.recordtypes import Search

STRING, SELECT, DOUBLE = "String", "Select", "Double"

KINDS = {
    Search.STRING: STRING,
    Search.BOOLEAN: "Boolean",
    Search.LONG: "Long",
    Search.DOUBLE: DOUBLE,
    Search.DATE: "Date",
    Search.MULTISELECT: SELECT,
    Search.ENUM: "EnumSelect",
}

NO_COLUMN: dict[str, frozenset[str]] = {
    "AccountSearchBasic": frozenset({"parent"}),
    "ContactSearchBasic": frozenset({"isPrivate"}),
    "EmployeeSearchBasic": frozenset({"jobDescription", "salesRep", "supportRep"}),
    "ItemSearchBasic": frozenset({"lastModifiedDate"}),
    "JobSearchBasic": frozenset({"parent", "type"}),
    "SupportCaseSearchBasic": frozenset({"closedDate"}),
    "TransactionSearchBasic": frozenset({"anyLineItem", "employee", "taxItem", "taxRate", "totalAmount"}),
}
"""Criteria that the row of the same search does not show."""

NOWHERE = frozenset({"externalIdString", "internalIdNumber"})
"""Criteria that no row shows."""

DIFFERENT: dict[str, dict[str, tuple[str, str]]] = {
    "ContactSearchBasic": {"contactSource": ("contactSource", STRING)},
    "CustomerSearchBasic": {
        "buyingReason": ("buyingReason", STRING),
        "buyingTimeFrame": ("buyingTimeFrame", STRING),
        "receivablesAccount": ("receivablesAccount", STRING),
        "salesReadiness": ("salesReadiness", STRING),
    },
    "CustomerStatusSearchBasic": {"probability": ("probability", STRING)},
    "EmployeeSearchBasic": {"workCalendar": ("workCalendar", STRING)},
    "ItemSearchBasic": {
        "costCategory": ("costCategory", STRING),
        "maximumQuantity": ("maximumQuantity", STRING),
        "minimumQuantity": ("minimumQuantity", STRING),
    },
    "JobSearchBasic": {
        "estCost": ("estimatedCost", DOUBLE),
        "estRevenue": ("estimatedRevenue", DOUBLE),
        "pctComplete": ("percentComplete", DOUBLE),
        "percentTimeComplete": ("percentTimeComplete", DOUBLE),
        "status": ("entityStatus", SELECT),
    },
    "LocationSearchBasic": {"tranprefix": ("tranPrefix", STRING)},
    "SupportCaseSearchBasic": {"company": ("company", SELECT), "contact": ("contact", SELECT)},
    "TermSearchBasic": {"recurrenceFrequency": ("recurrenceFrequency", STRING)},
    "TransactionSearchBasic": {"mainName": ("mainName", STRING)},
}
"""Basic search -> criterion -> the column's own name and kind."""


def addresses_of(basic: str) -> set[tuple[str, str]]:
    """Return name and kind of the columns that the default addresses of a basic search's records have."""
    name = basic.removesuffix("SearchBasic").lower()
    columns = addresscolumns.COLUMNS if name in addresscolumns.ENTITIES else ()
    return {(column, KINDS[Search.ENUM] if column.endswith("Country") else STRING) for column in columns}


def column_of(basic: str, criterion: str, search: Search) -> tuple[str, str] | None:
    """Return name and kind of the column behind a criterion, ``None`` where there is none."""
    if criterion in NOWHERE or criterion in NO_COLUMN.get(basic, frozenset()):
        return None
    return DIFFERENT.get(basic, {}).get(criterion, (criterion, KINDS[search]))
