"""The data folder: what lies where, who owns it now, and how other commands find the running system.

``landbridge up`` holds an exclusive lock on ``landbridge.lock`` for as long as it lives; the kernel lets go of it when the
process ends in whatever way, so a lock is never stale. The same file holds the addresses as JSON.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path


class FolderInUseError(Exception):
    """Another ``landbridge up`` owns the folder."""


class NothingRunningError(Exception):
    """No ``landbridge up`` owns the folder, and there is no ``DATABASE_URL`` either."""


@dataclass(frozen=True, slots=True)
class Running:
    """What a running ``landbridge up`` says about itself. Addresses are URLs without a path; empty while it starts."""

    pid: int
    database_url: str
    http: str = ""
    notices: str = ""


@dataclass(frozen=True, slots=True)
class DataFolder:
    """One installation's folder."""

    path: Path

    @classmethod
    def choose(cls, given: Path | None = None) -> DataFolder:
        """Return the folder given, else ``LANDBRIDGE_DATA``, else the user's data home."""
        if given is not None:
            return cls(given.expanduser().resolve())
        if named := os.environ.get("LANDBRIDGE_DATA"):
            return cls(Path(named).expanduser().resolve())
        home = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
        return cls(home.resolve() / "landbridge")

    @property
    def postgres(self) -> Path:
        """The embedded server's data directory."""
        return self.path / "postgres"

    @property
    def lock_file(self) -> Path:
        return self.path / "landbridge.lock"

    def create(self) -> None:
        """Make the folder, for its owner only, when it is missing."""
        if not self.path.exists():
            self.path.mkdir(parents=True, mode=0o700)

    @contextlib.contextmanager
    def owned(self) -> Iterator[Ownership]:
        """Own the folder inside the block. Raises ``FolderInUseError``."""
        self.create()
        descriptor = os.open(self.lock_file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise FolderInUseError(f"another `landbridge up` is running on {self.path}") from error
            yield Ownership(descriptor)
        finally:
            os.close(descriptor)

    def running(self) -> Running:
        """Return what runs on this folder. Raises ``NothingRunningError``."""
        try:
            descriptor = os.open(self.lock_file, os.O_RDWR | os.O_CLOEXEC)
        except FileNotFoundError as error:
            raise NothingRunningError(self._advice()) from error
        try:
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
                raise NothingRunningError(self._advice())
            try:
                return Running(**json.loads(os.pread(descriptor, 65536, 0)))
            except ValueError as error:
                raise NothingRunningError(f"`landbridge up` on {self.path} is only just starting") from error
        finally:
            os.close(descriptor)

    def _advice(self) -> str:
        return f"nothing is running on {self.path}: start `landbridge up --data {self.path}`, or set DATABASE_URL"


@dataclass(frozen=True, slots=True)
class Ownership:
    """The lock that is held; says in the file what runs."""

    descriptor: int

    def announce(self, running: Running) -> None:
        """Replace what the file says (a reader sees the old or the new text, both are one short write)."""
        text = json.dumps(asdict(running)).encode()
        os.ftruncate(self.descriptor, 0)
        os.pwrite(self.descriptor, text, 0)
