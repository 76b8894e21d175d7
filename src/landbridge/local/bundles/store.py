"""What is installed: kept in the account's tables, so that a restart, a reset and a snapshot know it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from landbridge.local.records.values import instant_of, instant_text
from landbridge.local.storage import Database


@dataclass(frozen=True, slots=True)
class Installation:
    """One step of a bundle's history: which version came when, by whom (user id; ``0`` for the account itself)."""

    version: str
    at: datetime
    user: str


@dataclass(frozen=True, slots=True)
class Installed:
    """One installed bundle. ``script_ids`` are the objects, fields and deployments that it brought, with the SDF tag of each."""

    id: str
    name: str
    history: tuple[Installation, ...]
    script_ids: Mapping[str, str]
    files: tuple[str, ...]

    @property
    def version(self) -> str:
        """The version that is installed."""
        return self.history[-1].version


class InstalledBundles:
    """The installed bundles of one account."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Installed]:
        """Return every installed bundle, by name."""
        rows = self._database.rows("SELECT document FROM customization WHERE kind = 'bundle'")
        found = [_installed(json.loads(row["document"])) for row in rows]
        return sorted(found, key=lambda one: one.name)

    def get(self, bundle_id: str) -> Installed | None:
        """Return an installed bundle, or ``None``."""
        row = self._database.row(
            "SELECT document FROM customization WHERE kind = 'bundle' AND script_id = ?", (bundle_id,)
        )
        return _installed(json.loads(row["document"])) if row is not None else None

    def put(self, installed: Installed) -> None:
        """Keep a bundle as it is installed now."""
        history = [{**asdict(one), "at": instant_text(one.at)} for one in installed.history]
        document = {**asdict(installed), "history": history}
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO customization (kind, script_id, document) VALUES ('bundle', ?, ?)",
                (installed.id, json.dumps(document)),
            )


def _installed(document: dict[str, object]) -> Installed:
    history = document["history"]
    assert isinstance(history, list)
    return Installed(
        id=str(document["id"]),
        name=str(document["name"]),
        history=tuple(Installation(one["version"], instant_of(one["at"]), one["user"]) for one in history),
        script_ids=document["script_ids"],  # type: ignore[arg-type]  # written by put()
        files=tuple(document["files"]),  # type: ignore[arg-type]  # written by put()
    )
