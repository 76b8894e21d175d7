"""Which deletions NetSuite tells: ``DeletedRecordType`` (schema, endpoint 2023_2)."""

from __future__ import annotations

from landbridge.recordtypes import RECORD_TYPES
from landbridge.recordtypes.families import members_of

CUSTOM_RECORD = "customRecord"
"""What the list calls custom records of every type."""

UNTOLD = frozenset({
    "account", "accountingPeriod", "classification", "contactRole", "currency", "department", "expenseCategory", "jobType",
    "leadSource", "location", "salesRole", "subsidiary", "unitsType", "vendorCategory",
})  # fmt: skip
"""Record types that the list has not."""

TOLD = RECORD_TYPES.keys() - UNTOLD
"""Record types whose deletions are told."""


def told_types(type_name: str) -> tuple[str, ...]:
    """Return what the deletions of a record type or family are asked for by; nothing for a type whose deletions are not told."""
    return tuple(one.name for one in members_of(type_name)) or ((type_name,) if type_name in TOLD else ())
