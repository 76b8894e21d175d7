"""How the notation names fields, and how the mapping does.

The notation takes SuiteProjects Pro's names from its data dictionary (``line_manager_id``, custom fields without ending), with the table
before them on the Mapping tab (``User.nickname``); the mapping has those of the XML API (``line_managerid``, ``__c``). NetSuite's fields
have the search row before them on the tab (``Employee.entityId``).
"""

from __future__ import annotations

import re
from functools import lru_cache

from landbridge.service.projects.record_types import CUSTOM_ENDING, SPP_TYPES
from landbridge.service.workflows.catalogue import Group
from landbridge.service.workflows.parts import OF_RECORD

OTHERWISE_NAMED = {
    "address1": "addr1",
    "address2": "addr2",
    "address3": "addr3",
    "address4": "addr4",
    "start_date": "starts",
    "finish_date": "fnlt_date",
}
"""Names of the data dictionary that the XML API spells otherwise (observed; the last two for project tasks)."""

_SEARCH_ROW = re.compile(r"([A-Z]\w*)\.(\w+)")


def netsuite_name(group: Group, written: str) -> str:
    """Return a NetSuite field as a row of ``group`` names it: a search row before it means the record."""
    found = _SEARCH_ROW.fullmatch(written)
    if found is None:
        return written
    return f"{OF_RECORD}{found[2]}" if group.each else found[2]


def spp_name(table: str, written: str) -> str | None:
    """Return a field of ``table`` by the mapping's name, ``None`` for one of another table. Fields that are not known stay as written."""
    owner, dot, name = written.rpartition(".")
    if dot and owner.lower() != table:
        return None
    return _known(table).get(name) or _known(table).get(_plain(name)) or _custom(table, name)


def _custom(table: str, name: str) -> str:
    kind = SPP_TYPES.get(table)
    if kind is not None and kind.is_netsuite_id(name + CUSTOM_ENDING):
        return name + CUSTOM_ENDING
    return name


@lru_cache(maxsize=64)
def _known(table: str) -> dict[str, str]:
    """Return the declared fields by their names, by those without underscores, and by what the data dictionary calls them."""
    kind = SPP_TYPES.get(table)
    declared = [field.name for field in kind.declared] if kind else []
    other = {old: new for old, new in OTHERWISE_NAMED.items() if new in declared}
    return {**{_plain(name): name for name in declared}, **other, **{name: name for name in declared}}


def _plain(name: str) -> str:
    return name.replace("_", "").lower()
