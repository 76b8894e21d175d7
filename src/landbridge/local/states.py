"""``account.states``: what the account began with, the states kept since, and the way back to each."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from landbridge.local.governance.tiers import account_limit
from landbridge.local.seeds import large, sowing
from landbridge.local.seeds.secrets import TokenSecrets
from landbridge.local.storage.database import Database
from landbridge.local.storage.snapshots import Snapshots, UnknownSnapshot

if TYPE_CHECKING:
    from landbridge.local.account import Account
    from landbridge.local.scripting.account_scripting import Scripting

SEEDED = "seeded"
"""The snapshot of what the account began with."""


class ReservedSnapshot(ValueError):  # noqa: N818 - named for what happened, as everywhere in the project
    """The snapshot is what a reset goes back to: nobody else writes or drops it."""

    def __init__(self) -> None:
        super().__init__(f"{SEEDED} is what a reset goes back to; take another name")


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a new account begins with: a seed, the keys of its token, the SDF project to install."""

    seed: str = "demo"
    secrets: TokenSecrets = TokenSecrets()  # noqa: RUF009 - a frozen value, the fixed keys
    suiteapp: Path | None = None
    widen_role: bool = False
    """Whether the integration role may do more than the SDF project says: everything."""


class States:
    """Changes from one state of the account to another, one at a time. Addresses and certificates stay as they are."""

    def __init__(self, account: Account, scripting: Scripting, beginning: Beginning) -> None:
        self._account = account
        self._scripting = scripting
        self._beginning = beginning
        self._changing = threading.Lock()
        self._snapshots = Snapshots(account.folder / "snapshots" if account.folder else None)

    def begin(self) -> None:
        """Sow the seed, unless the data folder has been filled before, and remember what it made.

        Raises ``SeedError``, and what the installation raises.
        """
        if self._sow() and self._beginning.seed != large.NAME:
            self._snapshots.take(SEEDED, self._account.database)

    def reset(self) -> None:
        """Go back to the beginning: records, users, scripts, limits, clock, faults, holds, statistics, journal."""
        with self._changing:
            try:
                self._take_over(SEEDED)
            except (
                UnknownSnapshot
            ):  # too large to be kept twice, or a data folder from before there were snapshots
                self._clear()
                self._begin_again()
            self._forget_trouble()

    def seed(self, seed: str) -> None:
        """Begin anew with another seed; :meth:`reset` leads back to it from now on. Raises ``SeedError``; nothing has changed then."""
        sowing.checked(seed)
        with self._changing:
            before = self._beginning
            self._beginning = replace(before, seed=seed)
            with closing(sqlite3.connect(":memory:", check_same_thread=False)) as kept:
                self._account.database.copy_to(kept)
                try:
                    self._clear()
                    self._begin_again()
                except BaseException:
                    self._beginning = before
                    self._account.replace_content(kept)
                    raise
            if seed == large.NAME and SEEDED in self._snapshots.names():
                self._snapshots.drop(SEEDED)
            self._forget_trouble()

    def snapshot(self, name: str) -> None:
        """Keep the state of now under a name. Raises ``ReservedSnapshot`` for ``seeded``."""
        if name == SEEDED:
            raise ReservedSnapshot
        with self._changing:
            self._snapshots.take(name, self._account.database)

    def restore(self, name: str) -> None:
        """Go back to a state that was kept: what the tables hold; clock, faults and statistics go on. Raises ``UnknownSnapshot``."""
        with self._changing:
            self._take_over(name)

    def take_over(self, source: sqlite3.Connection) -> None:
        """Go on with another account's tables, as a refreshed sandbox does: clock, faults, holds, limits and statistics begin anew.

        :meth:`reset` still leads to how the account itself began.
        """
        with self._changing:
            self._account.replace_content(source)
            self._forget_trouble()

    def names(self) -> list[str]:
        """Return the names of the states that are kept."""
        return self._snapshots.names()

    def drop(self, name: str) -> None:
        """Forget a state. Raises ``UnknownSnapshot``, ``ReservedSnapshot`` for ``seeded``."""
        if name == SEEDED:
            raise ReservedSnapshot
        self._snapshots.drop(name)

    def close(self) -> None:
        """Forget what is kept in memory."""
        self._snapshots.close()

    def _begin_again(self) -> None:
        """Sow, and let other accounts that have records of this one know: ids and keys of a file are the same each time."""
        self.begin()
        if self._account.neighbours is not None:
            self._account.neighbours.returned()

    def _sow(self) -> bool:
        began = self._beginning
        return sowing.sow(
            self._account,
            self._scripting,
            seed=began.seed,
            secrets=began.secrets,
            suiteapp=began.suiteapp,
            widen_role=began.widen_role,
        )

    def _take_over(self, name: str) -> None:
        with self._snapshots.opened(name) as source:
            self._account.replace_content(source)

    def _clear(self) -> None:
        """Go back to before anything was sown."""
        if self._beginning.seed == large.NAME:
            with closing(sqlite3.connect(f"{large.file().as_uri()}?mode=ro", uri=True)) as source:
                self._account.replace_content(source)
            return
        fresh = Database(None)
        try:
            with closing(sqlite3.connect(":memory:", check_same_thread=False)) as empty:
                fresh.copy_to(empty)
                self._account.replace_content(empty)
        finally:
            fresh.close()

    def _forget_trouble(self) -> None:
        account = self._account
        account.clock.reset()
        account.faults.clear()
        account.holds.release()
        account.journal.reset()
        account.governance.set_limit(account_limit(account.settings.tier, account.settings.licences))
