"""Records to XML, in schema order.

What can be prepared is prepared once per version and record type: tags are text by then, so that a page of a thousand records
costs the joining of strings. References show the name of what they refer to; each distinct one is looked up once a reply.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from functools import cache
from typing import Any

from landbridge.local.account import Account
from landbridge.local.records.model import CustomField, Record
from landbridge.local.soap.customrecords import is_custom
from landbridge.local.soap.markup import attribute, escape
from landbridge.local.soap.scalars import write_boolean, write_date, write_datetime
from landbridge.local.soap.versions import Namespaces
from landbridge.recordtypes import Kind, RecordType

_CUSTOM_TYPES = {
    Kind.STRING: "StringCustomFieldRef",
    Kind.ENUM: "StringCustomFieldRef",
    Kind.BOOLEAN: "BooleanCustomFieldRef",
    Kind.INTEGER: "LongCustomFieldRef",
    Kind.DOUBLE: "DoubleCustomFieldRef",
    Kind.DURATION: "DoubleCustomFieldRef",
    Kind.DATE: "DateCustomFieldRef",
    Kind.DATETIME: "DateCustomFieldRef",
    Kind.REF: "SelectCustomFieldRef",
}


class ReferenceNames:
    """The display names of references as XML, asked of the account once a type and page."""

    def __init__(self, account: Account) -> None:
        self._records = account.records
        self._names: dict[str, dict[str, str]] = {}

    def prepare(self, wanted: Mapping[str, set[str]]) -> None:
        """Look up the names of ids, by type."""
        for type_name, ids in wanted.items():
            known = self._names.setdefault(type_name, {})
            missing = ids - known.keys()
            known |= dict.fromkeys(missing, "")
            for internal_id, name in self._records.displays(type_name, missing).items():
                known[internal_id] = f"<platformCore:name>{escape(name)}</platformCore:name>" if name else ""

    def element(self, type_name: str, internal_id: str) -> str:
        """Return ``<platformCore:name>`` of a prepared reference, ``""`` when it has no name."""
        return self._names[type_name][internal_id]


@cache
def _tags(kind: RecordType) -> tuple[tuple[str, Kind, str, str, str], ...]:
    """Return (name, kind, start of the opening tag, closing tag, what it refers to) for each field in schema order."""
    return tuple(
        (
            field.name,
            field.kind,
            f"<{kind.prefix}:{field.name}",
            f"</{kind.prefix}:{field.name}>",
            field.refers_to,
        )
        for field in kind.fields
    )


class RecordWriter:
    """Writes the records of one type into one reply."""

    def __init__(
        self, account: Account, kind: RecordType, namespaces: Namespaces, names: ReferenceNames
    ) -> None:
        self._kind = kind
        self._zone = account.settings.zone
        self._names = names
        self._tags = _tags(kind)
        self._declaration = (
            f' xmlns:{kind.prefix}="{namespaces.record(kind)}" xsi:type="{kind.prefix}:{kind.soap_class}"'
        )
        self._rec_type = _rec_type(kind) if is_custom(kind) else ""
        self._custom = tuple(account.records.custom_fields(kind.name))
        self._references = [
            (field.name, field.refers_to) for field in kind.fields if field.kind is Kind.REF
        ] + [(field.script_id, field.refers_to) for field in self._custom if field.kind is Kind.REF]

    def write(self, tag: str, records: Sequence[Record]) -> str:
        """Return the records one after the other, each as element ``tag``; empty fields are left out (observed)."""
        wanted: dict[str, set[str]] = {}
        for name, refers_to in self._references:
            ids = {record.values[name] for record in records if name in record.values}
            if ids:
                wanted.setdefault(refers_to, set()).update(ids)
        self._names.prepare(wanted)
        return "".join([self._write(tag, record) for record in records])

    def _write(self, tag: str, record: Record) -> str:
        external = f' externalId="{attribute(record.external_id)}"' if record.external_id else ""
        pieces = [f'<{tag} internalId="{record.id}"{external}{self._declaration}>']
        values = record.values
        for name, kind, opening, closing, refers_to in self._tags:
            value = values.get(name)
            if value is None:
                continue
            if kind is Kind.REF:
                pieces.append(
                    f'{opening} internalId="{attribute(value)}">{self._names.element(refers_to, value)}{closing}'
                )
            else:
                pieces.append(f"{opening}>{content(kind, value, self._zone)}{closing}")
        pieces.append(self._rec_type)
        prefix = self._kind.prefix
        custom = custom_fields(self._custom, values, self._zone, self._names)
        if custom:
            pieces.append(f"<{prefix}:customFieldList>{custom}</{prefix}:customFieldList>")
        pieces.append(f"</{tag}>")
        return "".join(pieces)


def _rec_type(kind: RecordType) -> str:
    return (
        f'<{kind.prefix}:recType scriptId="{attribute(kind.name)}" xsi:type="platformCore:CustomizationRef">'
        f"<platformCore:name>{escape(kind.label)}</platformCore:name></{kind.prefix}:recType>"
    )


def content(kind: Kind, value: Any, zone: tzinfo) -> str:
    """Return the content of an element that is no reference."""
    if kind is Kind.BOOLEAN:
        return write_boolean(value)
    if kind is Kind.DATETIME:
        return write_datetime(value, zone)
    if kind is Kind.DATE:
        return write_date(value, zone)
    if kind is Kind.DURATION:
        return (
            f"<platformCore:timeSpan>{float(value)!r}</platformCore:timeSpan>"
            "<platformCore:unit>hour</platformCore:unit>"
        )
    if kind is Kind.DOUBLE:
        return repr(float(value))
    return escape(str(value))


def custom_fields(
    fields: Sequence[CustomField], values: Mapping[str, Any], zone: tzinfo, names: ReferenceNames
) -> str:
    """Return the ``platformCore:customField`` elements of the fields that hold something."""
    pieces: list[str] = []
    for field in fields:
        value = values.get(field.script_id)
        if value is not None:
            pieces.append(
                f'<platformCore:customField scriptId="{attribute(field.script_id)}" '
                f'xsi:type="platformCore:{_CUSTOM_TYPES[field.kind]}">'
                f"{_custom_value(field, value, zone, names)}</platformCore:customField>"
            )
    return "".join(pieces)


def _custom_value(field: CustomField, value: Any, zone: tzinfo, names: ReferenceNames) -> str:
    if field.kind is Kind.REF:
        element = names.element(field.refers_to, value)
        return f'<platformCore:value internalId="{attribute(value)}">{element}</platformCore:value>'
    text = repr(float(value)) if field.kind is Kind.DURATION else content(field.kind, value, zone)
    return f"<platformCore:value>{text}</platformCore:value>"
