"""``getCustomizationId`` and ``getSavedSearch``: what the account has of its own, by kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from landbridge.local.records.errors import RecordError
from landbridge.local.records.model import CustomField
from landbridge.local.soap import faults
from landbridge.local.soap.call import Call
from landbridge.local.soap.markup import attribute, escape
from landbridge.local.soap.operations.permissions import require
from landbridge.local.soap.operations.responses import outcome
from landbridge.local.soap.searchclasses import search_classes
from landbridge.recordtypes import ACTIVITY_TYPES, ENTITY_TYPES, RECORD_TYPES

PERMISSION = "ADMI_CUSTRECORD"
"""Custom Record Types; the permission for the other kinds is assumed to be the same."""

SEARCH_PERMISSION = "LIST_FIND"
"""Perform Search."""

_ENTITIES = frozenset(kind.name for kind in ENTITY_TYPES)
_ACTIVITIES = frozenset(kind.name for kind in ACTIVITY_TYPES)
_FAMILIES = {name: kind.searched_as for name, kind in RECORD_TYPES.items()}


def _applies(wanted: Callable[[str], bool]) -> Callable[[CustomField], bool]:
    return lambda field: any(wanted(name) for name in field.applies_to)


def _of_family(family: str) -> Callable[[CustomField], bool]:
    return _applies(lambda name: _FAMILIES.get(name) == family)


_FIELDS: dict[str, Callable[[CustomField], bool]] = {
    "crmCustomField": _applies(_ACTIVITIES.__contains__),
    "customRecordCustomField": _applies(lambda name: name.startswith("customrecord")),
    "entityCustomField": _applies(_ENTITIES.__contains__),
    "itemCustomField": _of_family("item"),
    "otherCustomField": _applies(
        lambda name: name in RECORD_TYPES and name not in _ENTITIES | _ACTIVITIES and not _FAMILIES[name]
    ),
    "transactionBodyCustomField": _of_family("transaction"),
    "transactionColumnCustomField": _applies(lambda name: "." in name),
}
_NONE_HERE = frozenset(
    {"customSegment", "customTransactionType", "itemNumberCustomField", "itemOptionCustomField"}
)
"""Kinds of GetCustomizationType (schema) of which the account never has any."""


def get_customization_id(call: Call) -> str:
    """Answer the customizations of a kind. There are no inactive ones, so that ``includeInactives`` adds none."""
    node = call.node.child("customizationType")
    if node is None:
        raise faults.malformed("getCustomizationId needs a customizationType")
    content = outcome(lambda: _customizations(call, node.attributes.get("getCustomizationType", "")))
    return f"<platformCore:getCustomizationIdResult>{content}</platformCore:getCustomizationIdResult>"


def _customizations(call: Call, kind: str) -> str:
    require(call.account, call.session, PERMISSION)
    types = call.account.records.types
    found: Iterable[tuple[int, str, str]]
    if kind == "customRecordType":
        found = [(one.number, one.script_id, one.name) for one in types.custom_types()]
    elif kind == "customList":
        found = [(one.number, one.script_id, one.name) for one in types.custom_lists()]
    elif kind in _FIELDS:
        found = [
            (one.number, one.script_id, one.label) for one in types.all_custom_fields() if _FIELDS[kind](one)
        ]
    elif kind in _NONE_HERE:
        found = ()
    else:
        raise faults.malformed(f"{kind!r} is not a GetCustomizationType")
    refs = [
        f'<platformCore:customizationRef internalId="{number}" type="{kind}" scriptId="{attribute(script_id)}">'
        f"<platformCore:name>{escape(name)}</platformCore:name></platformCore:customizationRef>"
        for number, script_id, name in sorted(found)
    ]
    return (
        f"<platformCore:totalRecords>{len(refs)}</platformCore:totalRecords>"
        f"<platformCore:customizationRefList>{''.join(refs)}</platformCore:customizationRefList>"
    )


def get_saved_search(call: Call) -> str:
    """Answer the saved searches of a search type."""
    node = call.node.child("record")
    if node is None:
        raise faults.malformed("getSavedSearch needs a record")
    content = outcome(lambda: _saved(call, node.attributes.get("searchType", "")))
    return f"<platformCore:getSavedSearchResult>{content}</platformCore:getSavedSearchResult>"


def _saved(call: Call, search_type: str) -> str:
    if search_type not in {one.record_type for one in search_classes()}:
        raise RecordError(
            "INVALID_SEARCH_TYPE", f"The local account does not search the type {search_type[:60]!r}."
        )
    require(call.account, call.session, SEARCH_PERMISSION)
    refs = [
        f'<platformCore:recordRef internalId="{attribute(one.internal_id)}" scriptId="{attribute(one.script_id)}" '
        f'xsi:type="platformCore:CustomizationRef"><platformCore:name>{escape(one.title)}</platformCore:name>'
        "</platformCore:recordRef>"
        for one in call.account.records.saved_searches.all()
        if one.search_type == search_type
    ]
    return (
        f"<platformCore:totalRecords>{len(refs)}</platformCore:totalRecords>"
        f"<platformCore:recordRefList>{''.join(refs)}</platformCore:recordRefList>"
    )
