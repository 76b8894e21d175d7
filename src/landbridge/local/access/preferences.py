"""Company-wide preferences that web services heed, and the one that is each user's own.

Documented: *Company-Wide Preferences* (``section_N3422217``); that Show Internal IDs is a user's own (``section_N349594``). Treat Warnings
as Errors is not here: the account gives no warnings.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypedDict, Unpack

import msgspec

from landbridge.local.storage import Database

PAGE_SIZES = range(5, 1001)
"""Search page sizes that can be set for the company (documented)."""

_ROW = "preferences"
_IDS_OF = "show internal ids {}"
_ON, _OFF = "T", "F"


class PreferenceError(ValueError):
    """A value that no preference can have; ``name`` is the preference."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(problem)
        self.name = name


@dataclass(frozen=True, slots=True)
class CompanyPreferences:
    """What holds where a request says nothing else. Defaults are NetSuite's."""

    search_page_size: int = 1000
    disable_mandatory_custom_fields: bool = False
    run_scripts: bool = True
    require_approval: bool = False

    def __post_init__(self) -> None:
        if self.search_page_size not in PAGE_SIZES:
            raise PreferenceError(
                "search_page_size",
                f"The search page size must be between {PAGE_SIZES[0]} and {PAGE_SIZES[-1]}.",
            )


class PreferenceFields(TypedDict, total=False):
    """What can be changed of the preferences."""

    search_page_size: int
    disable_mandatory_custom_fields: bool
    run_scripts: bool
    require_approval: bool


class Preferences:
    """The account's company-wide preferences, and its users' own. Thread-safe."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self) -> CompanyPreferences:
        """Return the preferences as they are now."""
        kept = self._kept(_ROW)
        return msgspec.json.decode(kept, type=CompanyPreferences) if kept else CompanyPreferences()

    def change(self, **fields: Unpack[PreferenceFields]) -> CompanyPreferences:
        """Change some preferences. Raises ``PreferenceError``, and then changes none."""
        with self._database.transaction():
            changed = replace(self.read(), **fields)
            self._keep(_ROW, msgspec.json.encode(changed).decode())
        return changed

    def shows_ids(self, user_id: str) -> bool:
        """Say whether a user has Show Internal IDs; it is on at first, which in NetSuite it is not."""
        return self._kept(_IDS_OF.format(user_id)) != _OFF

    def show_ids(self, user_id: str, *, shown: bool) -> None:
        """Set a user's Show Internal IDs."""
        self._keep(_IDS_OF.format(user_id), _ON if shown else _OFF)

    def _kept(self, name: str) -> str | None:
        row = self._database.row("SELECT value FROM setting WHERE name = ?", (name,))
        return str(row["value"]) if row else None

    def _keep(self, name: str, value: str) -> None:
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO setting (name, value) VALUES (?, ?) "
                "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (name, value),
            )
