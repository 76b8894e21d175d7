"""Searches in requests: from XML to the criteria that the account searches by, and the columns that a client asks for.

A search is basic, joined (``basic`` and joins to what a record refers to) or advanced (such criteria, with columns, or a saved
search). Operators and numbers of values are judged where the search runs, by ``account.records``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from landbridge.local.account import Account
from landbridge.local.records.errors import RecordError
from landbridge.local.records.model import Criterion, Join
from landbridge.local.records.operators import NONE
from landbridge.local.records.search import Searched
from landbridge.local.soap import faults
from landbridge.local.soap.columns import ColumnReader, Columns, named_columns
from landbridge.local.soap.customfields import script_id_of
from landbridge.local.soap.customrecords import kind_by_rec_type
from landbridge.local.soap.declared import check_once, check_type, check_value
from landbridge.local.soap.joins import join_of
from landbridge.local.soap.recordrefs import resolve
from landbridge.local.soap.scalars import (
    ScalarError,
    read_boolean,
    read_date,
    read_datetime,
    read_double,
    read_long,
)
from landbridge.local.soap.searchclasses import CUSTOM, SearchClass, class_of, search_classes
from landbridge.local.soap.versions import Namespaces
from landbridge.local.soap.xmlreader import Node
from landbridge.recordtypes import Kind, Search
from landbridge.recordtypes.fields import SEARCH_OF_KIND

_CUSTOM_SEARCHES: dict[str, Search] = {
    "SearchStringCustomField": Search.STRING,
    "SearchBooleanCustomField": Search.BOOLEAN,
    "SearchLongCustomField": Search.LONG,
    "SearchDoubleCustomField": Search.DOUBLE,
    "SearchDateCustomField": Search.DATE,
    "SearchMultiSelectCustomField": Search.MULTISELECT,
    "SearchEnumMultiSelectCustomField": Search.ENUM,
}

_LISTED = frozenset({Search.MULTISELECT, Search.ENUM})
_VALUES = frozenset({(), ("predefinedSearchValue",), ("searchValue",), ("searchValue", "searchValue2")})
"""The values of all other criteria; how many an operator takes is judged where the search runs."""


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What a client searches: a type, a family or a custom record type; ``columns`` where it asked for rows."""

    record_type: str
    criteria: tuple[Criterion | Join, ...]
    columns: Columns | None = None


