"""Search criteria as elements of a basic search, in schema order."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from landbridge.netsuite.records import Criterion, Operand, Ref, is_custom_field
from landbridge.netsuite.soap import scalars
from landbridge.recordtypes import RecordType, Search

OPERATORS: dict[Search, frozenset[str]] = {
    Search.STRING: frozenset(
        {
            "contains",
            "doesNotContain",
            "doesNotStartWith",
            "empty",
            "hasKeywords",
            "is",
            "isNot",
            "notEmpty",
            "startsWith",
        }
    ),
    Search.BOOLEAN: frozenset({"is"}),
    Search.LONG: frozenset(
        {
            "between",
            "empty",
            "equalTo",
            "greaterThan",
            "greaterThanOrEqualTo",
            "lessThan",
            "lessThanOrEqualTo",
            "notBetween",
            "notEmpty",
            "notEqualTo",
            "notGreaterThan",
            "notGreaterThanOrEqualTo",
            "notLessThan",
            "notLessThanOrEqualTo",
        }
    ),
    Search.DATE: frozenset(
        {
            "after",
            "before",
            "empty",
            "notAfter",
            "notBefore",
            "notEmpty",
            "notOn",
            "notOnOrAfter",
            "notOnOrBefore",
            "notWithin",
            "on",
            "onOrAfter",
            "onOrBefore",
            "within",
        }
    ),
    Search.MULTISELECT: frozenset({"anyOf", "noneOf"}),
}
OPERATORS[Search.DOUBLE] = OPERATORS[Search.LONG]
OPERATORS[Search.ENUM] = OPERATORS[Search.MULTISELECT]
"""The operators of each search field type, by the schema."""
_NAME = re.compile(r"[a-z][A-Za-z0-9]*")
_PAIRS = frozenset({"between", "notBetween", "within", "notWithin"})
_NONE = frozenset({"empty", "notEmpty"})
_LISTS = frozenset({Search.MULTISELECT, Search.ENUM})


def search_fields(kind: RecordType) -> dict[str, Search]:
    """Every search name of a record type's basic search that this library knows, with its field type."""
    fields = {
        field.search_name or field.name: field.search for field in kind.fields if field.search is not None
    }
    return fields | {extra.name: extra.search for extra in kind.search_only}


def render_criteria(kind_name: str, known: Mapping[str, Search], criteria: Sequence[Criterion]) -> str:
    """Render all criteria. The schema orders a basic search's fields by name, ignoring case, custom fields last.

    ``ValueError`` names the field for an unknown name, an operator its type does not have, or values that do not fit.
    """
    standard: dict[str, str] = {}
    custom: list[str] = []
    for criterion in criteria:
        if is_custom_field(criterion.field):
            custom.append(_custom_field(criterion))
            continue
        search = criterion.search or known.get(criterion.field)
        if search is None or not _NAME.fullmatch(criterion.field):
            raise ValueError(f"{kind_name} cannot be searched by {criterion.field!r}")
        if criterion.field in standard:
            raise ValueError(f"a basic search takes {criterion.field!r} once")
        standard[criterion.field] = _field(criterion, search)
    rendered = "".join(standard[name] for name in sorted(standard, key=str.lower))
    if custom:
        rendered += f"<platformCommon:customFieldList>{''.join(custom)}</platformCommon:customFieldList>"
    return rendered


def _field(criterion: Criterion, search: Search) -> str:
    name = f"platformCommon:{criterion.field}"
    operator = "" if search is Search.BOOLEAN else f" operator={scalars.attribute(criterion.operator)}"
    return f"<{name}{operator}>{_values(criterion, search, 'RecordRef')}</{name}>"


def _custom_field(criterion: Criterion) -> str:
    search = criterion.search or _guess(criterion)
    operator = "" if search is Search.BOOLEAN else f" operator={scalars.attribute(criterion.operator)}"
    custom = search.value.replace("Field", "CustomField")
    return (
        f'<platformCore:customField xsi:type="platformCore:{custom}"'
        f" scriptId={scalars.attribute(criterion.field)}{operator}>"
        f"{_values(criterion, search, 'ListOrRecordRef')}</platformCore:customField>"
    )


