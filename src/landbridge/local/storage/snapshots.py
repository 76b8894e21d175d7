"""Named copies of all tables: in memory for an account in memory, else files beside its own."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from landbridge.local.storage.database import Database

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}", re.ASCII)
ENDING = ".sqlite3"


class UnknownSnapshot(LookupError):  # noqa: N818 - named for what happened, as everywhere in the project
    """There is no snapshot of that name."""


def is_name(text: str) -> bool:
    """Say whether a snapshot can be called so."""
    return _NAME.fullmatch(text) is not None


class Snapshots:
    """The snapshots of one account. ``folder=None`` keeps them in memory."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._memory: dict[str, sqlite3.Connection] = {}

    def take(self, name: str, database: Database) -> None:
        """Keep a copy under a name, in the place of an earlier one."""
        if self._folder is None:
            copy = sqlite3.connect(":memory:", check_same_thread=False)
            database.copy_to(copy)
            self._drop_memory(name)
            self._memory[name] = copy
            return
        self._folder.mkdir(mode=0o700, exist_ok=True)
        part = self._folder / f".{name}.part"
        part.unlink(missing_ok=True)
        part.touch(mode=0o600)
        copy = sqlite3.connect(part)
        try:
            database.copy_to(copy)
        finally:
            copy.close()
        part.replace(self._folder / f"{name}{ENDING}")

    @contextmanager
    def opened(self, name: str) -> Iterator[sqlite3.Connection]:
        """Open a copy for reading. Raises ``UnknownSnapshot``."""
        if self._folder is None:
            if name not in self._memory:
                raise UnknownSnapshot(name)
            yield self._memory[name]
            return
        path = self._folder / f"{name}{ENDING}"
        if not path.is_file():
            raise UnknownSnapshot(name)
        connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
        try:
            yield connection
        finally:
            connection.close()

    def names(self) -> list[str]:
        """Return the names, sorted."""
        if self._folder is None:
            return sorted(self._memory)
        return sorted(path.name.removesuffix(ENDING) for path in self._folder.glob(f"[!.]*{ENDING}"))

    def drop(self, name: str) -> None:
        """Forget a copy. Raises ``UnknownSnapshot``."""
        if name not in self.names():
            raise UnknownSnapshot(name)
        self._drop_memory(name)
        if self._folder is not None:
            (self._folder / f"{name}{ENDING}").unlink()

    def close(self) -> None:
        """Forget those in memory."""
        for name in list(self._memory):
            self._drop_memory(name)

    def _drop_memory(self, name: str) -> None:
        if name in self._memory:
            self._memory.pop(name).close()
