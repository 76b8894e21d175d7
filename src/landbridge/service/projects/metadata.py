"""What can be said of a table's fields and looked up by them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from landbridge.service.ports import DestinationField, DestinationRecord, JsonValue
from landbridge.service.projects.record_types import LONGEST_NOTES, SppField, SppKind, SppType


def fields_of(kind: SppType, custom: Collection[str]) -> list[DestinationField]:
    """Return the declared fields, then the NetSuite-ID fields, then other custom fields that are in use."""
    declared = [_declared(kind, field) for field in kind.declared]
    names = dict.fromkeys((*kind.netsuite_id_fields, *custom))
    return declared + [
        DestinationField(
            name,
            kind.label_of(name),
            SppKind.TEXT.value,
            longest=LONGEST_NOTES,
            custom=True,
            key=kind.is_netsuite_id(name),
        )
        for name in names
    ]


def by_value(
    kind: SppType, field: str, values: Collection[str], found: Sequence[DestinationRecord]
) -> dict[str, list[DestinationRecord]]:
    """Return the records that were found for each value; of names the very ones where there are any."""
    exact: dict[str, list[DestinationRecord]] = {}
    any_case: dict[str, list[DestinationRecord]] = {}
    for record in found:
        held = record.spp_id if field == "id" else _text(record.fields.get(field))
        exact.setdefault(held, []).append(record)
        any_case.setdefault(held.lower(), []).append(record)
    by_name = field == kind.name_field
    answers = {
        value: exact.get(value) or (any_case.get(value.lower(), []) if by_name else []) for value in values
    }
    return {value: records for value, records in answers.items() if records}


def _text(value: JsonValue) -> str:
    """Return a value as PostgreSQL writes it as text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _declared(kind: SppType, field: SppField) -> DestinationField:
    return DestinationField(
        name=field.name,
        label=field.label,
        kind=field.kind.value,
        refers_to=field.refers_to,
        many=field.many,
        choices=field.choices,
        longest=field.longest,
        decimals=field.decimals,
        required=field.name in kind.required,
        key=field.name in kind.numbers,
    )
