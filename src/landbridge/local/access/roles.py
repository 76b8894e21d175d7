"""Roles and what they permit."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping

from landbridge.local.access.errors import PermissionMissing
from landbridge.local.access.model import ADMINISTRATOR, Level, Role, Session, User
from landbridge.local.storage import Database

FIRST_CUSTOM_ROLE = 1000
"""Custom roles are numbered from here (observed)."""

LOGIN_WITH_TOKENS = "ADMI_LOGIN_OAUTH"
"""Log in using Access Tokens."""

PERFORM_SEARCH, FIND_TRANSACTION = "LIST_FIND", "TRAN_FIND"

ADMINISTRATOR_ROLE = Role(ADMINISTRATOR, "administrator", "Administrator", {})


class Roles:
    """The account's roles, and the check of a session's permission. Thread-safe."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._roles: dict[str, Role] = {}
        self.reload()

    def reload(self) -> None:
        """Read the roles anew, once the tables' content was replaced; every account has an administrator's role."""
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO role (id, script_id, document) VALUES (?, ?, ?)",
                (int(ADMINISTRATOR), ADMINISTRATOR_ROLE.script_id, _document(ADMINISTRATOR_ROLE)),
            )
        rows = self._database.rows("SELECT * FROM role ORDER BY id")
        self._roles = {role.id: role for role in map(_role_of, rows)}

    def all(self) -> list[Role]:
        """Return every role, by id."""
        return list(self._roles.values())

    def get(self, role_id: str) -> Role | None:
        """Return a role by internal id, or ``None``."""
        return self._roles.get(role_id)

    def by_script_id(self, script_id: str) -> Role | None:
        """Return a role by script id, or ``None``."""
        return next((role for role in self._roles.values() if role.script_id == script_id), None)

    def define(
        self,
        script_id: str,
        name: str,
        permissions: Mapping[str, Level],
        *,
        inactive: bool = False,
        web_services_only: bool = False,
    ) -> Role:
        """Define a role, or define it anew under its old id."""
        known = self.by_script_id(script_id)
        number = int(known.id) if known else max(FIRST_CUSTOM_ROLE, *(int(role) + 1 for role in self._roles))
        role = Role(str(number), script_id, name, dict(permissions), inactive, web_services_only)
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO role (id, script_id, document) VALUES (?, ?, ?)",
                (number, script_id, _document(role)),
            )
        self._roles = {**self._roles, role.id: role}
        return role

    def set_permission(self, script_id: str, permission: str, level: Level) -> Role:
        """Change one permission of a role. Raises ``KeyError`` for an unknown role."""
        role = self.by_script_id(script_id)
        if role is None:
            raise KeyError(script_id)
        permissions = {**role.permissions, permission: level}
        return self.define(
            role.script_id,
            role.name,
            permissions,
            inactive=role.inactive,
            web_services_only=role.web_services_only,
        )

    def level(self, session: Session, permission: str) -> Level:
        """Return the level at which the session's role has a permission."""
        role = self.get(session.role_id)
        return Level.NONE if role is None else self.level_of(role, permission)

    def level_of(self, role: Role, permission: str) -> Level:
        """Return the level at which a role has a permission; an inactive one has none. ``""`` is what needs none."""
        if role.inactive:
            return Level.NONE
        everything = role.administrator or not permission
        return Level.FULL if everything else role.permissions.get(permission, Level.NONE)

    def may_use_tokens(self, user: User | None, role: Role | None) -> bool:
        """Say whether a user may come in with an access token in a role: both active, the role theirs, with Log in using Access Tokens."""
        if user is None or not user.active or role is None or role.id not in user.role_ids:
            return False
        return self.level_of(role, LOGIN_WITH_TOKENS) >= Level.FULL

    def require(self, session: Session, permission: str, level: Level) -> None:
        """Raise ``PermissionMissing`` unless the session's role has ``permission`` at ``level`` or above."""
        if self.level(session, permission) < level:
            raise PermissionMissing(permission, level.name)

    def require_search(self, session: Session, *, transactions: bool = False) -> None:
        """Raise ``PermissionMissing`` unless the role may search at all, in whatever protocol.

        Perform Search at View runs searches of the records that one has access to (documented, ``section_N664557``); that
        web services ask for it too is said in integrators' guides (observed). For transactions alone Find Transaction does
        as well (assumed).
        """
        if transactions and self.level(session, FIND_TRANSACTION) >= Level.VIEW:
            return
        self.require(session, PERFORM_SEARCH, Level.VIEW)


def _document(role: Role) -> str:
    return json.dumps(
        {
            "name": role.name,
            "permissions": {name: level.name for name, level in role.permissions.items()},
            "inactive": role.inactive,
            "web_services_only": role.web_services_only,
        }
    )


def _role_of(row: sqlite3.Row) -> Role:
    document = json.loads(row["document"])
    permissions = {name: Level[level] for name, level in document.pop("permissions").items()}
    return Role(id=str(row["id"]), script_id=row["script_id"], permissions=permissions, **document)
