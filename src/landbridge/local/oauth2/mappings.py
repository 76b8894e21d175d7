"""Mappings of integration, user, role and certificate: Setup > Integration > OAuth 2.0 Client Credentials Setup."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from landbridge.local.clock import Clock
from landbridge.local.oauth2 import certificates
from landbridge.local.oauth2.errors import CertificateRefused
from landbridge.local.records.values import instant_of, instant_text
from landbridge.local.storage import Database

MOST_ACTIVE = 5
"""Active certificates of one integration (documented)."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """One certificate of an integration, with which it acts as a user in a role. ``id`` is the certificate id (kid)."""

    id: str
    integration_id: str
    user_id: str
    role_id: str
    algorithm: str
    pem: str
    created: datetime
    valid_from: datetime
    valid_until: datetime
    revoked: bool

    def active(self, now: datetime) -> bool:
        """Say whether it may be used now."""
        return not self.revoked and self.valid_from <= now < self.valid_until


class Mappings:
    """The account's mappings. Thread-safe."""

    def __init__(
        self, database: Database, clock: Clock, token_urlsafe: Callable[[int], str] = secrets.token_urlsafe
    ) -> None:
        self._database = database
        self._clock = clock
        self._token_urlsafe = token_urlsafe

    def add(
        self, integration_id: str, user_id: str, role_id: str, pem: str, *, certificate_id: str | None = None
    ) -> Mapping:
        """Map a certificate; its id is made where none is given.

        Raises ``CertificateRefused``: no fitting certificate, five are active already, or the id is taken.
        """
        read = certificates.read(pem)
        now = self._clock.now()
        if read.valid_until <= now:
            raise CertificateRefused("The certificate has expired.")
        made = Mapping(
            id=certificate_id or self._token_urlsafe(32),
            integration_id=integration_id,
            user_id=user_id,
            role_id=role_id,
            algorithm=read.algorithm,
            pem=pem,
            created=now,
            valid_from=read.valid_from,
            valid_until=read.valid_until,
            revoked=False,
        )
        with self._database.transaction() as connection:
            known = self.of_integration(integration_id)
            if self.get(made.id) is not None:
                raise CertificateRefused(f"There is a certificate {made.id} already.")
            if any(mapping.pem.strip() == pem.strip() and not mapping.revoked for mapping in known):
                raise CertificateRefused("The certificate is mapped already.")
            if sum(not mapping.revoked and mapping.valid_until > now for mapping in known) >= MOST_ACTIVE:
                raise CertificateRefused(f"An integration has at most {MOST_ACTIVE} active certificates.")
            connection.execute(
                "INSERT INTO grant_certificate VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
                (
                    made.id,
                    int(integration_id),
                    int(user_id),
                    int(role_id),
                    made.algorithm,
                    made.pem,
                    instant_text(made.created),
                    instant_text(made.valid_from),
                    instant_text(made.valid_until),
                ),
            )
        return made

    def get(self, certificate_id: str) -> Mapping | None:
        """Return a mapping by certificate id, or ``None``."""
        row = self._database.row("SELECT * FROM grant_certificate WHERE id = ?", (certificate_id,))
        return _mapping_of(row) if row else None

    def of_integration(self, integration_id: str) -> list[Mapping]:
        """Return an integration's mappings, oldest first, revoked and expired ones too."""
        rows = self._database.rows(
            "SELECT * FROM grant_certificate WHERE integration_id = ? ORDER BY rowid",
            (int(integration_id),),
        )
        return [_mapping_of(row) for row in rows]

    def revoke(self, certificate_id: str) -> None:
        """Revoke a certificate for good. Raises ``KeyError``."""
        with self._database.transaction() as connection:
            done = connection.execute(
                "UPDATE grant_certificate SET revoked = 1 WHERE id = ?", (certificate_id,)
            )
            if done.rowcount != 1:
                raise KeyError(certificate_id)

    def use(self, certificate_id: str, jti: str, expires: int) -> bool:
        """Use an assertion's id up; false when it was used before. Ids of expired assertions are forgotten."""
        now = int(self._clock.now().timestamp())
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM used_assertion WHERE expires < ?", (now - 60,))
            cursor = connection.execute(
                "INSERT OR IGNORE INTO used_assertion VALUES (?, ?, ?)", (certificate_id, jti, expires)
            )
            return cursor.rowcount == 1


def _mapping_of(row: sqlite3.Row) -> Mapping:
    return Mapping(
        id=row["id"],
        integration_id=str(row["integration_id"]),
        user_id=str(row["user_id"]),
        role_id=str(row["role_id"]),
        algorithm=row["algorithm"],
        pem=row["pem"],
        created=instant_of(row["created"]),
        valid_from=instant_of(row["valid_from"]),
        valid_until=instant_of(row["valid_until"]),
        revoked=bool(row["revoked"]),
    )
