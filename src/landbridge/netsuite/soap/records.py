"""Record elements as :class:`~landbridge.netsuite.records.Record`, by ``xsi:type``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from landbridge.netsuite.records import Record, Ref, Value
from landbridge.netsuite.soap.scalars import DECODERS, decode_boolean, decode_custom_date
from landbridge.netsuite.versions import Version
from landbridge.recordtypes import RECORD_TYPES, Field, Kind, RecordType, Structure, Sublist
from landbridge.recordtypes.commonkinds import COMMON_KINDS

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    Decoder = Callable[[Element], Value]

XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_DEEPEST = 16
_CUSTOM_FIELDS = "customFieldList"


class RecordDecoder:
    """Decodes records of one endpoint version; keeps one table a type from element tag to (field name, decoder)."""

    def __init__(self, version: Version) -> None:
        self._version = version
        self._tables: dict[str, dict[str, tuple[str, Decoder]]] = {}
        self._types = {kind.soap_class: kind for kind in RECORD_TYPES.values()}

    def decode(self, element: Element) -> Record:
        """Decode one ``record``; ``ValueError`` names the field whose content is not of its kind."""
        soap_class = local_type(element)
        if not soap_class:
            raise ValueError("a record without xsi:type")
        kind = self._types.get(soap_class)
        table = self._tables.get(soap_class)
        if table is None:
            table = self._tables[soap_class] = self._table(kind)
        values: dict[str, Value] = {}
        for child in element:
            entry = table.get(child.tag)
            if entry is None:
                entry = table[child.tag] = self._entry_of_unlisted(child.tag)
            name, decode = entry
            if name == _CUSTOM_FIELDS:
                _decode_custom_fields(child, values)
                continue
            try:
                values[name] = decode(child)
            except ValueError as error:
                raise ValueError(f"{soap_class}.{name}: {error}") from None
        type_name = kind.name if kind else soap_class[:1].lower() + soap_class[1:]
        return Record(type_name, element.get("internalId", ""), element.get("externalId"), values)

    def _table(self, kind: RecordType | None) -> dict[str, tuple[str, Decoder]]:
        if kind is None:
            return {}
        namespace = self._version.of_record(kind)
        return {f"{{{namespace}}}{name}": (name, decode) for name, decode in _decoders(kind).items()}

    def _entry_of_unlisted(self, tag: str) -> tuple[str, Decoder]:
        name = local_name(tag)
        kind = COMMON_KINDS.get(name)
        return name, _DECODER_OF[kind] if kind else _decode_structure


def local_name(tag: str) -> str:
    """The part of a qualified name after its namespace."""
    return tag.rpartition("}")[2]


def local_type(element: Element) -> str:
    """The local part of ``xsi:type``, empty without one. Prefixes are NetSuite's to choose."""
    return element.get(XSI_TYPE, "").rpartition(":")[2]


def decode_ref(element: Element) -> Ref:
    """Decode a RecordRef, CustomRecordRef or ListOrRecordRef."""
    name = element[0].text if len(element) and local_name(element[0].tag) == "name" else None
    return Ref(
        element.get("internalId", ""),
        name or "",
        element.get("externalId"),
        element.get("type", ""),
    )


def _scalar(read: Callable[[str], Value]) -> Decoder:
    def decode(element: Element) -> Value:
        if len(element):
            raise ValueError("holds elements where a plain value belongs")
        return read(element.text or "")

    return decode


def _decode_duration(element: Element) -> Value:
    for child in element:
        if local_name(child.tag) == "timeSpan":
            return float(child.text or "")
    raise ValueError("a duration without timeSpan")


def _decode_refs(element: Element) -> Value:
    return [decode_ref(child) for child in element]


_DECODER_OF: dict[Kind, Decoder] = {
    **{kind: _scalar(read) for kind, read in DECODERS.items()},
    Kind.REF: decode_ref,
    Kind.REF_LIST: _decode_refs,
    Kind.DURATION: _decode_duration,
}


def _decoders(described: RecordType | Structure) -> dict[str, Decoder]:
    """Return how each field and sublist of a record, a line or a complex value is read, by its name."""
    fields = {field.name: _decoder(field) for field in described.fields}
    return fields | {sublist.name: _lines_of(sublist) for sublist in described.sublists}


def _decoder(field: Field) -> Decoder:
    return _DECODER_OF[field.kind] if field.structure is None else _part_of(field.structure)


def _part_of(structure: Structure) -> Decoder:
    known = _decoders(structure)

    def decode(element: Element) -> Value:
        values: dict[str, Value] = {}
        for child in element:
            name = local_name(child.tag)
            if name == _CUSTOM_FIELDS:
                _decode_custom_fields(child, values)
            else:
                values[name] = known.get(name, _decode_structure)(child)
        return values

    return decode


def _lines_of(sublist: Sublist) -> Decoder:
    decode_line = _part_of(sublist.line)
    return lambda element: [decode_line(line) for line in element]


def _decode_structure(element: Element, depth: int = 0) -> Value:
    """Decode a field without a description: reference, duration, nested structure, list of equals, or text."""
    if depth > _DEEPEST:
        raise ValueError("nested too deeply")
    if "internalId" in element.attrib or "externalId" in element.attrib:
        return decode_ref(element)
    if not len(element):
        return element.text or ""
    names = [local_name(child.tag) for child in element]
    if names == ["timeSpan", "unit"]:
        return _decode_duration(element)
    if names[0].endswith("ustomField") and XSI_TYPE in element[0].attrib:
        custom: dict[str, Value] = {}
        _decode_custom_fields(element, custom)
        return custom
    repeated: dict[str, list[Value]] = {}
    for name, child in zip(names, element, strict=True):
        repeated.setdefault(name, []).append(_decode_structure(child, depth + 1))
    return {name: found[0] if len(found) == 1 else found for name, found in repeated.items()}


def _decode_custom_fields(element: Element, values: dict[str, Value]) -> None:
    for custom in element:
        script_id = custom.get("scriptId") or custom.get("internalId")
        if not script_id:
            raise ValueError("a custom field without scriptId")
        decode = _CUSTOM.get(local_type(custom))
        if decode is None:
            raise ValueError(f"{script_id}: unknown custom field type {local_type(custom)[:60]!r}")
        try:
            values[script_id] = decode(custom)
        except (ValueError, IndexError) as error:
            raise ValueError(f"{script_id}: {error}") from None


def _custom_scalar(read: Callable[[str], Value]) -> Decoder:
    return lambda custom: read(custom[0].text or "")


def _custom_refs(custom: Element) -> Value:
    return [decode_ref(value) for value in custom]


_CUSTOM: dict[str, Decoder] = {
    "LongCustomFieldRef": _custom_scalar(int),
    "DoubleCustomFieldRef": _custom_scalar(float),
    "BooleanCustomFieldRef": _custom_scalar(decode_boolean),
    "StringCustomFieldRef": _custom_scalar(str),
    "DateCustomFieldRef": _custom_scalar(decode_custom_date),
    "SelectCustomFieldRef": lambda custom: decode_ref(custom[0]),
    "MultiSelectCustomFieldRef": _custom_refs,
}
