"""A form and its way through a save: which fields, what was typed, what changed, what was wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from landbridge.local.pages.fieldvalues import Control, InputError, Shown, control, read, show, typed
from landbridge.local.pages.layout import groups
from landbridge.local.records.model import EDITABLE
from landbridge.recordtypes import Field, Kind

if TYPE_CHECKING:
    from landbridge.local.account import Account
    from landbridge.local.records.errors import RecordError


@dataclass(slots=True)
class Typed:
    """What stands in a form's controls, by SuiteScript field id, and what is wrong, by the same id (``""``: the form)."""

    texts: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of a form or of a view page."""

    field: Field
    control: Control
    error: str = ""
    shown: Shown | None = None


def editable(account: Account, record_type: str) -> list[Field]:
    """Return the fields of a type that a form lets a person edit."""
    locked = {one.script_id for one in account.records.custom_fields(record_type) if one.display != EDITABLE}
    return [one for one in account.records.definition(record_type).entered if one.name not in locked]


def stored(fields: list[Field], values: Mapping[str, Any]) -> Typed:
    """Return a form filled from a record."""
    return Typed({field.script: typed(field, values.get(field.name)) for field in fields})


def sent(fields: list[Field], before: Typed, form: Mapping[str, str]) -> Typed:
    """Return a form filled from what the browser sent; what it did not send stays as it was."""
    return Typed({field.script: form.get(field.script, before.texts[field.script]) for field in fields})


def changes(account: Account, fields: list[Field], before: Typed | None, after: Typed) -> dict[str, Any]:
    """Return the values that differ from ``before``, by field name; of a new record (``None``) those that are not empty.

    Notes in ``after.errors`` what is no value of its field.
    """
    changed: dict[str, Any] = {}
    for one in fields:
        try:
            value = read(account, one, after.texts[one.script])
            if value != (read(account, one, before.texts[one.script]) if before else None):
                changed[one.name] = value
        except InputError as error:
            after.errors[one.script] = str(error)
    return changed


def note(fields: list[Field], after: Typed, error: RecordError) -> None:
    """Put a refused save's reason beside its field, or above the form when the form has no such field."""
    by_name = {one.name: one.script for one in fields}
    after.errors[by_name.get(error.field or "", "")] = error.message


def form_groups(
    account: Account, record_type: str, fields: list[Field], form: Typed
) -> list[tuple[str, list[FormField]]]:
    """Return the groups of an edit form."""
    return [
        (
            group.title,
            [
                FormField(one, control(account, one, form.texts[one.script]), form.errors.get(one.script, ""))
                for one in group.fields
            ],
        )
        for group in groups(record_type, fields)
    ]


def view_groups(
    account: Account, record_type: str, values: Mapping[str, Any]
) -> list[tuple[str, list[tuple[Field, Shown]]]]:
    """Return the groups of a view page: the fields with a value, and all check boxes.

    The instants of creating and saving stand apart, under System Information.
    """
    definition = account.records.definition(record_type)
    apart = {definition.created_field, definition.modified_field}
    fields = [
        one for name, one in definition.fields.items() if name not in apart and one.kind is not Kind.OBJECT
    ]
    return [
        (group.title, [(one, show(account, one, values.get(one.name))) for one in group.fields])
        for group in groups(
            record_type, [one for one in fields if one.name in values or one.kind is Kind.BOOLEAN]
        )
    ]
