"""Searches in requests: from XML to the criteria that the account searches by.

Supported are the basic searches, bare or as the ``basic`` part of an ``XxxSearch``. Joins, advanced and saved searches are
refused with FEATURE_UNAVAILABLE: NetSuite has them, the local account does not. Operators and numbers of values are judged
where the search runs, by ``account.records``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from landbridge.local.account import Account
from landbridge.local.records.errors import RecordError
from landbridge.local.records.model import Criterion
from landbridge.local.soap import faults
from landbridge.local.soap.customrecords import is_custom, kind_by_rec_type
from landbridge.local.soap.recordrefs import resolve
from landbridge.local.soap.scalars import (
    ScalarError,
    read_boolean,
    read_date,
    read_datetime,
    read_double,
    read_long,
)
from landbridge.local.soap.versions import Namespaces
from landbridge.local.soap.xmlreader import Node
from landbridge.recordtypes import RECORD_TYPES, Kind, RecordType, Search
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

_VALUES = frozenset({"predefinedSearchValue", "searchValue", "searchValue2"})


@dataclass(frozen=True, slots=True)
class Searchable:
    """What a criterion is searched by: search field type, kind of the field behind it, what references point to."""

    search: Search
    kind: Kind | None
    refers_to: str


@cache
def searchable(kind: RecordType) -> Mapping[str, Searchable]:
    """Return what a basic search of ``kind`` offers, by search name.

    A field may bear the name under which another one is searched (salesRep); the one that was renamed to it wins.
    """
    found = {
        field.name: Searchable(field.search, field.kind, field.refers_to)
        for field in kind.fields
        if field.search is not None and not field.search_name
    }
    found |= {
        field.search_name: Searchable(field.search, field.kind, field.refers_to)
        for field in kind.fields
        if field.search is not None and field.search_name
    }
    found |= {
        only.name: Searchable(only.search, None, only.name if only.name in RECORD_TYPES else kind.name)
        for only in kind.search_only
    }
    return found


class CriteriaReader:
    """Reads the searches of one request."""

    def __init__(self, account: Account, namespaces: Namespaces) -> None:
        self._account = account
        self._namespaces = namespaces
        self._zone = account.settings.zone

    def read(self, node: Node) -> tuple[RecordType, list[Criterion]]:
        """Read a ``searchRecord``.

        Raises :class:`SoapFault` where the XML is not of the schema and :class:`RecordError` where the search fails.
        """
        kind, basic = self._basic(node)
        criteria: list[Criterion] = []
        for child in basic.children if basic is not None else ():
            self._expect(child, self._namespaces.common)
            if child.name == "customFieldList":
                criteria += [self._custom(kind, field) for field in child.named("customField")]
            elif child.name != "recType" or not is_custom(kind):
                criteria.append(self._field(kind, child))
        return kind, criteria

    def _expect(self, node: Node, namespace: str) -> None:
        if node.namespace != namespace:
            raise faults.malformed(
                f"{node.name!r} is in namespace {node.namespace!r}, expected {namespace!r}"
            )

    def _basic(self, node: Node) -> tuple[RecordType, Node | None]:
        if node.type is None:
            raise faults.malformed("searchRecord is abstract and needs an xsi:type")
        namespace, name = node.type
        for kind in RECORD_TYPES.values():
            if (namespace, name) == (self._namespaces.common, kind.search_basic):
                return kind, node
            if namespace == self._namespaces.record(kind) and name == f"{kind.soap_class}Search":
                return kind, self._joined(namespace, node)
        if node.type == (self._namespaces.common, "CustomRecordSearchBasic"):
            return kind_by_rec_type(self._account, node), node
        if node.type == (self._namespaces.customization, "CustomRecordSearch"):
            basic = self._joined(self._namespaces.customization, node)
            return kind_by_rec_type(self._account, basic), basic
        if f"_{self._namespaces.version}." not in namespace:
            raise faults.malformed(f"the search {name!r} is in namespace {namespace!r}")
        raise RecordError("FEATURE_UNAVAILABLE", f"The local account does not support the search {name}.")

    def _joined(self, namespace: str, node: Node) -> Node | None:
        for child in node.children:
            self._expect(child, namespace)
            if child.name != "basic":
                raise RecordError(
                    "FEATURE_UNAVAILABLE", f"The local account does not support the search join {child.name}."
                )
        return node.child("basic")

    def _field(self, kind: RecordType, node: Node) -> Criterion:
        known = searchable(kind).get(node.name)
        if known is None:
            raise RecordError(
                "INVALID_SEARCH_FIELD_NAME",
                f"The local account does not search {kind.name} records by {node.name}.",
            )
        return self._criterion(node.name, known, node)

    def _custom(self, kind: RecordType, node: Node) -> Criterion:
        self._expect(node, self._namespaces.core)
        script_id = node.attributes.get("scriptId", "")
        fields = {field.script_id: field for field in self._account.records.custom_fields(kind.name)}
        field = fields.get(script_id)
        if field is None:
            raise RecordError("INVALID_SRCH_CSTM_FLD", f"{kind.name} has no custom field {script_id!r}.")
        namespace, name = node.type or ("", "")
        search = _CUSTOM_SEARCHES.get(name)
        if namespace != self._namespaces.core or search is None:
            raise faults.malformed(
                f"customField {script_id} needs one of the custom search types, not {name!r}"
            )
        if search is not SEARCH_OF_KIND[field.kind]:
            raise RecordError("INVALID_SEARCH_VALUE", f"{script_id} cannot be searched by a {name}.")
        return self._criterion(script_id, Searchable(search, field.kind, field.refers_to), node)

    def _criterion(self, name: str, known: Searchable, node: Node) -> Criterion:
        operator = "is" if known.search is Search.BOOLEAN else node.attributes.get("operator", "")
        if operator in {"empty", "notEmpty"}:
            return Criterion(name, operator, ())  # whatever value is sent beside it has no meaning
        sent = [child for child in node.children if child.name in _VALUES]
        for child in sent:
            self._expect(child, self._namespaces.core)
        try:
            values = tuple(self._value(name, known, value) for value in sent)
        except ScalarError as error:
            raise faults.malformed(f"{name}: {error}") from None
        return Criterion(name, operator, values)

    def _value(self, name: str, known: Searchable, node: Node) -> Any:
        if known.search is Search.MULTISELECT:
            return (
                node.attributes.get("externalId", "")
                if name == "externalId"
                else self._reference(known, node)
            )
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

    def _date(self, known: Searchable, element: str, text: str) -> Any:
        if element == "predefinedSearchValue":
            return text  # the name of a period, e.g. thisWeek
        return (read_date if known.kind is Kind.DATE else read_datetime)(text, self._zone)

    def _reference(self, known: Searchable, node: Node) -> str:
        internal_id = node.attributes.get("internalId", "")
        external_id = node.attributes.get("externalId", "")
        found = resolve(self._account, known.refers_to, internal_id, external_id)
        if found is None:
            raise RecordError(
                "INVALID_SEARCH_VALUE", f"There is no {known.refers_to} with external id {external_id!r}."
            )
        return found
