"""Records to XML, in schema order.

Tags are prepared once a reply and type, so that a page of a thousand records costs the joining of strings. References show the
name of what they refer to; each distinct one is looked up once a reply.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import tzinfo
from typing import Any

from landbridge.local.account import Account
from landbridge.local.records.model import CustomField, Record
from landbridge.local.soap.customrecords import is_custom, kind_of, number_of
from landbridge.local.soap.markup import attribute, escape
from landbridge.local.soap.scalars import write_boolean, write_date, write_datetime
from landbridge.local.soap.versions import Namespaces
from landbridge.recordtypes import Field, Kind, RecordType, Structure, Sublist
from landbridge.recordtypes.model import in_order

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
    Kind.REF_LIST: "MultiSelectCustomFieldRef",
}

Write = Callable[[Any], str]


class ReferenceNames:
    """The display names of references as XML, asked of the account once a type and page."""

    def __init__(self, account: Account) -> None:
        self._records = account.records
        self._names: dict[str, dict[str, str]] = {}

    def of(self, type_name: str) -> dict[str, str]:
        """Return the prepared ``<platformCore:name>`` elements of a type by id, ``""`` where there is no name."""
        return self._names.setdefault(type_name, {})

    def prepare(self, wanted: Mapping[str, set[str]]) -> None:
        """Look up the names of ids, by type."""
        for type_name, ids in wanted.items():
            known = self.of(type_name)
            missing = ids - known.keys()
            known |= dict.fromkeys(missing, "")
            for internal_id, name in self._records.displays(type_name, missing).items():
                known[internal_id] = f"<platformCore:name>{escape(name)}</platformCore:name>" if name else ""


class RecordsWriter:
    """Writes records of any types into one reply."""

    def __init__(self, account: Account, namespaces: Namespaces) -> None:
        self.account = account
        self.namespaces = namespaces
        self.zone = account.settings.zone
        self.names = ReferenceNames(account)
        self._writers: dict[str, _RecordWriter] = {}

    def write(self, tag: str, records: Sequence[Record], *, body_only: bool = False) -> str:
        """Return the records one after the other, each as element ``tag``; empty fields are left out (observed).

        ``body_only`` leaves sublists out.
        """
        wanted: dict[str, set[str]] = {}
        for record in records:
            self._writer(record.type).collect(record.values, wanted, body_only=body_only)
        self.names.prepare(wanted)
        return "".join(
            [self._writer(record.type).write(tag, record, body_only=body_only) for record in records]
        )

    def _writer(self, type_name: str) -> _RecordWriter:
        writer = self._writers.get(type_name)
        if writer is None:
            writer = _RecordWriter(self, kind_of(self.account, type_name))
            self._writers[type_name] = writer
        return writer


class _RecordWriter:
    """Writes the records of one type."""

    def __init__(self, reply: RecordsWriter, kind: RecordType) -> None:
        namespaces = reply.namespaces
        self._declaration = (
            f' xmlns:{kind.prefix}="{namespaces.record(kind)}" xsi:type="{kind.prefix}:{kind.soap_class}"'
        )
        self._body = _PartWriter(reply, kind.prefix, kind.fields, kind.sublists, home=kind.name)
        self._rec_type = _rec_type(kind, number_of(reply.account, kind)) if is_custom(kind) else ""

    def collect(self, values: Mapping[str, Any], wanted: dict[str, set[str]], *, body_only: bool) -> None:
        self._body.collect(values, wanted, body_only=body_only)

    def write(self, tag: str, record: Record, *, body_only: bool) -> str:
        number = f' internalId="{record.id}"' if record.id else ""  # what is only proposed has none
        external = f' externalId="{attribute(record.external_id)}"' if record.external_id else ""
        content = self._body.write(record.values, self._rec_type, body_only=body_only)
        return f"<{tag}{number}{external}{self._declaration}>{content}</{tag}>"


class _PartWriter:
    """Writes what is inside a record, a line of a sublist or a complex value.

    ``home`` is what custom fields apply to (``invoice``, ``invoice.itemList``).
    """

    def __init__(
        self,
        reply: RecordsWriter,
        prefix: str,
        fields: tuple[Field, ...],
        sublists: tuple[Sublist, ...],
        *,
        home: str,
    ) -> None:
        self._reply = reply
        self._prefix = prefix
        self._home = home
        self._custom = _CustomWriter(reply, home)
        self._parts = {one.name: one.structure for one in fields if one.structure is not None}
        self._lists = {one.name: one for one in sublists}
        self._inner: dict[str, _PartWriter] = {}
        self._plans: dict[tuple[object, ...], list[tuple[str, Write]]] = {}
        self._single = [(one.name, one.refers_to) for one in fields if one.kind is Kind.REF]
        self._many = [(one.name, one.refers_to) for one in fields if one.kind is Kind.REF_LIST]
        self._single += self._custom.references(Kind.REF)
        self._many += self._custom.references(Kind.REF_LIST)
        self._body = [(one.name, self._field(one)) for one in fields]
        self._whole = [
            (one.name, self._list(one) if isinstance(one, Sublist) else self._field(one))
            for one in in_order(fields, sublists)
        ]

    def collect(
        self, values: Mapping[str, Any], wanted: dict[str, set[str]], *, body_only: bool = False
    ) -> None:
        """Add the ids of everything that is referred to, by type."""
        for name, refers_to in self._single:
            if name in values:
                wanted.setdefault(refers_to, set()).add(values[name])
        for name, refers_to in self._many:
            if name in values:
                wanted.setdefault(refers_to, set()).update(values[name])
        for name in self._parts:
            if name in values:
                self._part(name).collect(values[name], wanted)
        for name in () if body_only else self._lists:
            for line in values.get(name, ()):
                self._part(name).collect(line, wanted)

    def write(self, values: Mapping[str, Any], before_custom: str = "", *, body_only: bool = False) -> str:
        """Return the elements in schema order; ``before_custom`` stands before the custom fields."""
        pieces = [write(values[name]) for name, write in self._plan(values, body_only=body_only)]
        pieces.append(before_custom)
        custom = self._custom.write(values)
        if custom:
            pieces.append(f"<{self._prefix}:customFieldList>{custom}</{self._prefix}:customFieldList>")
        return "".join(pieces)

    def _plan(self, values: Mapping[str, Any], *, body_only: bool) -> list[tuple[str, Write]]:
        """Return what is written of these values, in schema order: worked out once for all records that hold the same fields."""
        key = (body_only, *values)
        plan = self._plans.get(key)
        if plan is None:
            members = self._body if body_only else self._whole
            plan = self._plans[key] = [(name, write) for name, write in members if name in values]
        return plan

    def _field(self, field: Field) -> Write:
        opening, closing = f"<{self._prefix}:{field.name}", f"</{self._prefix}:{field.name}>"
        if field.structure is not None:
            opening += self._declaration(field.structure)
            return lambda value: f"{opening}>{self._part(field.name).write(value)}{closing}"
        if field.kind is Kind.REF:
            names = self._reply.names.of(field.refers_to)
            return lambda value: f'{opening} internalId="{value}">{names[value]}{closing}'
        if field.kind is Kind.REF_LIST:
            many = _many("platformCore:recordRef", self._reply.names.of(field.refers_to))
            return lambda value: f"{opening}>{many(value)}{closing}"
        write = content(field.kind, self._reply.zone)
        return lambda value: f"{opening}>{write(value)}{closing}"

    def _list(self, sublist: Sublist) -> Write:
        line = f"{sublist.line.prefix}:{sublist.element}"
        opening = f"<{self._prefix}:{sublist.name}{self._declaration(sublist.line)}>"
        closing = f"</{self._prefix}:{sublist.name}>"

        def write(lines: Sequence[Mapping[str, Any]]) -> str:
            inner = self._part(sublist.name)
            return f"{opening}{''.join([f'<{line}>{inner.write(one)}</{line}>' for one in lines])}{closing}"

        return write

    def _part(self, name: str) -> _PartWriter:
        found = self._inner.get(name)
        if found is None:
            structure = self._lists[name].line if name in self._lists else self._parts[name]
            home = f"{self._home}.{name}" if structure.custom_fields else ""
            found = _PartWriter(
                self._reply,
                structure.prefix,
                structure.fields,
                structure.sublists,
                home=home,
            )
            self._inner[name] = found
        return found

    def _declaration(self, structure: Structure) -> str:
        if structure.prefix == self._prefix:
            return ""
        namespace = self._reply.namespaces.of(structure.namespace, structure.group)
        return f' xmlns:{structure.prefix}="{namespace}"'


class _CustomWriter:
    """Writes the custom fields that apply to one kind of record or line."""

    def __init__(self, reply: RecordsWriter, home: str) -> None:
        self._fields = reply.account.records.custom_fields(home) if home else []
        self._writers = [(field.script_id, _custom(field, reply)) for field in self._fields]

    def references(self, kind: Kind) -> list[tuple[str, str]]:
        return [(field.script_id, field.refers_to) for field in self._fields if field.kind is kind]

    def write(self, values: Mapping[str, Any]) -> str:
        return "".join([write(values[name]) for name, write in self._writers if values.get(name) is not None])


def _custom(field: CustomField, reply: RecordsWriter) -> Write:
    opening = (
        f'<platformCore:customField internalId="{field.number}" scriptId="{attribute(field.script_id)}" '
        f'xsi:type="platformCore:{_CUSTOM_TYPES[field.kind]}">'
    )
    value = _custom_value(field, reply)
    return lambda stored: f"{opening}{value(stored)}</platformCore:customField>"


def _custom_value(field: CustomField, reply: RecordsWriter) -> Write:
    if field.kind in (Kind.REF, Kind.REF_LIST):
        many = _many("platformCore:value", reply.names.of(field.refers_to))
        return many if field.kind is Kind.REF_LIST else lambda value: many((value,))
    write = content(Kind.DOUBLE if field.kind is Kind.DURATION else field.kind, reply.zone)
    return lambda value: f"<platformCore:value>{write(value)}</platformCore:value>"


def _many(tag: str, names: Mapping[str, str]) -> Write:
    return lambda ids: "".join([f'<{tag} internalId="{one}">{names[one]}</{tag}>' for one in ids])


def _rec_type(kind: RecordType, number: str) -> str:
    return (
        f'<{kind.prefix}:recType internalId="{number}" scriptId="{attribute(kind.name)}" xsi:type="platformCore:CustomizationRef">'
        f"<platformCore:name>{escape(kind.label)}</platformCore:name></{kind.prefix}:recType>"
    )


def content(kind: Kind, zone: tzinfo) -> Write:
    """Return what writes the content of an element that is neither a reference nor a complex value."""
    if kind is Kind.DATETIME:
        return lambda value: write_datetime(value, zone)
    if kind is Kind.DATE:
        return lambda value: write_date(value, zone)
    return _CONTENT.get(kind, _text)


def _text(value: Any) -> str:
    return escape(str(value))


def _double(value: Any) -> str:
    return repr(float(value))


def _duration(value: Any) -> str:
    return (
        f"<platformCore:timeSpan>{float(value)!r}</platformCore:timeSpan>"
        "<platformCore:unit>hour</platformCore:unit>"
    )


_CONTENT: dict[Kind, Write] = {
    Kind.BOOLEAN: write_boolean,
    Kind.DOUBLE: _double,
    Kind.DURATION: _duration,
}
