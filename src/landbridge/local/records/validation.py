"""Checking what a save brings: known and writable fields, values, lines, mandatory fields, references."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from landbridge.local.records.errors import RecordError
from landbridge.local.records.lines import merged_lines
from landbridge.local.records.model import LineChanges
from landbridge.local.records.shapes import Shape
from landbridge.local.records.store import references
from landbridge.local.records.types import TypeDefinition
from landbridge.local.records.values import checked, checked_lines, checked_part


def checked_changes(definition: TypeDefinition, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the changes with values as stored; ``None`` still clears. Sublists come as lists of lines or ``LineChanges``.

    Raises ``RecordError``: INVALID_KEY_OR_REF for a field the type has not, INSUFFICIENT_PERMISSION for a read-only one
    (observed), INVALID_FLD_VALUE for a value of the wrong kind.
    """
    return {name: _checked_change(definition, name, value) for name, value in changes.items()}


def _checked_change(definition: TypeDefinition, name: str, value: Any) -> Any:
    shape = definition.shape
    if name in shape.lists:
        return _checked_list(shape.lists[name], name, value)
    field = shape.fields.get(name)
    if field is None:
        raise RecordError("INVALID_KEY_OR_REF", f"{definition.label} has no field {name}.", field=name)
    if field.computed:
        raise read_only(name)
    if value is None or value in ("", []):  # an empty text is an empty field, in NetSuite as here
        return None
    return checked_part(shape.parts[name], value, name) if name in shape.parts else checked(field, value)


def _checked_list(shape: Shape, name: str, value: Any) -> LineChanges | None:
    if shape.sublist is not None and shape.sublist.computed:
        raise read_only(name)
    if value is None:
        return None
    given = value if isinstance(value, LineChanges) else LineChanges(value)
    return LineChanges(checked_lines(shape, given.lines, name), replace_all=given.replace_all)


def read_only(name: str) -> RecordError:
    """INSUFFICIENT_PERMISSION for a read-only element (code and text observed)."""
    return RecordError(
        "INSUFFICIENT_PERMISSION",
        f"You do not have permissions to set a value for element {name} due to one of the following reasons: "
        "1) The field is read-only; 2) An associated feature is disabled; "
        "3) The field is available either when a record is created or updated, but not in both cases.",
        field=name,
    )


def merged(
    definition: TypeDefinition, values: Mapping[str, Any], changes: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the values after the changes, lines merged."""
    result = {**values, **changes}
    for name, change in changes.items():
        if isinstance(change, LineChanges):
            result[name] = merged_lines(definition.shape.lists[name], values.get(name, []), change)
    return {name: value for name, value in result.items() if value is not None and value != []}


def check_mandatory(definition: TypeDefinition, values: Mapping[str, Any], more: Sequence[str] = ()) -> None:
    """Raise ``RecordError`` USER_ERROR naming every mandatory field that is empty (text observed)."""
    _check_filled(definition.shape, values, tuple(more), "")


def _check_filled(shape: Shape, values: Mapping[str, Any], more: tuple[str, ...], where: str) -> None:
    wanted = [name for name, field in shape.fields.items() if field.mandatory and not field.computed]
    wanted += [name for name in more if name not in wanted]
    missing = [name for name in wanted if name not in values or str(values[name]).strip() == ""]
    if missing:
        labels = ", ".join(shape.fields[name].label for name in missing)
        raise RecordError("USER_ERROR", f"Please enter value(s) for: {labels}", field=f"{where}{missing[0]}")
    for name, inner in shape.lists.items():
        for line in values.get(name, ()):
            _check_filled(inner, line, (), f"{name}.")


def check_references(
    definition: TypeDefinition, changes: Mapping[str, Any], exists: Callable[[str, str], bool]
) -> None:
    """Raise ``RecordError`` INVALID_KEY_OR_REF for a changed reference that points to nothing (text observed)."""
    sent = {name: value.lines if isinstance(value, LineChanges) else value for name, value in changes.items()}
    known: set[tuple[str, str]] = set()
    for path, target, record_id in references(definition.shape, sent):
        if (target, record_id) in known:
            continue
        known.add((target, record_id))
        if not exists(target, record_id):
            name = path.rpartition(".")[2]
            raise RecordError("INVALID_KEY_OR_REF", f"Invalid {name} reference key {record_id}.", field=path)
