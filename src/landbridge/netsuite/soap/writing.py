"""Records as SOAP elements: fields and sublists in schema order, complex values and lines as they are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from landbridge.netsuite.records import SublistLines, Writable, is_custom_field
from landbridge.netsuite.soap import scalars
from landbridge.netsuite.soap.fieldvalues import CONTENT, custom_fields, reference
from landbridge.netsuite.soap.kinds import REC_TYPE, described, is_custom
from landbridge.netsuite.versions import Version
from landbridge.recordtypes import Field, Kind, RecordType, Structure, Sublist
from landbridge.recordtypes.model import in_order

_DECLARED = frozenset({"platformCore", "platformCommon"})
"""Prefixes that the envelope declares."""
_EMPTY: tuple[Writable, ...] = ("", [], ())
_RECORDS = frozenset({"Address"})
"""Complex values that derive from Record in the schema, and so have a ``nullFieldList`` of their own."""


def render_record(
    type_name: str,
    values: Mapping[str, Writable],
    version: Version,
    *,
    internal_id: str | None = None,
    external_id: str | None = None,
) -> str:
    """Render one ``record`` element of a write.

    ``values`` by SOAP name or custom field script id, in the shapes in which they are read; ``None`` clears a field, as empty text and
    an empty list of references do, an empty list of lines clears a sublist (help section_N3443838). ``ValueError`` names a record type or field that this library does not know, or a value that is not of the field's kind.
    """
    kind = described(type_name)
    content = _Writer(version, kind.prefix).record(kind, values)
    identity = _attribute("internalId", internal_id) + _attribute("externalId", external_id)
    return (
        f"<platformMsgs:record xmlns:{kind.prefix}={scalars.attribute(version.of_record(kind))}"
        f' xsi:type="{kind.prefix}:{kind.soap_class}"{identity}>{content}</platformMsgs:record>'
    )


class _Writer:
    """Writes one record. ``prefix`` stands for the record's own namespace, which its lines share as a rule."""

    def __init__(self, version: Version, prefix: str) -> None:
        self._version = version
        self._prefix = prefix

    def record(self, kind: RecordType, values: Mapping[str, Writable]) -> str:
        for sublist in kind.sublists:
            if sublist.name in values and values[sublist.name] is None:
                raise ValueError(f"{kind.name}.{sublist.name}: an empty list clears a sublist, not None")
        values = _with_nulls(kind, values)
        ready = {REC_TYPE: _rec_type(kind)} if is_custom(kind.name) and REC_TYPE not in values else {}
        return _null_fields(values) + self._content(kind.name, kind, values, ready)

    def _content(
        self,
        where: str,
        shape: RecordType | Structure,
        values: Mapping[str, Writable],
        ready: Mapping[str, str] = MappingProxyType({}),
    ) -> str:
        """Render what a record, a line or a complex value holds; ``where`` names it in errors, ``ready`` are elements as they go."""
        layout = in_order(shape.fields, shape.sublists)
        known = {one.name for one in layout}
        custom = {name: value for name, value in values.items() if is_custom_field(name)}
        for name in values:
            if name not in known and name not in custom:
                raise ValueError(f"{where} has no field {name!r}")
        if custom and not shape.custom_fields:
            raise ValueError(f"{where} has no custom fields")
        elements = [
            ready.get(one.name) or self._element(f"{where}.{one.name}", shape.prefix, one, value)
            for one in layout
            if (value := values.get(one.name)) is not None or one.name in ready
        ]
        return "".join(elements) + custom_fields(shape.prefix, custom)

    def _element(self, where: str, prefix: str, one: Field | Sublist, value: Writable) -> str:
        if isinstance(one, Sublist):
            return self._sublist(where, prefix, one, value)
        if one.structure is not None:
            return self._part(where, f"{prefix}:{one.name}", one.structure, value)
        name = f"{prefix}:{one.name}"
        try:
            if one.kind is Kind.REF:
                return f"<{name} {reference(value)}/>"
            return f"<{name}>{CONTENT[one.kind](value)}</{name}>"
        except (TypeError, ValueError) as error:
            raise ValueError(f"{where}: {error}") from None

    def _part(self, where: str, name: str, structure: Structure, value: Writable) -> str:
        if not isinstance(value, Mapping):
            raise ValueError(f"{where}: needs a dict of its fields")
        value = _with_nulls(structure, value)
        content = self._content(where, structure, value)
        if structure.soap_class in _RECORDS:
            content = _null_fields(value) + content
        return f"<{name}{self._declared(structure)}>{content}</{name}>"

    def _sublist(self, where: str, prefix: str, sublist: Sublist, value: Writable) -> str:
        lines, replace_all = _lines(where, value)
        if not sublist.replaceable and not replace_all:
            raise ValueError(f"{where}: NetSuite always replaces all lines of this sublist")
        attribute = f' replaceAll="{scalars.encode_boolean(replace_all)}"' if sublist.replaceable else ""
        name, element = f"{prefix}:{sublist.name}", f"{prefix}:{sublist.element}"
        opening = f"<{element}{self._declared(sublist.line)}>"
        rendered = [
            f"{opening}{self._line(f'{where}[{number}]', sublist.line, line, replace_all)}</{element}>"
            for number, line in enumerate(lines)
        ]
        return f"<{name}{attribute}>{''.join(rendered)}</{name}>"

    def _line(self, where: str, shape: Structure, line: Writable, replace_all: bool) -> str:
        if not isinstance(line, Mapping):
            raise ValueError(f"{where}: needs a dict of the line's fields")
        values = _with_nulls(shape, line)
        if not replace_all and None in values.values():
            raise ValueError(f"{where}: a line's field cannot be cleared without replacing all lines")
        return self._content(where, shape, values)

    def _declared(self, structure: Structure) -> str:
        if structure.prefix == self._prefix or structure.prefix in _DECLARED:
            return ""
        return f" xmlns:{structure.prefix}={scalars.attribute(self._version.of_record(structure))}"


def _lines(where: str, value: Writable) -> tuple[Sequence[Writable], bool]:
    if isinstance(value, SublistLines):
        return value.lines, value.replace_all
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise ValueError(f"{where}: needs a list of lines")
    return value, True


def _with_nulls(shape: RecordType | Structure, values: Mapping[str, Writable]) -> Mapping[str, Writable]:
    """Return values with ``None`` for empty text and empty lists of references: NetSuite ignores an empty element (documented)."""
    sublists = {sublist.name for sublist in shape.sublists}
    return {
        name: None if value in _EMPTY and name not in sublists else value for name, value in values.items()
    }


def _null_fields(values: Mapping[str, Writable]) -> str:
    names = [name for name, value in values.items() if value is None]
    if not names:
        return ""
    listed = "".join([f"<platformCore:name>{scalars.text(name)}</platformCore:name>" for name in names])
    return f"<platformCore:nullFieldList>{listed}</platformCore:nullFieldList>"


def _rec_type(kind: RecordType) -> str:
    """Name the type of a custom record by its script id."""
    return (
        f'<{kind.prefix}:{REC_TYPE} xsi:type="platformCore:CustomizationRef"'
        f" scriptId={scalars.attribute(kind.name)}/>"
    )


def _attribute(name: str, value: str | None) -> str:
    return f" {name}={scalars.attribute(value)}" if value else ""
