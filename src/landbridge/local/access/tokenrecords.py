"""Access tokens: one for each integration, user, role and name (documented: ``chapter_4247329078``)."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from landbridge.local.access.keys import new_secret
from landbridge.local.records.values import instant_of, instant_text, is_internal_id
from landbridge.local.storage import Database

_SAME = (
    "SELECT name FROM token WHERE integration_id = ? AND user_id = ? AND role_id = ? AND revoked_at IS NULL"
)
_THERE = "SELECT 1 FROM integration WHERE id = ?"
LONGEST_NAME = 300
"""Characters of a token's name (assumed)."""


@dataclass(frozen=True, slots=True)
class Token:
    """An access token of one integration, user and role. A revoked one never works again; an inactive one may (documented)."""

    id: str
    name: str
    integration_id: str
    user_id: str
    role_id: str
    token_id: str
    token_secret: str = field(repr=False)
    created_at: datetime
    created_by: str = "0"
    inactive: bool = False
    revoked_at: datetime | None = None

    @property
    def active(self) -> bool:
        """Whether it may be used."""
        return not self.inactive and self.revoked_at is None


class TokenTaken(ValueError):  # noqa: N818 - named for what happened, as everywhere in the project
    """There is a token of this integration, user, role and name already."""


class RecordGone(KeyError):  # noqa: N818 - named for what happened, as everywhere in the project
    """The integration record that the token was to be made for was removed."""


class TokenRevoked(ValueError):  # noqa: N818 - named for what happened, as everywhere in the project
    """The token was revoked: it cannot be changed any more (documented)."""


class TokenRecords:
    """The account's tokens. Secrets are kept as they are, since signatures are verified with them."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def all(self) -> list[Token]:
        """Return every token, by internal id."""
        return [_token_of(row) for row in self._database.rows("SELECT * FROM token ORDER BY id")]

    def get(self, internal_id: str) -> Token | None:
        """Return a token by internal id, or ``None``."""
        if not is_internal_id(internal_id):
            return None
        row = self._database.row("SELECT * FROM token WHERE id = ?", (int(internal_id),))
        return _token_of(row) if row else None

    def by_token_id(self, token_id: str) -> Token | None:
        """Return a token by what requests name it with, or ``None``."""
        row = self._database.row("SELECT * FROM token WHERE token_id = ?", (token_id,))
        return _token_of(row) if row else None

    def create(
        self,
        name: str,
        integration_id: str,
        user_id: str,
        role_id: str,
        *,
        token_id: str | None = None,
        token_secret: str | None = None,
        created_by: str = "0",
        numbered: bool = False,
    ) -> Token:
        """Create a token; id and secret are made where none are given.

        A ``numbered`` one gets a number behind its name when there is another of that name.
        Raises ``RecordGone``, ``TokenTaken``.
        """
        parties = (int(integration_id), int(user_id), int(role_id))
        with self._database.transaction() as connection:
            if connection.execute(_THERE, parties[:1]).fetchone() is None:
                raise RecordGone(integration_id)
            taken = {row["name"] for row in connection.execute(_SAME, parties)}
            if numbered:
                name = _numbered(name, taken)
            if name in taken:
                raise TokenTaken(f"there is a token {name!r} of this application, user and role already")
            row = connection.execute(
                "INSERT INTO token (integration_id, user_id, role_id, name, token_id, token_secret, created_at, created_by) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING *",
                (
                    *parties,
                    name,
                    token_id or new_secret(),
                    token_secret or new_secret(),
                    instant_text(self._now()),
                    created_by,
                ),
            ).fetchone()
        return _token_of(row)

    def set_inactive(self, internal_id: str, *, inactive: bool) -> Token:
        """Check the Inactive box of a token, or clear it. Raises ``KeyError``, ``TokenRevoked``."""
        with self._database.transaction() as connection:
            self._changeable(internal_id)
            connection.execute(
                "UPDATE token SET inactive = ? WHERE id = ?", (int(inactive), int(internal_id))
            )
            return self._found(internal_id)

    def revoke(self, internal_id: str) -> Token:
        """End a token for ever; it stays in the list (documented: ``bridgehead_4249078810``). Raises ``KeyError``, ``TokenRevoked``."""
        with self._database.transaction() as connection:
            self._changeable(internal_id)
            connection.execute(
                "UPDATE token SET revoked_at = ? WHERE id = ?", (instant_text(self._now()), int(internal_id))
            )
            return self._found(internal_id)

    def _changeable(self, internal_id: str) -> None:
        if self._found(internal_id).revoked_at is not None:
            raise TokenRevoked("a revoked token cannot be changed")

    def _found(self, internal_id: str) -> Token:
        found = self.get(internal_id)
        if found is None:
            raise KeyError(internal_id)
        return found


def _numbered(name: str, taken: set[str]) -> str:
    """Return the name, or the first of ``name (2)``, ``name (3)``, ... that is not taken."""
    suffixes = itertools.chain([""], (f" ({number})" for number in itertools.count(2)))
    names = (name[: LONGEST_NAME - len(suffix)] + suffix for suffix in suffixes)
    return next(one for one in names if one not in taken)


def _token_of(row: sqlite3.Row) -> Token:
    return Token(
        id=str(row["id"]),
        name=row["name"],
        integration_id=str(row["integration_id"]),
        user_id=str(row["user_id"]),
        role_id=str(row["role_id"]),
        token_id=row["token_id"],
        token_secret=row["token_secret"],
        created_at=instant_of(row["created_at"]),
        created_by=row["created_by"],
        inactive=bool(row["inactive"]),
        revoked_at=instant_of(row["revoked_at"]) if row["revoked_at"] else None,
    )
