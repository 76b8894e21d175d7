"""Records in requests: from XML to the values that the account saves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Any

from landbridge.local.account import Account
from landbridge.local.records.errors import RecordError
from landbridge.local.records.model import CustomField, LineChanges
from landbridge.local.records.validation import read_only
from landbridge.local.soap import faults
from landbridge.local.soap.customfields import script_id_of
from landbridge.local.soap.customrecords import SOAP_CLASS, is_custom, kind_by_rec_type
from landbridge.local.soap.declared import check_once, check_type, check_value
from landbridge.local.soap.recordrefs import resolve
from landbridge.local.soap.scalars import (
    ScalarError,
    read_boolean,
    read_date,
    read_datetime,
    read_double,
    read_long,
)
from landbridge.local.soap.versions import SCHEMA, Namespaces
from landbridge.local.soap.wsdl.records import CUSTOM_FIELDS, TYPE_OF_KIND
from landbridge.local.soap.xmlreader import Node
from landbridge.recordtypes import RECORD_TYPES, Field, Kind, RecordType, Structure, Sublist

_CUSTOM_KINDS: dict[str, frozenset[Kind]] = {
    "StringCustomFieldRef": frozenset({Kind.STRING, Kind.ENUM}),
    "BooleanCustomFieldRef": frozenset({Kind.BOOLEAN}),
    "LongCustomFieldRef": frozenset({Kind.INTEGER}),
    "DoubleCustomFieldRef": frozenset({Kind.DOUBLE, Kind.DURATION}),
    "DateCustomFieldRef": frozenset({Kind.DATE, Kind.DATETIME}),
    "SelectCustomFieldRef": frozenset({Kind.REF}),
    "MultiSelectCustomFieldRef": frozenset({Kind.REF_LIST}),
}
_PLAIN: dict[Kind, Callable[[str], Any]] = {
    Kind.BOOLEAN: read_boolean,
    Kind.INTEGER: read_long,
    Kind.DOUBLE: read_double,
}
_IN_ZONE: dict[Kind, Callable[[str, tzinfo], Any]] = {Kind.DATE: read_date, Kind.DATETIME: read_datetime}


@dataclass(frozen=True, slots=True)
class RecordInput:
    """One record of a write. ``values`` holds what the client sent, ``None`` for what ``nullFieldList`` clears."""

    kind: RecordType
    internal_id: str
    external_id: str
    values: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Place:
    """A record, a line of a sublist or a complex value: what it may hold, and in which namespace.

    ``home`` is what its custom fields apply to (``invoice``, ``invoice.itemList``); empty where it can have none. ``inner``: it is part
    of a record, and the lines in it come and go with it.
    """

    name: str
    namespace: str
    members: Mapping[str, Field | Sublist]
    home: str
    inner: bool = False

    @property
    def record_type(self) -> str:
        """The type of the record that it is, or is part of."""
        return self.name.partition(".")[0]

    @property
    def computed(self) -> set[str]:
        return {name for name, one in self.members.items() if one.computed}


class RecordReader:
    """Reads the records of one request."""

    def __init__(self, account: Account, namespaces: Namespaces, *, ignore_read_only: bool) -> None:
        self._account = account
        self._namespaces = namespaces
        self._zone = account.settings.zone
        self._ignore_read_only = ignore_read_only
        self._custom: dict[str, dict[str, CustomField]] = {}
        self._places: dict[str, _Place] = {}

    def read(self, node: Node) -> RecordInput:
        """Read a ``record`` element.

        Raises :class:`SoapFault` where the XML is not of the schema (nothing of the request is executed then, since NetSuite
        reads a message whole before it acts; assumed), :class:`RecordError` where only this record fails.
        """
        kind = self._type_of(node)
        place = self._record_place(kind)
        return RecordInput(
            kind=kind,
            internal_id=node.attributes.get("internalId", ""),
            external_id=node.attributes.get("externalId", ""),
            values=self._values(place, node, skipped="recType" if is_custom(kind) else ""),
        )

    def _record_place(self, kind: RecordType) -> _Place:
        place = self._places.get(kind.name)
        if place is None:
            members = _by_name(kind.fields, kind.sublists)
            place = _Place(kind.name, self._namespaces.record(kind), members, kind.name)
            self._places[kind.name] = place
        return place

    def _inner_place(self, outer: _Place, name: str, structure: Structure) -> _Place:
        path = f"{outer.home or outer.name}.{name}"
        place = self._places.get(path)
        if place is None:
            members = _by_name(structure.fields, structure.sublists)
            namespace = self._namespaces.of(structure.namespace, structure.group)
            place = _Place(path, namespace, members, path if structure.custom_fields else "", inner=True)
            self._places[path] = place
        return place

    def _type_of(self, node: Node) -> RecordType:
        if node.type is None:
            raise faults.malformed("record is abstract and needs an xsi:type")
        namespace, name = node.type
        kinds = [kind for kind in RECORD_TYPES.values() if kind.soap_class == name]
        for kind in kinds:
            if self._namespaces.record(kind) == namespace:
                return kind
        if node.type == (self._namespaces.customization, SOAP_CLASS):
            return kind_by_rec_type(self._account, node)
        if kinds or f"_{self._namespaces.version}." not in namespace:
            raise faults.malformed(f"the type {name!r} is in namespace {namespace!r}")
        raise RecordError(
            "INVALID_UNSUPRTD_RCRD_TYP", f"The local account does not support the record type {name}."
        )

    def _expect(self, node: Node, namespace: str) -> None:
        if node.namespace != namespace:
            raise faults.malformed(
                f"{node.name!r} is in namespace {node.namespace!r}, expected {namespace!r}"
            )

    def _values(self, place: _Place, node: Node, *, skipped: str = "") -> dict[str, Any]:
        check_once(node.children)
        values: dict[str, Any] = {}
        for child in node.children:
            if child.name == "nullFieldList":
                self._expect(child, self._namespaces.core)
                values.update(self._nulls(place, child))
            elif child.name != skipped:
                self._expect(child, place.namespace)
                values.update(self._element(place, child))
        return values

    def _nulls(self, place: _Place, node: Node) -> dict[str, None]:
        check_value(node, "platformCore:NullField", self._namespaces)
        names = [child.text.strip() for child in node.named("name")]
        known = place.members.keys() | self._custom_fields(place.home).keys()
        for name in names:
            if name not in known:
                raise RecordError("INVALID_FIELD_NAME_FOR_NULL", f"{name} is no field of {place.name}.")
        if self._ignore_read_only:
            names = [name for name in names if name not in place.computed]
        return dict.fromkeys(names)

    def _element(self, place: _Place, node: Node) -> dict[str, Any]:
        if node.name == "customFieldList" and place.home:
            return self._custom_values(place, node)
        definition = place.members.get(node.name)
        if definition is None:
            raise RecordError(
                "INVALID_FIELD_ID", f"{node.name} is no field of {place.name} that the local account knows."
            )
        if node.nil or _says_nothing(node):
            return {}  # an empty element does not clear a field; nullFieldList does (documented)
        self._check_type(place, definition, node)
        if definition.computed:
            if self._ignore_read_only:
                return {}
            raise read_only(node.name)
        try:
            return {node.name: self._member(place, definition, node)}
        except ScalarError as error:
            raise faults.malformed(f"{node.name}: {error}") from None

    def _check_type(self, place: _Place, definition: Field | Sublist, node: Node) -> None:
        if isinstance(definition, Sublist):
            check_type(node, place.namespace, definition.soap_class)
        elif definition.structure is not None:
            inner = self._inner_place(place, node.name, definition.structure)
            check_type(node, inner.namespace, definition.structure.soap_class)
        elif definition.kind is Kind.ENUM:
            _check_enumeration(definition, node)
        else:
            check_value(node, TYPE_OF_KIND[definition.kind], self._namespaces)

    def _member(self, place: _Place, definition: Field | Sublist, node: Node) -> Any:
        if isinstance(definition, Sublist):
            return self._lines(place, definition, node)
        if definition.structure is not None:
            return self._values(self._inner_place(place, node.name, definition.structure), node)
        if definition.kind is Kind.REF_LIST:
            return [
                self._reference(place, definition.refers_to, one, node.name)
                for one in node.named("recordRef")
            ]
        return self._value(place, definition.kind, definition.refers_to, node)

    def _lines(self, place: _Place, sublist: Sublist, node: Node) -> LineChanges | list[dict[str, Any]]:
        """Read a sublist; ``replaceAll`` is true unless it says otherwise (schema)."""
        inner = self._inner_place(place, sublist.name, sublist.line)
        lines = []
        for child in node.children:
            self._expect(child, inner.namespace)
            if child.name != sublist.element:
                raise faults.malformed(f"{sublist.name} holds {sublist.element}, not {child.name!r}")
            check_type(child, inner.namespace, sublist.line.soap_class)
            lines.append(self._values(inner, child))
        if place.inner:
            return lines
        replace_all = read_boolean(node.attributes.get("replaceAll", "true").strip())
        return LineChanges(lines, replace_all=replace_all)

    def _value(self, place: _Place, kind: Kind, refers_to: str, node: Node) -> Any:
        if kind is Kind.REF:
            return self._reference(place, refers_to, node, node.name)
        if kind is Kind.DURATION:
            return _duration(node)
        return simple_value(kind, node.text, self._zone)

    def _reference(self, place: _Place, refers_to: str, node: Node, field_name: str) -> str:
        """Return the id that a reference names.

        The field says what it refers to. A type that is sent beside the id must be one of those (assumed), or that of the record
        itself, as a sample of Oracle's has it (section_N3449174: the organizer of a calendarEvent).
        """
        sent = node.attributes.get("type", "")
        if sent and sent not in {*self._account.records.types.members(refers_to), place.record_type}:
            raise RecordError(
                "INVALID_KEY_OR_REF", f"Invalid {field_name} reference key: it is no {sent[:60]}."
            )
        internal_id = node.attributes.get("internalId", "")
        external_id = node.attributes.get("externalId", "")
        found = resolve(self._account, refers_to, internal_id, external_id)
        if found is None:
            raise RecordError(
                "INVALID_KEY_OR_REF", f"Invalid {field_name} reference key {external_id or '(no id)'}."
            )
        return found

    def _custom_fields(self, home: str) -> dict[str, CustomField]:
        known = self._custom.get(home)
        if known is None:
            fields = self._account.records.custom_fields(home) if home else []
            known = {one.script_id: one for one in fields}
            self._custom[home] = known
        return known

    def _custom_values(self, place: _Place, node: Node) -> dict[str, Any]:
        check_value(node, CUSTOM_FIELDS.type, self._namespaces)
        values: dict[str, Any] = {}
        for child in node.named("customField"):
            script_id = script_id_of(self._account, child)
            known = self._custom_fields(place.home).get(script_id)
            if known is None:
                raise RecordError(
                    "INVALID_CSTM_FIELD_REF", f"{place.home} has no custom field {script_id!r}."
                )
            values[script_id] = self._custom_value(place, known, child)
        return values

    def _custom_value(self, place: _Place, known: CustomField, node: Node) -> Any:
        name = node.type[1] if node.type is not None else ""
        if known.kind not in _CUSTOM_KINDS.get(name, ()):
            raise RecordError("INVALID_CSTM_FIELD_DATA_TYP", f"{known.script_id} holds no value of a {name}.")
        sent = list(node.named("value"))
        if known.kind is Kind.REF_LIST:
            return [self._reference(place, known.refers_to, one, known.script_id) for one in sent]
        if not sent:
            raise faults.malformed(f"customField {known.script_id} has no value")
        try:
            if known.kind is Kind.DURATION:
                return read_double(sent[0].text.strip())
            return self._value(place, known.kind, known.refers_to, sent[0])
        except ScalarError as error:
            raise faults.malformed(f"{known.script_id}: {error}") from None


def _says_nothing(node: Node) -> bool:
    """Say whether an element is empty; a reference that says its type and no id is.

    netsuitesdk sends such references, also for fields that hold none (observed), so that an empty element is of any type.
    """
    named = node.attributes.keys() - {"type"}
    return not node.children and not named and not node.text.strip()


def _check_enumeration(field: Field, node: Node) -> None:
    if node.type is not None and (node.type[0] == SCHEMA or node.type[1] != field.enumeration):
        raise faults.malformed(f"{node.name!r} is not of the type {node.type[1][:60]!r}")


def _by_name(fields: tuple[Field, ...], sublists: tuple[Sublist, ...]) -> dict[str, Field | Sublist]:
    members: dict[str, Field | Sublist] = {one.name: one for one in fields}
    return members | {one.name: one for one in sublists}


def simple_value(kind: Kind, text: str, zone: tzinfo) -> Any:
    """Read the text of an element that has no children; raises :class:`ScalarError`."""
    if kind in _IN_ZONE:
        return _IN_ZONE[kind](text.strip(), zone)
    if kind in _PLAIN:
        return _PLAIN[kind](text.strip())
    return text.strip() if kind is Kind.ENUM else text


def _duration(node: Node) -> float:
    unit = node.text_of("unit")
    if unit != "hour":
        raise ScalarError(f"{unit!r} is not a DurationUnit")
    return read_double(node.text_of("timeSpan"))
