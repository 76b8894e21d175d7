"""The classes of searches: ``XxxSearchBasic``, ``XxxSearch`` with joins, ``XxxSearchAdvanced`` with columns."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from landbridge.recordtypes import RECORD_TYPES

CUSTOM = "customRecord"


@dataclass(frozen=True, slots=True)
class SearchClass:
    """One searched type or family under the names of its classes. ``namespace`` and ``group`` are those of ``XxxSearch``."""

    record_type: str
    basic: str
    joined: str
    namespace: str
    group: str

    @property
    def advanced(self) -> str:
        """``XxxSearchAdvanced``."""
        return f"{self.joined}Advanced"

    @property
    def row(self) -> str:
        """``XxxSearchRow``."""
        return f"{self.joined}Row"


@cache
def search_classes() -> tuple[SearchClass, ...]:
    """Return what can be searched: one a type or family, and custom records."""
    found: dict[str, SearchClass] = {}
    for kind in RECORD_TYPES.values():
        if not kind.search_basic:
            continue
        name = kind.searched_as or kind.name
        namespace, group = kind.search_home or (kind.namespace, kind.group)
        joined = kind.search_class or f"{kind.soap_class}Search"
        found.setdefault(name, SearchClass(name, kind.search_basic, joined, namespace, group))
    custom = SearchClass(CUSTOM, "CustomRecordSearchBasic", "CustomRecordSearch", "customization", "setup")
    return (*found.values(), custom)


def class_of(record_type: str) -> SearchClass:
    """Return the search class of a type, of a family, or of any custom record type."""
    known = {one.record_type: one for one in search_classes()}
    return known.get(record_type, known[CUSTOM])
