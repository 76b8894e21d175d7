"""References in answers: ``{links, id, refName}``, looked up a type at a time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from landbridge.local.account import Account
from landbridge.recordtypes import restnames

RECORD_PATH = "/services/rest/record/v1"


def self_link(href: str) -> list[dict[str, str]]:
    """Return the ``links`` of something that has but its own address."""
    return [{"rel": "self", "href": href}]


class References:
    """The references of one answer. ``site`` is scheme and host of the request, with which addresses begin."""

    def __init__(self, account: Account, site: str) -> None:
        self._records = account.records
        self.base = f"{site}{RECORD_PATH}"
        self._names: dict[tuple[str, str], str] = {}
        self._types: dict[tuple[str, str], str] = {}

    def know(self, wanted: Iterable[tuple[str, str]]) -> None:
        """Look up the names and types of references, given as what they refer to and id."""
        missing: dict[str, set[str]] = {}
        for key in wanted:
            if key not in self._names:
                missing.setdefault(key[0], set()).add(key[1])
        for refers_to, ids in missing.items():
            found = self._records.displays(refers_to, ids)
            self._names |= {(refers_to, one): found.get(one, "") for one in ids}
            self._types |= {(refers_to, one): name for one, name in self._types_of(refers_to, ids).items()}

    def _types_of(self, refers_to: str, ids: set[str]) -> dict[str, str]:
        """Return the types of records; of several that have an id, the one that is named first."""
        members = self._records.types.members(refers_to)
        if len(members) == 1:
            return dict.fromkeys(ids, members[0])
        found: dict[str, str] = {}
        for name in members:
            open_ids = sorted(ids - found.keys())
            if open_ids:
                found |= dict.fromkeys(self._records.get_many(name, open_ids), name)
        return found

    def type_of(self, refers_to: str, record_id: str) -> str:
        """Return the type of a record that ``know`` was told of, empty when there is no such record."""
        return self._types.get((refers_to, record_id), "")

    def exists(self, refers_to: str, record_id: str) -> bool:
        """Say whether there is a record that ``know`` was told of."""
        return bool(self._names.get((refers_to, record_id)))

    def address(self, record_type: str, record_id: str) -> str:
        """Return the address of a record."""
        return f"{self.base}/{restnames.type_name(record_type)}/{record_id}"

    def document(self, refers_to: str, record_id: str) -> dict[str, Any]:
        """Return a reference."""
        self.know([(refers_to, record_id)])
        kind = self.type_of(refers_to, record_id)
        links = self_link(self.address(kind, record_id)) if kind else []
        return {"links": links, "id": record_id, "refName": self._names[refers_to, record_id]}
