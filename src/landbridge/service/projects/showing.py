"""How a record stands on its page: each field with its label, references as links, what belongs to it by table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from landbridge.service.ports import JsonValue
from landbridge.service.projects import reading
from landbridge.service.projects.models import SppRecord
from landbridge.service.projects.record_types import SPP_TYPES, SppKind, SppType
from landbridge.service.projects.references import referred_ids
from landbridge.service.projects.sensitivity import Sight


@dataclass(frozen=True, slots=True)
class ShownField:
    """One field of a record: its value, and the records that it refers to."""

    name: str
    label: str
    value: JsonValue
    referred: Sequence[SppRecord]


@dataclass(frozen=True, slots=True)
class Belonging:
    """The records of one table that belong to a record."""

    kind: SppType
    records: Sequence[SppRecord]


def fields_of(record: SppRecord, sight: Sight) -> list[ShownField]:
    """Return the record's fields as somebody may see them, in the order of the table; one query for what they refer to."""
    kind = SPP_TYPES[record.type]
    referred = {id_: sight.record(one) for id_, one in reading.referred(record).items()}
    order = {field.name: place for place, field in enumerate(kind.declared)}
    shown = []
    for name in sorted(record.fields, key=lambda name: (order.get(name, len(order)), name)):
        hidden = sight.hides(record.type, name)
        field = kind.field(name)
        ids = referred_ids(field, record.fields[name]) if field and not hidden else []
        shown.append(
            ShownField(
                name,
                kind.label_of(name),
                sight.value(record.type, name, record.fields[name]),
                [referred[id_] for id_ in ids if id_ in referred],
            )
        )
    return shown


def belonging_to(record: SppRecord, sight: Sight) -> tuple[list[Belonging], bool]:
    """Return what belongs to the record, by table, and whether there is more; one query."""
    found = reading.belonging(record)
    shown = [sight.record(one) for one in found[: reading.MOST_BELONGING]]
    groups = groupby(shown, key=lambda one: one.type)
    return [Belonging(SPP_TYPES[table], list(records)) for table, records in groups], found != shown


@dataclass(frozen=True, slots=True)
class EditedField:
    """One field of the form: ``choices`` where it takes one of a few values, ``text`` what it holds."""

    name: str
    label: str
    text: str
    choices: Sequence[tuple[str, str]]
    help: str
    required: bool
    is_long: bool

    @property
    def comes_first(self) -> bool:
        """Whether it is shown before those that are rarely filled."""
        return self.required or bool(self.text)


_LONG = 1000


def form_of(kind: SppType, texts: dict[str, str]) -> list[EditedField]:
    """Return the fields of the form with ``texts`` in them: the declared ones, NetSuite IDs, custom fields that there are."""
    names = [field.name for field in kind.declared]
    names += [name for name in dict.fromkeys((*kind.netsuite_id_fields, *texts)) if kind.field(name) is None]
    return [_edited(kind, name, texts.get(name, "")) for name in names]


def _edited(kind: SppType, name: str, text: str) -> EditedField:
    field = kind.field(name)
    choices: list[tuple[str, str]] = []
    if field and field.kind is SppKind.FLAG:
        choices = [("", "—"), ("true", "yes"), ("false", "no")]
    elif field and field.choices:
        choices = [
            ("", "—"),
            *((one, f"{one}: {meaning}") for one, meaning in zip(field.choices, field.meanings, strict=True)),
        ]
    return EditedField(
        name,
        kind.label_of(name),
        text,
        choices,
        _help(kind, name),
        name in kind.required,
        field is not None and field.longest > _LONG,
    )


def _help(kind: SppType, name: str) -> str:
    field = kind.field(name)
    if field is None:
        return "Custom field"
    match field.kind:
        case SppKind.REFERENCE:
            other = SPP_TYPES[field.refers_to]
            return (
                f"Internal IDs of {other.plural.lower()}, with commas"
                if field.many
                else f"Internal ID: {other.label.lower()}"
            )
        case SppKind.DATE:
            return "As in 2026-11-21"
        case SppKind.CURRENCY:
            return "Three letters, as EUR"
        case SppKind.HOURS:
            return "Hours"
        case _:
            return ""
