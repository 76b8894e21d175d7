"""What NetSuite derives on employees, customers and projects: names, numbers, stage, defaults, uniqueness."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from landbridge.local.records.errors import RecordError

ENTITY_TYPES = ("employee", "customer", "job")

SCRIPT_TYPE_OF_STAGE = {"_lead": "lead", "_prospect": "prospect", "_customer": "customer"}
STAGE_OF_SCRIPT_TYPE = {script: stage for stage, script in SCRIPT_TYPE_OF_STAGE.items()}

FALLBACKS: dict[str, dict[str, Any]] = {
    "employee": {"subsidiary": "1", "currency": "1"},
    "customer": {"subsidiary": "1", "currency": "1"},
    "job": {"subsidiary": "1", "currency": "1"},
}
"""Values that a new entity gets when the list has such an entry (assumed: the preferences of a one-subsidiary account)."""


def script_type_of(record_type: str, values: Mapping[str, Any]) -> str:
    """Return the SuiteScript type: a customer's follows its stage (documented, SuiteScript record types)."""
    if record_type != "customer":
        return record_type
    return SCRIPT_TYPE_OF_STAGE.get(values.get("stage", "_customer"), "customer")


def full_name(record_type: str, values: Mapping[str, Any]) -> str:
    """Return the ``altName``: first, middle and last name of a person, else the company or project name."""
    if record_type == "employee" or (record_type == "customer" and values.get("isPerson")):
        parts = (values.get(name, "") for name in ("firstName", "middleName", "lastName"))
        return " ".join(part.strip() for part in parts if part.strip())
    return str(values.get("companyName", "")).strip()


def mandatory_names(record_type: str, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the name fields that may not be empty on a customer: a person's or a company's."""
    if record_type != "customer":
        return ()
    return ("firstName", "lastName") if values.get("isPerson") else ("companyName",)


def name_scope(record_type: str, values: Mapping[str, Any]) -> str:
    """Return within what a name must be unique: the parent of a customer or project (assumed), else the account."""
    return str(values.get("parent", "")) if record_type in ("customer", "job") else ""


def duplicate(record_type: str, label: str) -> RecordError:
    """DUP_ENTITY (code from the schema, text assumed)."""
    field = "lastName" if record_type == "employee" else "companyName"
    return RecordError(
        "DUP_ENTITY", f"A {label.lower()} with this name already exists. Names must be unique.", field=field
    )


def check_parent(
    record_type: str, record_id: str, parent: str, parent_of: Callable[[str], str | None]
) -> None:
    """Refuse a customer that would be its own ancestor. Raises ``RecordError`` PARENT_CANT_ITSELF_BE_MEMBER."""
    if record_type != "customer":
        return
    seen: set[str] = set()
    above: str | None = parent
    while above and above not in seen:
        if above == record_id:
            raise RecordError(
                "PARENT_CANT_ITSELF_BE_MEMBER", "A customer cannot be part of itself.", field="parent"
            )
        seen.add(above)
        above = parent_of(above)


def display_text(values: Mapping[str, Any]) -> str:
    """Return how an entity is shown in a reference: number and name (observed with auto-generated numbers)."""
    return f"{values.get('entityId', '')} {values.get('altName', '')}".strip()
