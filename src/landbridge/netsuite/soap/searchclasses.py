"""The classes of searches: ``XxxSearchBasic``, ``XxxSearch`` with joins, ``XxxSearchAdvanced`` with columns, by what is searched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from landbridge.netsuite.records import Criterion
from landbridge.netsuite.soap.criteria import search_fields
from landbridge.netsuite.soap.kinds import CUSTOM_RECORD, described, is_custom
from landbridge.recordtypes import RECORD_TYPES, Kind, RecordType, Search

_KIND_OF_SEARCH = {
    Search.STRING: Kind.STRING,
    Search.BOOLEAN: Kind.BOOLEAN,
    Search.LONG: Kind.INTEGER,
    Search.DOUBLE: Kind.DOUBLE,
    Search.DATE: Kind.DATETIME,
    Search.MULTISELECT: Kind.REF,
    Search.ENUM: Kind.ENUM,
}
"""What a column holds of which only the criterion is known."""

_OTHER_COLUMNS: dict[str, dict[str, Kind]] = {
    "customerStatus": {"probability": Kind.STRING},
    "item": {"minimumQuantity": Kind.STRING, "maximumQuantity": Kind.STRING},
    "transaction": {"rate": Kind.DOUBLE},
    "unitsType": {"conversionRate": Kind.STRING},
    "vendor": {"predictedDays": Kind.DOUBLE},
}
"""Columns that the schema types otherwise than the record's field."""


@dataclass(frozen=True, slots=True)
class SearchClass:
    """What one search finds: a record type, a family of them (``transaction``, ``item``), or a custom record type.

    ``fields`` are the search names with their field types, ``columns`` what columns hold. ``namespace`` and ``group`` are those of
    ``joined``, the class with joins. ``member`` are the criteria that tell one type of a family from the others.
    """

    name: str
    basic: str
    joined: str
    namespace: str
    group: str
    fields: Mapping[str, Search]
    columns: Mapping[str, Kind]
    member: tuple[Criterion, ...] = ()


@cache
def search_class(type_name: str) -> SearchClass:
    """Return how a record type, a family or a custom record type is searched; ``ValueError`` where it is not."""
    if is_custom(type_name) or type_name == CUSTOM_RECORD:
        kind = described(type_name) if is_custom(type_name) else described("customrecord")
        return _class(CUSTOM_RECORD, kind, [kind])
    kinds = [kind for kind in RECORD_TYPES.values() if type_name in (kind.name, kind.searched_as)]
    if not kinds or not kinds[0].search_basic:
        raise ValueError(f"no description of record type {type_name!r} to search it by")
    kind = kinds[0]
    family = [one for one in RECORD_TYPES.values() if one.search_basic == kind.search_basic]
    member = kind.search_values if type_name == kind.name else ()
    criteria = tuple(Criterion(name, "anyOf", (value,)) for name, value in member)
    return _class(kind.searched_as or kind.name, kind, family, criteria)


@cache
def classes_of_rows() -> Mapping[str, SearchClass]:
    """Return what is searched by the SOAP class of its rows: ``CustomerSearchRow``."""
    names = {kind.searched_as or kind.name for kind in RECORD_TYPES.values() if kind.search_basic}
    found = [search_class(name) for name in (*sorted(names), CUSTOM_RECORD)]
    return {f"{one.joined}Row": one for one in found}


def _class(
    name: str, kind: RecordType, family: Iterable[RecordType], member: tuple[Criterion, ...] = ()
) -> SearchClass:
    fields: dict[str, Search] = {}
    columns: dict[str, Kind] = dict(_OTHER_COLUMNS.get(name, {}))
    for one in family:
        fields |= search_fields(one)
        for column, held in _columns(one):
            columns.setdefault(column, held)
    namespace, group = kind.search_home or (kind.namespace, kind.group)
    joined = kind.search_class or f"{kind.soap_class}Search"
    return SearchClass(name, kind.search_basic, joined, namespace, group, fields, columns, member)


def _columns(kind: RecordType) -> Iterable[tuple[str, Kind]]:
    """Yield the columns whose kind is known; those of a record's own fields first, then those of its lines."""
    for field in kind.fields:
        yield field.search_name or field.name, field.kind
    for extra in kind.search_only:
        yield extra.name, _KIND_OF_SEARCH[extra.search]
    for field in (*kind.fields, *kind.beyond_soap):
        yield field.name, field.kind
    for sublist in kind.sublists:
        for field in sublist.line.fields:
            yield field.name, field.kind
