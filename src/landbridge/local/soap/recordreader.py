"""Records in requests: from XML to the values that the account saves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Any

from landbridge.local.account import Account
from landbridge.local.records.errors import RecordError
from landbridge.local.records.model import CustomField
from landbridge.local.soap import faults
from landbridge.local.soap.customrecords import SOAP_CLASS, is_custom, kind_by_rec_type
from landbridge.local.soap.recordrefs import resolve
from landbridge.local.soap.scalars import (
    ScalarError,
    read_boolean,
    read_date,
    read_datetime,
    read_double,
    read_long,
)
from landbridge.local.soap.versions import Namespaces
from landbridge.local.soap.xmlreader import Node
from landbridge.recordtypes import RECORD_TYPES, Kind, RecordType

_CUSTOM_KINDS: dict[str, frozenset[Kind]] = {
    "StringCustomFieldRef": frozenset({Kind.STRING, Kind.ENUM}),
    "BooleanCustomFieldRef": frozenset({Kind.BOOLEAN}),
    "LongCustomFieldRef": frozenset({Kind.INTEGER}),
    "DoubleCustomFieldRef": frozenset({Kind.DOUBLE, Kind.DURATION}),
    "DateCustomFieldRef": frozenset({Kind.DATE, Kind.DATETIME}),
    "SelectCustomFieldRef": frozenset({Kind.REF}),
    "MultiSelectCustomFieldRef": frozenset(),  # the local account has no multi-select custom fields
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


class RecordReader:
    """Reads the records of one request."""

    def __init__(self, account: Account, namespaces: Namespaces, *, ignore_read_only: bool) -> None:
        self._account = account
        self._namespaces = namespaces
        self._zone = account.settings.zone
        self._ignore_read_only = ignore_read_only
        self._custom: dict[str, dict[str, CustomField]] = {}

    def read(self, node: Node) -> RecordInput:
        """Read a ``record`` element.

        Raises :class:`SoapFault` where the XML is not of the schema (nothing of the request is executed then, since NetSuite
        reads a message whole before it acts; assumed), :class:`RecordError` where only this record fails.
        """
        kind = self._type_of(node)
        values: dict[str, Any] = {}
        for child in node.children:
            if child.name == "nullFieldList":
                self._expect(child, self._namespaces.core)
                values.update(self._nulls(kind, child))
            elif child.name != "recType" or not is_custom(kind):
                self._expect(child, self._namespaces.record(kind))
                values.update(self._element(kind, child))
        return RecordInput(
            kind=kind,
            internal_id=node.attributes.get("internalId", ""),
            external_id=node.attributes.get("externalId", ""),
            values=values,
        )

    def _type_of(self, node: Node) -> RecordType:
        if node.type is None:
            raise faults.malformed("record is abstract and needs an xsi:type")
        namespace, name = node.type
        classes = {kind.soap_class: kind for kind in RECORD_TYPES.values()}
        kind = classes.get(name)
        if kind is not None and self._namespaces.record(kind) == namespace:
            return kind
        if node.type == (self._namespaces.customization, SOAP_CLASS):
            return kind_by_rec_type(self._account, node)
        if kind is not None or f"_{self._namespaces.version}." not in namespace:
            raise faults.malformed(f"the type {name!r} is in namespace {namespace!r}")
        raise RecordError(
            "INVALID_UNSUPRTD_RCRD_TYP", f"The local account does not support the record type {name}."
        )

    def _expect(self, node: Node, namespace: str) -> None:
        if node.namespace != namespace:
            raise faults.malformed(
                f"{node.name!r} is in namespace {node.namespace!r}, expected {namespace!r}"
            )

    def _nulls(self, kind: RecordType, node: Node) -> dict[str, None]:
        names = [child.text.strip() for child in node.named("name")]
        known = {field.name for field in kind.fields} | self._custom_fields(kind).keys()
        for name in names:
            if name not in known:
                raise RecordError("INVALID_FIELD_NAME_FOR_NULL", f"{name} is no field of {kind.name}.")
        if self._ignore_read_only:
            names = [
                name for name in names if name not in {field.name for field in kind.fields if field.computed}
            ]
        return dict.fromkeys(names)

    def _element(self, kind: RecordType, node: Node) -> dict[str, Any]:
        if node.name == "customFieldList":
            return self._custom_values(kind, node)
        try:
            definition = kind.field(node.name)
        except KeyError:
            raise RecordError(
                "INVALID_FIELD_ID", f"{node.name} is no field of {kind.name} that the local account knows."
            ) from None
        if definition.computed and self._ignore_read_only:
            return {}
        if node.nil or (not node.children and not node.attributes and not node.text.strip()):
            return {}  # an empty element does not clear a field; nullFieldList does (documented)
        try:
            return {node.name: self._value(definition.kind, definition.refers_to, node)}
        except ScalarError as error:
            raise faults.malformed(f"{node.name}: {error}") from None

    def _value(self, kind: Kind, refers_to: str, node: Node) -> Any:
        if kind is Kind.REF:
            return self._reference(refers_to, node)
        if kind is Kind.DURATION:
            return _duration(node)
        return simple_value(kind, node.text, self._zone)

    def _reference(self, refers_to: str, node: Node) -> str:
        internal_id = node.attributes.get("internalId", "")
        external_id = node.attributes.get("externalId", "")
        found = resolve(self._account, refers_to, internal_id, external_id)
        if found is None:
            raise RecordError(
                "INVALID_KEY_OR_REF", f"Invalid {node.name} reference key {external_id or '(no id)'}."
            )
        return found

    def _custom_fields(self, kind: RecordType) -> dict[str, CustomField]:
        known = self._custom.get(kind.name)
        if known is None:
            known = {field.script_id: field for field in self._account.records.custom_fields(kind.name)}
            self._custom[kind.name] = known
        return known

    def _custom_values(self, kind: RecordType, node: Node) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for child in node.named("customField"):
            self._expect(child, self._namespaces.core)
            script_id = child.attributes.get("scriptId", "")
            known = self._custom_fields(kind).get(script_id)
            if known is None:
                raise RecordError("INVALID_CSTM_FIELD_REF", f"{kind.name} has no custom field {script_id!r}.")
            values[script_id] = self._custom_value(known, child)
        return values

    def _custom_value(self, known: CustomField, node: Node) -> Any:
        namespace, name = node.type or ("", "")
        kinds = _CUSTOM_KINDS.get(name)
        if namespace != self._namespaces.core or kinds is None:
            raise faults.malformed(
                f"customField {known.script_id} needs one of the seven custom field types, not {name!r}"
            )
        if known.kind not in kinds:
            raise RecordError("INVALID_CSTM_FIELD_DATA_TYP", f"{known.script_id} holds no value of a {name}.")
        sent = list(node.named("value"))
        if not sent:
            raise faults.malformed(f"customField {known.script_id} has no value")
        self._expect(sent[0], self._namespaces.core)
        try:
            if known.kind is Kind.DURATION:
                return read_double(sent[0].text.strip())
            return self._value(known.kind, known.refers_to, sent[0])
        except ScalarError as error:
            raise faults.malformed(f"{known.script_id}: {error}") from None


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
