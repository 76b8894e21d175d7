"""Records as SOAP elements, fields in schema order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from landbridge.netsuite.records import Ref, is_custom_field
from landbridge.netsuite.soap import scalars
from landbridge.netsuite.versions import Version
from landbridge.recordtypes import RECORD_TYPES, Field, Kind, RecordType

Writable = str | bool | int | float | date | datetime | Ref | Sequence[Ref] | None
"""A value to write; ``None`` clears the field."""


def render_record(
    type_name: str,
    values: Mapping[str, Writable],
    version: Version,
    *,
    internal_id: str | None = None,
    external_id: str | None = None,
) -> str:
    """Render one ``record`` element of a write.

    ``values`` by SOAP name or custom field script id. A reference may be a :class:`Ref` or an internal id. ``ValueError``
    names a record type or field that this library does not know, or a value that is not of the field's kind. Complex values and
    sublists are read, not written.
    """
    kind = RECORD_TYPES.get(type_name)
    if kind is None:
        raise ValueError(f"no description of record type {type_name!r} to write it by")
    standard = {name: value for name, value in values.items() if not is_custom_field(name)}
    custom = {name: value for name, value in values.items() if is_custom_field(name)}
    content = _null_fields(kind, values) + _body(kind, standard) + _custom_fields(kind, custom)
    identity = _attribute("internalId", internal_id) + _attribute("externalId", external_id)
    return (
        f"<platformMsgs:record xmlns:{kind.prefix}={scalars.attribute(version.of_record(kind))}"
        f' xsi:type="{kind.prefix}:{kind.soap_class}"{identity}>{content}</platformMsgs:record>'
    )


def _null_fields(kind: RecordType, values: Mapping[str, Writable]) -> str:
    names = [name for name, value in values.items() if value is None]
    for name in names:
        if not is_custom_field(name):
            _known(kind, name)
    if not names:
        return ""
    listed = "".join(f"<platformCore:name>{scalars.text(name)}</platformCore:name>" for name in names)
    return f"<platformCore:nullFieldList>{listed}</platformCore:nullFieldList>"


def _body(kind: RecordType, values: Mapping[str, Writable]) -> str:
    for name in values:
        _known(kind, name)
    return "".join(
        _element(kind, field, value) for field in kind.fields if (value := values.get(field.name)) is not None
    )


def _known(kind: RecordType, name: str) -> Field:
    try:
        return kind.field(name)
    except KeyError:
        raise ValueError(f"{kind.name} has no field {name!r}") from None


def _element(kind: RecordType, field: Field, value: Writable) -> str:
    name = f"{kind.prefix}:{field.name}"
    try:
        if field.kind is Kind.REF:
            return f"<{name} {_reference(value)}/>"
        if field.kind not in _CONTENT:
            raise ValueError("a complex value cannot be written")
        return f"<{name}>{_CONTENT[field.kind](value)}</{name}>"
    except (TypeError, ValueError) as error:
        raise ValueError(f"{kind.name}.{field.name}: {error}") from None


def _reference(value: Writable) -> str:
    ref = Ref(value) if isinstance(value, str) else value
    if not isinstance(ref, Ref):
        raise TypeError("needs a reference or an internal id")
    if ref.internal_id:
        return f"internalId={scalars.attribute(ref.internal_id)}"
    if ref.external_id:
        return f"externalId={scalars.attribute(ref.external_id)}"
    raise ValueError("the reference is empty")


def _string(value: Writable) -> str:
    if not isinstance(value, str):
        raise TypeError("needs text")
    return scalars.text(value)


def _boolean(value: Writable) -> str:
    if not isinstance(value, bool):
        raise TypeError("needs a boolean")
    return scalars.encode_boolean(value)


def _integer(value: Writable) -> str:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError("needs a whole number")
    return str(value)


def _double(value: Writable) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError("needs a number")
    return scalars.encode_double(value)


def _date(value: Writable) -> str:
    if isinstance(value, datetime) or not isinstance(value, date):
        raise TypeError("needs a date without a time")
    return scalars.encode_date(value)


def _datetime(value: Writable) -> str:
    if not isinstance(value, datetime):
        raise TypeError("needs an aware instant")
    return scalars.encode_datetime(value)


def _duration(value: Writable) -> str:
    return (
        f"<platformCore:timeSpan>{_double(value)}</platformCore:timeSpan>"
        "<platformCore:unit>hour</platformCore:unit>"
    )


def _references(value: Writable) -> str:
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise TypeError("needs a list of references")
    return "".join(f"<platformCore:recordRef {_reference(one)}/>" for one in value)


_CONTENT: dict[Kind, Callable[[Writable], str]] = {
    Kind.STRING: _string,
    Kind.ENUM: _string,
    Kind.BOOLEAN: _boolean,
    Kind.INTEGER: _integer,
    Kind.DOUBLE: _double,
    Kind.DATE: _date,
    Kind.DATETIME: _datetime,
    Kind.DURATION: _duration,
    Kind.REF_LIST: _references,
}


def _custom_fields(kind: RecordType, values: Mapping[str, Writable]) -> str:
    fields = "".join(_custom_field(name, value) for name, value in values.items() if value is not None)
    return f"<{kind.prefix}:customFieldList>{fields}</{kind.prefix}:customFieldList>" if fields else ""


def _custom_field(name: str, value: Writable) -> str:
    """Type a custom field by its Python value: its definition lives in the account only."""
    try:
        concrete, content = _custom_value(value)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name}: {error}") from None
    return (
        f'<platformCore:customField xsi:type="platformCore:{concrete}" scriptId={scalars.attribute(name)}>'
        f"{content}</platformCore:customField>"
    )


def _custom_value(value: Writable) -> tuple[str, str]:
    if isinstance(value, Ref):
        return "SelectCustomFieldRef", f"<platformCore:value {_reference(value)}/>"
    if isinstance(value, Sequence) and not isinstance(value, str):
        refs = "".join(f"<platformCore:value {_reference(ref)}/>" for ref in value)
        return "MultiSelectCustomFieldRef", refs
    concrete, write = _custom_scalar(value)
    return concrete, f"<platformCore:value>{write(value)}</platformCore:value>"


def _custom_scalar(value: Writable) -> tuple[str, Callable[[Writable], str]]:
    by_type: tuple[tuple[type, str, Callable[[Writable], str]], ...] = (
        (bool, "BooleanCustomFieldRef", _boolean),
        (int, "LongCustomFieldRef", _integer),
        (float, "DoubleCustomFieldRef", _double),
        (datetime, "DateCustomFieldRef", _datetime),
        (date, "DateCustomFieldRef", _date),
        (str, "StringCustomFieldRef", _string),
    )
    for kind, concrete, write in by_type:
        if isinstance(value, kind):
            return concrete, write
    raise TypeError(f"a custom field cannot hold a {type(value).__name__}")


def _attribute(name: str, value: str | None) -> str:
    return f" {name}={scalars.attribute(value)}" if value else ""
