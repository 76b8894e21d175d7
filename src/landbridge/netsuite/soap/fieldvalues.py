"""Values of single fields as SOAP elements. A value that is not of its field's kind is ``TypeError`` or ``ValueError``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from landbridge.netsuite.records import Ref, Writable
from landbridge.netsuite.soap import scalars
from landbridge.recordtypes import Kind


def reference(value: Writable) -> str:
    """Render the attributes that name a record: its internal id, or its external id without one."""
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
    return "".join([f"<platformCore:recordRef {reference(one)}/>" for one in _listed(value)])


def _listed(value: Writable) -> Sequence[Writable]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise TypeError("needs a list of references")
    return value


CONTENT: dict[Kind, Callable[[Writable], str]] = {
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
"""The content of an element of each kind; a single reference is an element with attributes instead."""


def custom_fields(prefix: str, values: Mapping[str, Writable]) -> str:
    """Render the ``customFieldList`` of a record, a line or an address; empty where no custom field has a value."""
    fields = "".join([_custom_field(name, value) for name, value in values.items() if value is not None])
    return f"<{prefix}:customFieldList>{fields}</{prefix}:customFieldList>" if fields else ""


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
        return "SelectCustomFieldRef", f"<platformCore:value {reference(value)}/>"
    if isinstance(value, Sequence) and not isinstance(value, str):
        refs = "".join([f"<platformCore:value {reference(ref)}/>" for ref in value])
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
