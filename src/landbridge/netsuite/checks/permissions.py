"""One line for each permission of the role that reading needs, whatever the protocol."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from landbridge.netsuite.checks.lines import CheckLine, Subject
from landbridge.netsuite.errors import NetSuiteError, PermissionMissing
from landbridge.recordtypes import RECORD_TYPES
from landbridge.recordtypes.families import kind_of
from landbridge.recordtypes.permissions import CUSTOM_RECORD, PERMISSIONS, Permission, permission

_NAMED = re.compile(r"You need\s+(?:a higher level of\s+)?the '([^']{1,100})' permission")
_BY_QUOTED = {one.quoted: one for one in PERMISSIONS.values()} | {
    f"{one.tab} -> {one.renamed}": one for one in PERMISSIONS.values() if one.renamed
}
_MANY = 3


@dataclass(frozen=True, slots=True)
class Need:
    """A permission, the level at which it is needed, and which record types it opens (none: a service)."""

    permission: Permission
    level: str
    types: tuple[str, ...] = ()

    @property
    def subject(self) -> Subject:
        """The line about it."""
        return Subject(f"permission_{self.permission.id}", f"Permission {self.permission.path}")

    @property
    def is_transaction(self) -> bool:
        """Whether a search hides such records from a role without the permission, rather than refusing."""
        kind = RECORD_TYPES.get(self.types[0]) if self.types else None
        return kind is not None and kind.searched_as == "transaction"

    def line(self, refusal: NetSuiteError | None) -> CheckLine:
        """What is known about it: ``None`` where NetSuite let us through."""
        if refusal is None:
            return self.subject.passed(f"The role may {self._use()}.")
        if isinstance(refusal, PermissionMissing):
            return self.missing(named_in(refusal) or self.permission)
        return self.subject.refused(refusal)

    def missing(self, lacking: Permission | None = None) -> CheckLine:
        """The role lacks it, or the other permission that NetSuite named in its place."""
        lacks = lacking or self.permission
        return self.subject.failed(f"The role lacks {lacks.path} ({self.level}).", give(lacks, self.level))

    def _use(self) -> str:
        if not self.types:
            return f"use {self.permission.name}"
        plurals = [kind.plural if (kind := kind_of(name)) else name for name in self.types]
        more = f" and {len(plurals) - _MANY} more types" if len(plurals) > _MANY else ""
        return f"read {', '.join(plurals[:_MANY])}{more}"


def service(permission_id: str, level: str = "Full") -> Need:
    """A permission without which the role does not get at a service at all."""
    return Need(permission(permission_id), level)


def of_types(record_types: Sequence[str]) -> list[Need]:
    """What reading these types needs, each permission once, in the order of the types."""
    opened: dict[str, list[str]] = {}
    for name in dict.fromkeys(record_types):
        kind = kind_of(name)
        opened.setdefault(kind.permission if kind is not None else name, []).append(name)
    return [Need(permission(id_), "View", tuple(types)) for id_, types in opened.items()]


def give(lacking: Permission, level: str) -> str:
    """Where a role gets a permission."""
    other = f" (or {lacking.renamed}, where the account renamed it)" if lacking.renamed else ""
    if lacking.tab == CUSTOM_RECORD:
        other = " (or Lists > Custom Record Entries, where the record type's Access Type asks for that)"
    return (
        f"In NetSuite open Setup > Users/Roles > Manage Roles, the role, Edit, Permissions > {lacking.tab}, and add "
        f"{lacking.name}{other} with level {level}."
    )


def named_in(refusal: NetSuiteError) -> Permission | None:
    """Return the permission that NetSuite's refusal names, where it names a known one."""
    match = _NAMED.search(refusal.message)
    return _BY_QUOTED.get(match[1]) if match else None
