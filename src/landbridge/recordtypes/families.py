"""Families: record types that one search finds together, described as one type."""

from __future__ import annotations

from collections.abc import Iterable

from landbridge.recordtypes import RECORD_TYPES
from landbridge.recordtypes.items import ITEM, ITEM_TYPES
from landbridge.recordtypes.items.service import SERVICE_SALE_ITEM
from landbridge.recordtypes.model import COMMON_SEARCH, Field, RecordType, Search, SearchOnly


def _united(kinds: Iterable[RecordType]) -> tuple[Field, ...]:
    """Return the fields of all, each once, in the order in which they are met."""
    return tuple({field.name: field for kind in kinds for field in kind.fields}.values())


ITEMS = RecordType(
    name=ITEM,
    label="Item",
    plural="Items",
    soap_class="",
    namespace=SERVICE_SALE_ITEM.namespace,
    group=SERVICE_SALE_ITEM.group,
    prefix=SERVICE_SALE_ITEM.prefix,
    search_basic=SERVICE_SALE_ITEM.search_basic,
    rest="",
    suiteql=SERVICE_SALE_ITEM.suiteql,
    script_types=tuple(dict.fromkeys(script for kind in ITEM_TYPES for script in kind.script_types)),
    permission=SERVICE_SALE_ITEM.permission,
    fields=_united(ITEM_TYPES),
    search_only=(*COMMON_SEARCH, SearchOnly("type", Search.ENUM), SearchOnly("subType", Search.ENUM)),
    id_family=ITEM,
    created_field=SERVICE_SALE_ITEM.created_field,
    search_class=SERVICE_SALE_ITEM.search_class,
)
"""Items of the nine types: numbered together, so that an internal id says which item without its type. It has no class of its own in SOAP
and no resource in REST."""

FAMILIES: dict[str, tuple[RecordType, tuple[RecordType, ...]]] = {ITEM: (ITEMS, ITEM_TYPES)}
"""The family's description and its members, by name."""


def kind_of(type_name: str) -> RecordType | None:
    """Return the description of a record type or family; ``None`` for a custom record type, and for what is not known."""
    return FAMILIES[type_name][0] if type_name in FAMILIES else RECORD_TYPES.get(type_name)


def item_subtype(kind: RecordType) -> str:
    """Return what an item is for: ``Sale``, ``Resale`` or ``Purchase`` (the search's and the query's word)."""
    return dict(kind.search_values)["subType"].removeprefix("_for")


def members_of(type_name: str) -> tuple[RecordType, ...]:
    """Return the types of a family, none for a name that is no family's."""
    return FAMILIES[type_name][1] if type_name in FAMILIES else ()