class CriteriaReader:
    """Reads the searches of one request."""

    def __init__(self, account: Account, namespaces: Namespaces) -> None:
        self._account = account
        self._namespaces = namespaces
        self._zone = account.settings.zone

    def read(self, node: Node) -> SearchRequest:
        """Read a ``searchRecord``.

        Raises :class:`SoapFault` where the XML is not of the schema and :class:`RecordError` where the search fails.
        """
        if node.type is None:
            raise faults.malformed("searchRecord is abstract and needs an xsi:type")
        namespace, name = node.type
        for one in search_classes():
            home = self._namespaces.of(one.namespace, one.group)
            if (namespace, name) == (self._namespaces.common, one.basic):
                return self._searched(one, node, [])
            if (namespace, name) == (home, one.joined):
                return self._joined(one, node)
            if (namespace, name) == (home, one.advanced):
                return self._advanced(one, node)
        if f"_{self._namespaces.version}." not in namespace:
            raise faults.malformed(f"the search {name!r} is in namespace {namespace!r}")
        raise RecordError("FEATURE_UNAVAILABLE", f"The local account does not support the search {name}.")

    def _expect(self, node: Node, namespace: str) -> None:
        if node.namespace != namespace:
            raise faults.malformed(
                f"{node.name!r} is in namespace {node.namespace!r}, expected {namespace!r}"
            )

    def _joined(self, one: SearchClass, node: Node | None) -> SearchRequest:
        home = self._namespaces.of(one.namespace, one.group)
        children = node.children if node is not None else []
        check_once(children)
        joins = []
        for child in children:
            self._expect(child, home)
            if child.name != "basic":
                joins.append(self._join(one, child))
            else:
                check_type(child, self._namespaces.common, one.basic)
        return self._searched(one, node.child("basic") if node is not None else None, joins)

    def _searched(self, one: SearchClass, basic: Node | None, joins: list[Join]) -> SearchRequest:
        name = one.record_type
        if name == CUSTOM:
            name = kind_by_rec_type(self._account, basic).name
        return SearchRequest(name, (*self._basic(name, basic), *joins))

    def _advanced(self, one: SearchClass, node: Node) -> SearchRequest:
        home = self._namespaces.of(one.namespace, one.group)
        check_once(node.children)
        types = {"criteria": one.joined, "columns": one.row}
        for child in node.children:
            self._expect(child, home)
            if child.name not in types:
                raise faults.malformed(f"{one.advanced} has no element {child.name[:60]!r}")
            check_type(child, home, types[child.name])
        criteria, columns = node.child("criteria"), node.child("columns")
        saved = self._saved(one, node)
        if saved is not None and criteria is None:
            asked = SearchRequest(saved.record_type, ())
        else:
            asked = self._joined(one, criteria)
        found = ColumnReader(self._account, self._namespaces, one).read(asked.record_type, columns)
        if saved is None:
            return SearchRequest(asked.record_type, asked.criteria, found)
        return SearchRequest(saved.record_type, (*saved.criteria, *asked.criteria), found or saved.columns)

    def _saved(self, one: SearchClass, node: Node) -> SearchRequest | None:
        """Return the saved search that an advanced one names; its criteria hold beside those that are sent (documented)."""
        number = node.attributes.get("savedSearchId", "")
        script_id = node.attributes.get("savedSearchScriptId", "")
        if not number and not script_id:
            return None
        saved = self._account.records.saved_searches.find(number, script_id)
        if saved is None or saved.search_type != one.record_type:
            raise RecordError(
                "INVALID_SAVED_SRCH", f"There is no saved search {number or script_id!r} of this type."
            )
        columns = named_columns(one, saved.columns)
        return SearchRequest(saved.record_type, tuple(saved.criteria), columns)

    def _join(self, one: SearchClass, node: Node) -> Join:
        to = join_of(one.record_type, node.name)
        check_type(node, self._namespaces.common, class_of(to.record_type).basic)
        return Join(to.paths, to.record_type, tuple(self._basic(to.record_type, node)), to.reverse)

    def _basic(self, record_type: str, basic: Node | None) -> list[Criterion | Join]:
        children = basic.children if basic is not None else []
        check_once(children)
        criteria: list[Criterion | Join] = []
        for child in children:
            self._expect(child, self._namespaces.common)
            if child.name == "customFieldList":
                check_value(child, "platformCore:SearchCustomFieldList", self._namespaces)
                criteria += [self._custom(record_type, field) for field in child.named("customField")]
            elif child.name != "recType" or self._account.records.custom_record_type(record_type) is None:
                searched = self._account.records.searched(record_type, child.name)
                check_value(child, f"platformCore:{searched.search.value}", self._namespaces)
                criteria.append(self._criterion(child.name, searched, child))
        return criteria

    def _custom(self, record_type: str, node: Node) -> Criterion:
        script_id = script_id_of(self._account, node)
        try:
            known = self._account.records.searched(record_type, script_id)
        except RecordError:
            known = None
        if known is None or not script_id.startswith("cust"):
            raise RecordError("INVALID_SRCH_CSTM_FLD", f"{record_type} has no custom field {script_id!r}.")
        name = node.type[1] if node.type is not None else ""
        search = _CUSTOM_SEARCHES.get(name)
        if known.kind is None or search is not SEARCH_OF_KIND[known.kind]:
            raise RecordError("INVALID_SEARCH_VALUE", f"{script_id} cannot be searched by a {name}.")
        return self._criterion(script_id, known, node)

    def _criterion(self, name: str, known: Searched, node: Node) -> Criterion:
        operator = node.attributes.get("operator", "")
        if known.search is Search.BOOLEAN:
            operator = operator or "is"  # the schema gives it none
            if operator != "is":
                raise RecordError("INVALID_SEARCH_OPERATOR", f"{name} is searched by true or false alone.")
        if operator in {"empty", "notEmpty"}:
            return Criterion(name, operator, ())  # whatever value is sent beside it has no meaning
        sent = [child for child in node.children if not child.nil]
        if known.search not in _LISTED and tuple(child.name for child in sent) not in _VALUES:
            raise RecordError(
                "INVALID_SEARCH_VALUE", f"{name} needs a searchValue, a range of two, or a period."
            )
        try:
            values = tuple(self._value(name, known, value) for value in sent)
        except ScalarError as error:
            raise faults.malformed(f"{name}: {error}") from None
        return Criterion(name, operator, values)

    def _value(self, name: str, known: Searched, node: Node) -> Any:
        if known.search is Search.MULTISELECT:
            return _external_id(node) if name == "externalId" else self._reference(known, node)
        if known.search is Search.STRING:
            return node.text
        text = node.text.strip()
        if known.search is Search.DATE:
            return self._date(known, node.name, text)
        if known.search is Search.BOOLEAN:
            return read_boolean(text)
        if known.search is Search.LONG:
            return read_long(text)
        return read_double(text) if known.search is Search.DOUBLE else text

    def _date(self, known: Searched, element: str, text: str) -> Any:
        if element == "predefinedSearchValue":
            return text  # the name of a period, e.g. thisWeek
        return (read_date if known.kind is Kind.DATE else read_datetime)(text, self._zone)

    def _reference(self, known: Searched, node: Node) -> str:
        internal_id = node.attributes.get("internalId", "")
        external_id = node.attributes.get("externalId", "")
        if internal_id == NONE:
            return NONE
        sent = node.attributes.get("type", "")
        if sent and sent not in self._account.records.types.members(known.refers_to):
            raise RecordError(
                "INVALID_SEARCH_VALUE", f"{node.name} is no {known.refers_to} but a {sent[:60]}."
            )
        found = resolve(self._account, known.refers_to, internal_id, external_id)
        if found is None:
            raise RecordError(
                "INVALID_SEARCH_VALUE", f"There is no {known.refers_to} with external id {external_id!r}."
            )
        return found


def _external_id(node: Node) -> str:
    found = node.attributes.get("externalId", "")
    if not found and node.attributes.get("internalId") != NONE:
        raise RecordError("INVALID_SEARCH_VALUE", "externalId is searched by external ids.")
    return found or NONE
