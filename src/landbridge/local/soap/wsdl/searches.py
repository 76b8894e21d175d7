"""Searches, from ``landbridge.recordtypes``: basic, with joins, advanced, and the rows that advanced ones answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from landbridge.local.soap.joins import JOINS
from landbridge.local.soap.searchclasses import SearchClass, class_of, search_classes
from landbridge.local.soap.wsdl.columns import addresses_of, column_of
from landbridge.local.soap.wsdl.files import by_name
from landbridge.local.soap.wsdl.shapes import Attribute, ComplexType, Contents, Element, many, maybe, one
from landbridge.recordtypes import RecordType, Search

CUSTOM_RECORDS = "CustomRecordSearchBasic"
"""The one search that must say what it searches: its ``recType`` is a plain reference (schema)."""

_SAVED = (Attribute("savedSearchId", "xsd:string"), Attribute("savedSearchScriptId", "xsd:string"))


@dataclass(slots=True)
class _Criteria:
    """What one basic search asks for, all members of a family together."""

    fields: dict[str, Search] = field(default_factory=dict)
    custom_fields: bool = False

    def add(self, kind: RecordType) -> None:
        self.custom_fields = self.custom_fields or kind.custom_fields
        for body in kind.fields:
            if body.search is not None:
                self.fields.setdefault(body.search_name or body.name, body.search)
        for more in kind.search_only:
            self.fields.setdefault(more.name, more.search)

    def in_order(self) -> list[tuple[str, Search]]:
        """The published schema has them in the order of the alphabet, big and small letters alike."""
        return [(name, self.fields[name]) for name in sorted(self.fields, key=str.lower)]


def add_searches(kinds: Iterable[RecordType], contents: Mapping[str, Contents]) -> None:
    """Declare the searches of all record types."""
    criteria: dict[str, _Criteria] = {}
    for kind in kinds:
        if kind.search_basic:
            criteria.setdefault(kind.search_basic, _Criteria()).add(kind)
    for basic, found in criteria.items():
        contents["platformCommon"].add(_basic(basic, found), _row_basic(basic, found))
    for searched in search_classes():
        prefix = by_name(searched.namespace, searched.group).prefix
        contents[prefix].add(*_classes(searched, prefix))


def _basic(name: str, criteria: _Criteria) -> ComplexType:
    elements = [maybe(criterion, f"platformCore:{search.value}") for criterion, search in criteria.in_order()]
    if name == CUSTOM_RECORDS:
        elements.insert(0, one("recType", "platformCore:RecordRef"))
    if criteria.custom_fields:
        elements.append(maybe("customFieldList", "platformCore:SearchCustomFieldList"))
    return ComplexType(name, tuple(elements), base="platformCore:SearchRecordBasic")


def _row_basic(basic: str, criteria: _Criteria) -> ComplexType:
    columns = [column_of(basic, criterion, search) for criterion, search in criteria.in_order()]
    found = {column for column in columns if column is not None} | addresses_of(basic)
    shown = sorted(found, key=lambda column: column[0].lower())
    elements = [many(name, f"platformCore:SearchColumn{kind}Field") for name, kind in shown]
    if basic == CUSTOM_RECORDS:
        elements.insert(0, one("recType", "platformCore:RecordRef"))
    if criteria.custom_fields:
        elements.append(maybe("customFieldList", "platformCore:SearchColumnCustomFieldList"))
    return ComplexType(_row_of(basic), tuple(elements), base="platformCore:SearchRowBasic")


def _row_of(basic: str) -> str:
    return basic.replace("SearchBasic", "SearchRowBasic")


def _classes(searched: SearchClass, prefix: str) -> tuple[ComplexType, ...]:
    joins = {name: class_of(to.record_type).basic for name, to in JOINS.get(searched.record_type, {}).items()}
    parts = {"basic": searched.basic, **joins}

    def sequence(of: Mapping[str, str]) -> tuple[Element, ...]:
        return tuple(maybe(name, f"platformCommon:{basic}") for name, basic in of.items())

    rows = {name: _row_of(basic) for name, basic in parts.items()}
    advanced = (
        maybe("criteria", f"{prefix}:{searched.joined}"),
        maybe("columns", f"{prefix}:{searched.row}"),
    )
    return (
        ComplexType(searched.joined, sequence(parts), base="platformCore:SearchRecord"),
        ComplexType(searched.row, sequence(rows), base="platformCore:SearchRow"),
        ComplexType(searched.advanced, advanced, _SAVED, base="platformCore:SearchRecord"),
    )