def _values(criterion: Criterion, search: Search, reference: str) -> str:
    operator, values = criterion.operator, criterion.values
    if operator not in OPERATORS[search]:
        raise ValueError(f"{criterion.field}: {search.value} has no operator {operator!r}")
    if search in _LISTS:
        if not values:
            raise ValueError(f"{criterion.field}: {operator} needs a value")
        render = _reference if search is Search.MULTISELECT else _enum
        return "".join(render(criterion, value, reference) for value in values)
    if search is Search.DATE and len(values) == 1 and operator not in _NONE and _is_named(values[0]):
        return f"<platformCore:predefinedSearchValue>{values[0]}</platformCore:predefinedSearchValue>"
    wanted = 0 if operator in _NONE else 2 if operator in _PAIRS else 1
    if len(values) != wanted:
        raise ValueError(f"{criterion.field}: {operator} takes {wanted} value(s), not {len(values)}")
    names = ("searchValue", "searchValue2")
    write = _SCALARS[search]
    return "".join(
        f"<platformCore:{name}>{write(criterion, value)}</platformCore:{name}>"
        for name, value in zip(names, values, strict=False)
    )


def _is_named(value: Operand) -> bool:
    """Whether a date is one of NetSuite's 167 names for a time (``today``, ``lastFiscalQuarter``), which it knows itself."""
    return isinstance(value, str) and _NAME.fullmatch(value) is not None


def _string(criterion: Criterion, value: Operand) -> str:
    if not isinstance(value, str):
        raise _misfit(criterion, "text")
    return scalars.text(value)


def _boolean(criterion: Criterion, value: Operand) -> str:
    if not isinstance(value, bool):
        raise _misfit(criterion, "a boolean")
    return scalars.encode_boolean(value)


def _long(criterion: Criterion, value: Operand) -> str:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _misfit(criterion, "a whole number")
    return str(value)


def _double(criterion: Criterion, value: Operand) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _misfit(criterion, "a number")
    return scalars.encode_double(value)


def _date(criterion: Criterion, value: Operand) -> str:
    if isinstance(value, datetime):
        return scalars.encode_datetime(value)
    if isinstance(value, date):
        return scalars.encode_date(value)
    raise _misfit(criterion, "a date, an aware instant or one name of a time")


def _reference(criterion: Criterion, value: Operand, reference: str) -> str:
    ref = Ref(value) if isinstance(value, str) else value
    if not isinstance(ref, Ref):
        raise _misfit(criterion, "internal ids or references")
    by_external = criterion.field == "externalId" and isinstance(value, str)
    name, key = ("externalId", ref.internal_id) if by_external else ("internalId", ref.internal_id)
    if not by_external and ref.external_id is not None and not ref.internal_id:
        name, key = "externalId", ref.external_id
    concrete = f' xsi:type="platformCore:{reference}"'
    return f"<platformCore:searchValue{concrete} {name}={scalars.attribute(key)}/>"


def _enum(criterion: Criterion, value: Operand, _reference: str) -> str:
    return f"<platformCore:searchValue>{_string(criterion, value)}</platformCore:searchValue>"


_SCALARS: dict[Search, Callable[[Criterion, Operand], str]] = {
    Search.STRING: _string,
    Search.BOOLEAN: _boolean,
    Search.LONG: _long,
    Search.DOUBLE: _double,
    Search.DATE: _date,
}


def _guess(criterion: Criterion) -> Search:
    """The field type of a custom field, by its values; a custom field's definition lives in the account only."""
    if criterion.operator in OPERATORS[Search.MULTISELECT]:
        return Search.MULTISELECT
    first = criterion.values[0] if criterion.values else ""
    by_type: tuple[tuple[type, Search], ...] = (
        (bool, Search.BOOLEAN),
        (int, Search.LONG),
        (float, Search.DOUBLE),
        (date, Search.DATE),
        (Ref, Search.MULTISELECT),
    )
    return next((search for kind, search in by_type if isinstance(first, kind)), Search.STRING)


def _misfit(criterion: Criterion, wanted: str) -> ValueError:
    return ValueError(f"{criterion.field}: {criterion.operator} needs {wanted}")
