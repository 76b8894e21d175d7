"""Checking what a save brings: known and writable fields, values, mandatory fields, references."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from landbridge.local.records import entities
from landbridge.local.records.errors import RecordError
from landbridge.local.records.types import TypeDefinition
from landbridge.local.records.values import checked
from landbridge.recordtypes import Kind


def checked_changes(definition: TypeDefinition, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the changes with values as stored; ``None`` still clears.

    Raises ``RecordError``: INVALID_KEY_OR_REF for a field the type has not, INSUFFICIENT_PERMISSION for a read-only one
    (observed), INVALID_FLD_VALUE for a value of the wrong kind.
    """
    accepted: dict[str, Any] = {}
    for name, value in changes.items():
        field = definition.fields.get(name)
        if field is None:
            raise RecordError("INVALID_KEY_OR_REF", f"{definition.label} has no field {name}.", field=name)
        if field.computed:
            raise RecordError(
                "INSUFFICIENT_PERMISSION",
                f"You do not have permissions to set a value for element {name}: the field is read-only.",
                field=name,
            )
        # An empty text is an empty field, in NetSuite as here.
        accepted[name] = None if value is None or value == "" else checked(field, value)
    return accepted


def merged(values: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values after the changes."""
    result = {**values, **changes}
    return {name: value for name, value in result.items() if value is not None}


def check_mandatory(definition: TypeDefinition, values: Mapping[str, Any]) -> None:
    """Raise ``RecordError`` USER_ERROR naming every mandatory field that is empty (text observed)."""
    wanted = [name for name, field in definition.fields.items() if field.mandatory and not field.computed]
    wanted += [name for name in entities.mandatory_names(definition.name, values) if name not in wanted]
    missing = [name for name in wanted if name not in values or str(values[name]).strip() == ""]
    if missing:
        labels = ", ".join(definition.fields[name].label for name in missing)
        raise RecordError("USER_ERROR", f"Please enter value(s) for: {labels}", field=missing[0])


def check_references(
    definition: TypeDefinition, changes: Mapping[str, Any], exists: Callable[[str, str], bool]
) -> None:
    """Raise ``RecordError`` INVALID_KEY_OR_REF for a changed reference that points to nothing (text observed)."""
    for name, value in changes.items():
        field = definition.fields[name]
        if value is None or field.kind is not Kind.REF or not field.refers_to:
            continue
        if not exists(field.refers_to, value):
            raise RecordError("INVALID_KEY_OR_REF", f"Invalid {name} reference key {value}.", field=name)
