"""Searches, from ``landbridge.recordtypes``: basic, with joins, advanced, and the rows that advanced ones answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from landbridge.local.soap.wsdl.files import by_name
from landbridge.local.soap.wsdl.shapes import Attribute, ComplexType, Contents, many, maybe
from landbridge.recordtypes import RecordType, Search

COLUMNS = {
    Search.STRING: "SearchColumnStringField",
    Search.BOOLEAN: "SearchColumnBooleanField",
    Search.LONG: "SearchColumnLongField",
    Search.DOUBLE: "SearchColumnDoubleField",
    Search.DATE: "SearchColumnDateField",
    Search.MULTISELECT: "SearchColumnSelectField",
    Search.ENUM: "SearchColumnEnumSelectField",
}

_SAVED = (Attribute("savedSearchId", "xsd:string"), Attribute("savedSearchScriptId", "xsd:string"))


@dataclass(slots=True)
class _Family:
    """The record types that one basic search finds."""

    basic: str
    prefix: str
    name: str
    criteria: dict[str, Search] = field(default_factory=dict)
    custom_fields: bool = False

    @property
    def row_basic(self) -> str:
        return self.basic.replace("SearchBasic", "SearchRowBasic")


def search_name(kind: RecordType) -> str:
    """Return the class around the basic search, e.g. ``CustomerSearch``."""
    return kind.search_class or kind.search_basic.removesuffix("Basic")


def _families(kinds: Iterable[RecordType]) -> dict[str, _Family]:
    found: dict[str, _Family] = {}
    for kind in kinds:
        if not kind.search_basic:
            continue
        home = kind.search_home or (kind.namespace, kind.group)
        family = found.setdefault(
            kind.search_basic, _Family(kind.search_basic, by_name(home[0], home[1]).prefix, search_name(kind))
        )
        family.custom_fields = family.custom_fields or kind.custom_fields
        for body in kind.fields:
            if body.search is not None:
                family.criteria.setdefault(body.search_name or body.name, body.search)
        for more in kind.search_only:
            family.criteria.setdefault(more.name, more.search)
    return found


def add_searches(kinds: Iterable[RecordType], contents: Mapping[str, Contents]) -> None:
    """Declare the searches of all record types. Criteria stand in the order of the alphabet, as in the published schema."""
    for family in _families(kinds).values():
        _add_basic(family, contents["platformCommon"])
        _add_row(family, contents["platformCommon"])
        _add_class(family, contents[family.prefix])


def _add_basic(family: _Family, common: Contents) -> None:
    criteria = [
        maybe(name, f"platformCore:{family.criteria[name].value}")
        for name in sorted(family.criteria, key=str.lower)
    ]
    if family.custom_fields:
        criteria.append(maybe("customFieldList", "platformCore:SearchCustomFieldList"))
    common.add(ComplexType(family.basic, tuple(criteria), base="platformCore:SearchRecordBasic"))


def _add_row(family: _Family, common: Contents) -> None:
    columns = [
        many(name, f"platformCore:{COLUMNS[family.criteria[name]]}")
        for name in sorted(family.criteria, key=str.lower)
        if name not in CRITERIA_ONLY
    ]
    if family.custom_fields:
        columns.append(maybe("customFieldList", "platformCore:SearchColumnCustomFieldList"))
    common.add(ComplexType(family.row_basic, tuple(columns), base="platformCore:SearchRowBasic"))


CRITERIA_ONLY = frozenset({"externalIdString", "internalIdNumber"})
"""Criteria that are no columns (schema)."""


def _add_class(family: _Family, own: Contents) -> None:
    name, prefix = family.name, family.prefix
    own.add(
        ComplexType(
            name,
            (maybe("basic", f"platformCommon:{family.basic}"),),
            base="platformCore:SearchRecord",
        ),
        ComplexType(
            f"{name}Row",
            (maybe("basic", f"platformCommon:{family.row_basic}"),),
            base="platformCore:SearchRow",
        ),
        ComplexType(
            f"{name}Advanced",
            (maybe("criteria", f"{prefix}:{name}"), maybe("columns", f"{prefix}:{name}Row")),
            _SAVED,
            base="platformCore:SearchRecord",
        ),
    )
