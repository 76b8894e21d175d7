"""What is installed: kept in the account's tables, so that a restart, a reset and a snapshot know it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from landbridge.local.storage import Database

INTEGRATION = "integration"
"""What stands for the SDF tag of an integration record that a bundle brought."""


@dataclass(frozen=True, slots=True)
class Installation:
    """One step of a bundle's history: which version came when, by whom (user id; ``0`` for the account itself)."""

    version: str
    at: datetime
    user: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What an account has of a bundle.

    ``script_ids`` are objects, fields and deployments, with the SDF tag of each; ``files`` File Cabinet paths; ``integrations`` the
    application ids of integration records, which are no secret among accounts here, but shown in the owner's alone.
    """

    script_ids: Mapping[str, str] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    integrations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Installed:
    """One installed bundle."""

    id: str
    name: str
    history: tuple[Installation, ...]
    contents: Contents

    @property
    def version(self) -> str:
        """The version that is installed."""
        return self.history[-1].version

    @property
    def can_be_uninstalled(self) -> bool:
        """Whether it brought integration records alone: what else a bundle brings is not taken back here."""
        return set(self.contents.script_ids.values()) <= {INTEGRATION} and not self.contents.files


class InstalledBundles:
    """The installed bundles of one account."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Installed]:
        """Return every installed bundle, by name."""
        rows = self._database.rows("SELECT document FROM customization WHERE kind = 'bundle'")
        found = [msgspec.json.decode(row["document"], type=Installed) for row in rows]
        return sorted(found, key=lambda one: one.name)

    def get(self, bundle_id: str) -> Installed | None:
        """Return an installed bundle, or ``None``."""
        row = self._database.row(
            "SELECT document FROM customization WHERE kind = 'bundle' AND script_id = ?", (bundle_id,)
        )
        return msgspec.json.decode(row["document"], type=Installed) if row is not None else None

    def put(self, installed: Installed) -> None:
        """Keep a bundle as it is installed now."""
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO customization (kind, script_id, document) VALUES ('bundle', ?, ?)",
                (installed.id, msgspec.json.encode(installed).decode()),
            )

    def remove(self, bundle_id: str) -> None:
        """Forget a bundle."""
        with self._database.transaction() as connection:
            connection.execute(
                "DELETE FROM customization WHERE kind = 'bundle' AND script_id = ?", (bundle_id,)
            )
