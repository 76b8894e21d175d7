"""Filters of collections: the parameter ``q`` (help section_1545222128).

A condition is a :class:`~landbridge.netsuite.records.Criterion`, as for a SOAP search; what joins them by OR or parentheses is text around what
:func:`q_of` returns.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from landbridge.netsuite.records import Criterion, Operand, Ref
from landbridge.netsuite.rest.encoding import enumeration_id
from landbridge.netsuite.rest.layouts import Layout, layout_of
from landbridge.netsuite.rest.scalars import encode_double
from landbridge.recordtypes import Field, Kind

_NONE = {"empty": "EMPTY", "notEmpty": "EMPTY_NOT"}
_TWO = {"between": "BETWEEN", "notBetween": "BETWEEN_NOT"}
_ANY = {"anyOf": "ANY_OF", "noneOf": "ANY_OF_NOT"}
_ONE = {
    "is": "IS",
    "isNot": "IS_NOT",
    "contains": "CONTAIN",
    "doesNotContain": "CONTAIN_NOT",
    "startsWith": "START_WITH",
    "doesNotStartWith": "START_WITH_NOT",
    "endsWith": "END_WITH",
    "doesNotEndWith": "END_WITH_NOT",
    "equalTo": "EQUAL",
    "notEqualTo": "EQUAL_NOT",
    "greaterThan": "GREATER",
    "notGreaterThan": "GREATER_NOT",
    "greaterThanOrEqualTo": "GREATER_OR_EQUAL",
    "notGreaterThanOrEqualTo": "GREATER_OR_EQUAL_NOT",
    "lessThan": "LESS",
    "notLessThan": "LESS_NOT",
    "lessThanOrEqualTo": "LESS_OR_EQUAL",
    "notLessThanOrEqualTo": "LESS_OR_EQUAL_NOT",
    "after": "AFTER",
    "notAfter": "AFTER_NOT",
    "before": "BEFORE",
    "notBefore": "BEFORE_NOT",
    "on": "ON",
    "notOn": "ON_NOT",
    "onOrAfter": "ON_OR_AFTER",
    "notOnOrAfter": "ON_OR_AFTER_NOT",
    "onOrBefore": "ON_OR_BEFORE",
    "notOnOrBefore": "ON_OR_BEFORE_NOT",
}
_IDS = {
    "internalId": "id",
    "internalIdNumber": "id",
    "externalId": "externalId",
    "externalIdString": "externalId",
}

ISO = "YYYY-MM-DD"
_TOKENS = ("YYYY", "MM", "DD", "M", "D")


def q_of(type_name: str, criteria: Sequence[Criterion], *, date_format: str = ISO) -> str:
    """Return the filter that all ``criteria`` must meet, empty for none.

    ``field`` is a name that a ``Record`` has, a search name or a custom field's script id; ``operator`` is SOAP's (``onOrAfter``,
    ``anyOf``, ``contains``, and ``endsWith``, which only REST has); a negated one begins with ``not`` where SOAP has another name or none.
    Enumerations are given by SOAP's value. ``date_format`` is how dates are written: the account's own pattern (``D/M/YYYY``) is what
    NetSuite documents; the default is taken by the local account and, being no pattern of any country, never misread (assumed).
    ``ValueError`` for an operator that there is not, values that do not fit it, and instants: REST compares days.
    """
    layout = layout_of(type_name)
    return " AND ".join(_condition(layout, one, date_format) for one in criteria)


def _condition(layout: Layout, criterion: Criterion, date_format: str) -> str:
    field = _field(layout, criterion.field)
    name = _IDS.get(criterion.field) or layout.rest_name(field.name if field else criterion.field)
    if not name or not all(letter.isalnum() or letter == "_" for letter in name):
        raise ValueError(f"not the name of a field: {criterion.field[:60]!r}")
    operator, wanted = _operator(criterion)
    count = len(criterion.values)
    if count != wanted and not (wanted < 0 and count):
        expected = "one or more values" if wanted < 0 else f"{wanted} value(s)"
        raise ValueError(f"{criterion.field}: {criterion.operator} takes {expected}, not {count}")
    try:
        values = [_literal(layout, field, value, date_format) for value in criterion.values]
    except (TypeError, ValueError) as error:
        raise ValueError(f"{criterion.field}: {error}") from None
    if not wanted:
        return f"{name} {operator}"
    return f"{name} {operator} {values[0] if wanted == 1 else '[' + ', '.join(values) + ']'}"


def _field(layout: Layout, name: str) -> Field | None:
    """A field by its own name, or by the name that a search has for it."""
    own = layout.fields.get(name)
    return own or next((one for one in layout.fields.values() if one.search_name == name), None)


def _operator(criterion: Criterion) -> tuple[str, int]:
    for table, count in ((_NONE, 0), (_ONE, 1), (_TWO, 2), (_ANY, -1)):
        if criterion.operator in table:
            return table[criterion.operator], count
    raise ValueError(f"{criterion.field}: a filter of REST has no operator {criterion.operator!r}")


def _literal(layout: Layout, field: Field | None, value: Operand, date_format: str) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return f"{encode_double(value):.12f}".rstrip("0").rstrip(".")
    return _quoted(_text(layout, field, value, date_format))


def _text(layout: Layout, field: Field | None, value: str | date | Ref, date_format: str) -> str:
    if isinstance(value, datetime):
        raise TypeError("a filter of REST compares days: give a date, or ask SuiteQL")
    if isinstance(value, date):
        return _written(value, date_format)
    if isinstance(value, Ref):
        if not value.internal_id:
            raise ValueError("a filter takes references by internal id")
        return value.internal_id
    if field is not None and field.kind is Kind.ENUM:
        return enumeration_id(layout.where, field, value)
    return value


def _written(day: date, pattern: str) -> str:
    texts = {
        "YYYY": f"{day.year:04d}",
        "MM": f"{day.month:02d}",
        "DD": f"{day.day:02d}",
        "M": str(day.month),
        "D": str(day.day),
    }
    written, rest = "", pattern
    while rest:
        token = next((one for one in _TOKENS if rest.startswith(one)), rest[0])
        written += texts.get(token, token)
        rest = rest[len(token) :]
    return written


def _quoted(text: str) -> str:
    """Write a text as a value; quotation marks and backslashes in it are escaped with a backslash (assumed)."""
    if any(ord(letter) < 0x20 for letter in text):
        raise ValueError("a filter takes no control characters")
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
