"""``search``: a basic search where that is enough, else the class with joins, else the advanced one with columns or a saved search."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from landbridge.netsuite.records import Column, Criterion, is_custom_field
from landbridge.netsuite.soap.criteria import render_criteria
from landbridge.netsuite.soap.envelope import SearchPreferences, SoapRequest
from landbridge.netsuite.soap.joins import JOINS
from landbridge.netsuite.soap.kinds import REC_TYPE, is_custom
from landbridge.netsuite.soap.scalars import attribute, text
from landbridge.netsuite.soap.searchclasses import SearchClass, search_class
from landbridge.netsuite.versions import Version
from landbridge.recordtypes import Search

T = TypeVar("T")
_Blocks = dict[str, list[T]]
_OWN = ""
"""The block of the searched record's own fields, beside those of its joins."""
_PREFIX = "searched"
"""Stands for the namespace of the searched class, which need not be the record's."""
_BASICS = {"Record": "SearchBasic", "Row": "SearchRowBasic"}
_JOIN = re.compile(r"[a-z][A-Za-z0-9]*Join")
_NAME = re.compile(r"[a-z][A-Za-z0-9]*")
_SAVED_SCRIPT_ID = "customsearch"
_CUSTOM_COLUMNS = {
    Search.STRING: "SearchColumnStringCustomField",
    Search.BOOLEAN: "SearchColumnBooleanCustomField",
    Search.LONG: "SearchColumnLongCustomField",
    Search.DOUBLE: "SearchColumnDoubleCustomField",
    Search.DATE: "SearchColumnDateCustomField",
    Search.MULTISELECT: "SearchColumnMultiSelectCustomField",
    Search.ENUM: "SearchColumnEnumMultiSelectCustomField",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a search asks for: conditions that must all hold, columns, a saved search by internal or script id.

    ``custom_joins``: script id of a custom field that refers to records -> their type; criteria and columns name such a join by the
    script id and a dot (``custbody_site.name``).
    """

    criteria: Sequence[Criterion] = ()
    columns: Sequence[str | Column] = ()
    saved_search: str = ""
    custom_joins: Mapping[str, str] = field(default_factory=dict)


def search(type_name: str, asked: Asked, version: Version, preferences: SearchPreferences) -> SoapRequest:
    """``search`` of a type or family. ``ValueError`` for a field, operator, join or column that cannot be meant."""
    searched = search_class(type_name)
    wanted = {criterion.field for criterion in asked.criteria}
    member = [criterion for criterion in searched.member if criterion.field not in wanted]
    criteria = _grouped([(criterion.field, criterion) for criterion in (*member, *asked.criteria)])
    writer = _Writer(type_name, searched, asked.custom_joins)
    if asked.columns or asked.saved_search:
        record = writer.advanced(criteria, asked, version)
    elif len(criteria) > 1:
        record = writer.joined(criteria, version)
    else:
        record = writer.basic(criteria)
    return SoapRequest("search", f"<platformMsgs:search>{record}</platformMsgs:search>", "read", preferences)


def search_more_with_id(search_id: str, page_index: int, preferences: SearchPreferences) -> SoapRequest:
    """``searchMoreWithId``: runs the search again and answers page ``page_index``, counted from 1."""
    body = (
        f"<platformMsgs:searchId>{text(search_id)}</platformMsgs:searchId>"
        f"<platformMsgs:pageIndex>{page_index}</platformMsgs:pageIndex>"
    )
    content = f"<platformMsgs:searchMoreWithId>{body}</platformMsgs:searchMoreWithId>"
    return SoapRequest("searchMoreWithId", content, "read", preferences)


class _Writer:
    """Writes the search record of one search."""

    def __init__(self, type_name: str, searched: SearchClass, custom_joins: Mapping[str, str]) -> None:
        self._type = type_name
        self._searched = searched
        self._custom_joins = custom_joins

    def basic(self, criteria: _Blocks[Criterion]) -> str:
        """Render a search by the record's own fields."""
        content = self._criteria(_OWN, criteria[_OWN])
        return _search_record(f"platformCommon:{self._searched.basic}", content)

    def joined(self, criteria: _Blocks[Criterion], version: Version) -> str:
        """Render a search with joins."""
        concrete = f"{_PREFIX}:{self._searched.joined}"
        return _search_record(concrete, self._blocks(criteria), self._declared(version))

    def advanced(self, criteria: _Blocks[Criterion], asked: Asked, version: Version) -> str:
        """Render a search with columns or by a saved search."""
        attributes = self._declared(version)
        if asked.saved_search:
            named = asked.saved_search.startswith(_SAVED_SCRIPT_ID)
            name = "savedSearchScriptId" if named else "savedSearchId"
            attributes += f" {name}={attribute(asked.saved_search)}"
        content = ""
        if conditions := self._blocks(criteria):
            content += f"<{_PREFIX}:criteria>{conditions}</{_PREFIX}:criteria>"
        columns = [one if isinstance(one, Column) else Column(one) for one in dict.fromkeys(asked.columns)]
        if columns:
            blocks = self._column_blocks(_grouped([(column.name, column) for column in columns]))
            content += f"<{_PREFIX}:columns>{blocks}</{_PREFIX}:columns>"
        return _search_record(f"{_PREFIX}:{self._searched.joined}Advanced", content, attributes)

    def _blocks(self, criteria: _Blocks[Criterion]) -> str:
        rendered = [(join, self._criteria(join, found)) for join, found in _in_order(criteria)]
        return "".join([self._block(join, content, "Record") for join, content in rendered if content])

    def _column_blocks(self, columns: _Blocks[Column]) -> str:
        rendered = [(join, self._columns(join, found)) for join, found in _in_order(columns) if found]
        return "".join([self._block(join, content, "Row") for join, content in rendered])

    def _criteria(self, join: str, criteria: Sequence[Criterion]) -> str:
        target = self._target(join)
        fields = search_class(target).fields if target else {}
        where = f"{self._type}.{join}" if join else self._type
        own = [replace(criterion, field=_split(criterion.field)[1]) for criterion in criteria]
        return _rec_type(target) + render_criteria(where, fields, own)

    def _columns(self, join: str, columns: Sequence[Column]) -> str:
        plain, custom = [], []
        for column in columns:
            name = _split(column.name)[1]
            if is_custom_field(name):
                concrete = _CUSTOM_COLUMNS[column.search or Search.STRING]
                custom.append(
                    f'<platformCore:customField xsi:type="platformCore:{concrete}" scriptId={attribute(name)}/>'
                )
            elif _NAME.fullmatch(name):
                plain.append(name)
            else:
                raise ValueError(f"{self._type} has no column {column.name!r}")
        cells = "".join([f"<platformCommon:{name}/>" for name in sorted(plain, key=str.lower)])
        if custom:
            cells += f"<platformCommon:customFieldList>{''.join(custom)}</platformCommon:customFieldList>"
        return _rec_type(self._target(join)) + cells

    def _block(self, join: str, content: str, part: str) -> str:
        if not is_custom_field(join):
            name = join or "basic"
            return f"<{_PREFIX}:{name}>{content}</{_PREFIX}:{name}>"
        basic = search_class(self._target(join)).basic.replace("SearchBasic", _BASICS[part])
        return (
            f"<{_PREFIX}:customSearchJoin><platformCommon:customizationRef scriptId={attribute(join)}/>"
            f'<platformCommon:search{part}Basic xsi:type="platformCommon:{basic}">{content}'
            f"</platformCommon:search{part}Basic></{_PREFIX}:customSearchJoin>"
        )

    def _target(self, join: str) -> str:
        """Return the type that a join leads to; empty where this library does not know it."""
        if not join:
            return self._type
        if is_custom_field(join):
            if join not in self._custom_joins:
                raise ValueError(f"{join}: custom_joins must say which records this field refers to")
            return self._custom_joins[join]
        if not _JOIN.fullmatch(join):
            raise ValueError(f"{self._type} has no join {join!r}")
        return JOINS.get(self._searched.name, {}).get(join, "")

    def _declared(self, version: Version) -> str:
        return (
            f" xmlns:{_PREFIX}={attribute(version.of_group(self._searched.namespace, self._searched.group))}"
        )


def _grouped(named: Sequence[tuple[str, T]]) -> _Blocks[T]:
    """Return what is asked by the join in which it stands; the record's own block is always there."""
    blocks: dict[str, list[T]] = {_OWN: []}
    for name, one in named:
        blocks.setdefault(_split(name)[0], []).append(one)
    return blocks


def _split(name: str) -> tuple[str, str]:
    join, _, own = name.rpartition(".")
    return join, own


def _in_order(blocks: _Blocks[T]) -> list[tuple[str, list[T]]]:
    """Return blocks in schema order: the record's own, then joins by name, then those by custom fields."""
    return sorted(
        blocks.items(),
        key=lambda block: (is_custom_field(block[0]), block[0].removesuffix("Join").lower()),
    )


def _rec_type(type_name: str) -> str:
    """The type of a custom record comes first and is compulsory; it is named by its script id."""
    if not is_custom(type_name):
        return ""
    return f'<platformCommon:{REC_TYPE} xsi:type="platformCore:CustomizationRef" scriptId={attribute(type_name)}/>'


def _search_record(concrete: str, content: str, attributes: str = "") -> str:
    return (
        f'<platformMsgs:searchRecord{attributes} xsi:type="{concrete}">{content}</platformMsgs:searchRecord>'
    )
