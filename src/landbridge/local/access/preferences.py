"""Company-wide preferences that web services heed.

Documented: *Company-Wide Preferences* (``section_N3422217``). Treat Warnings as Errors is not here: the account gives no warnings.
Show Internal IDs is a preference of each user in NetSuite (``section_N3423996``); that one value holds for all users is assumed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypedDict, Unpack

import msgspec

from landbridge.local.storage import Database

PAGE_SIZES = range(5, 1001)
"""Search page sizes that can be set for the company (documented)."""

_ROW = "preferences"


class PreferenceError(ValueError):
    """A value that no preference can have; ``name`` is the preference."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(problem)
        self.name = name


@dataclass(frozen=True, slots=True)
class CompanyPreferences:
    """What holds where a request says nothing else. Defaults are NetSuite's, but that ids are shown."""

    search_page_size: int = 1000
    disable_mandatory_custom_fields: bool = False
    run_scripts: bool = True
    require_approval: bool = False
    shows_ids: bool = True

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
    shows_ids: bool


class Preferences:
    """The account's company-wide preferences. Thread-safe."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self) -> CompanyPreferences:
        """Return the preferences as they are now."""
        row = self._database.row("SELECT value FROM setting WHERE name = ?", (_ROW,))
        return msgspec.json.decode(row["value"], type=CompanyPreferences) if row else CompanyPreferences()

    def change(self, **fields: Unpack[PreferenceFields]) -> CompanyPreferences:
        """Change some preferences. Raises ``PreferenceError``, and then changes none."""
        with self._database.transaction() as connection:
            changed = replace(self.read(), **fields)
            connection.execute(
                "INSERT INTO setting (name, value) VALUES (?, ?) "
                "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (_ROW, msgspec.json.encode(changed).decode()),
            )
        return changed
