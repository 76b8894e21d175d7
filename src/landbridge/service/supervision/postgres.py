"""The embedded PostgreSQL: made on first use, started, adopted when one is still there, stopped.

Only the wheel's programs are used. Its Python part keeps one lock for the whole machine, takes any process that has the
number in ``postmaster.pid`` for the server, and stops the server when the last Python handle ends; here the supervisor
decides. The server listens on a Unix socket in a folder that only its account (and root) can enter.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from landbridge.service.supervision.account import Account, binaries

ROLE = DATABASE = "landbridge"
SOCKET_NAME = ".s.PGSQL.5432"
LONGEST_SOCKET = 100
"""A Unix socket's path may have 107 bytes on Linux and 103 on macOS."""

SETTINGS = """\
listen_addresses = ''
unix_socket_directories = '{socket_folder}'
max_connections = 200
timezone = 'UTC'
log_timezone = 'UTC'
"""


class PostgresError(Exception):
    """The embedded server could not be made or started; the text ends with its log."""


@dataclass(slots=True)
class EmbeddedPostgres:
    """The server of one data directory. ``adopted`` tells after ``start`` whether it was there already."""

    folder: Path
    sleep: Callable[[float], None] = time.sleep
    monotonic: Callable[[], float] = time.monotonic
    adopted: bool = False
    _account: Account = field(default_factory=Account)

    def start(self) -> str:
        """Make sure the server answers and return the URL of our database. Raises ``PostgresError``."""
        try:
            self._account = Account.for_postgres()
            self._account.passes(binaries() / "postgres")
            self._account.owns(self.folder)
            self._initialise()
            self.adopted = self._adopt()
            if not self.adopted:
                self._launch()
            self._create_database()
        except (OSError, subprocess.SubprocessError, psycopg.Error) as error:
            raise PostgresError(
                f"the embedded PostgreSQL did not start: {error}\n{self._log_tail()}"
            ) from error
        return self.url()

    def stop(self) -> None:
        """Stop the server: sessions are ended, everything committed is on disk."""
        for mode in ("fast", "immediate"):
            with contextlib.suppress(subprocess.SubprocessError):
                self._account.run(
                    binaries() / "pg_ctl", "stop", "-D", self.folder, "-w", "-t", "20", "-m", mode
                )
                return

    def alive(self) -> bool:
        """Whether the server's process is there."""
        pid = self._recorded_pid()
        return pid is not None and self._is_our_server(pid)

    def url(self, database: str = DATABASE) -> str:
        """Return the connection URL; it holds no secret, the socket's folder is the lock."""
        return f"postgresql://{ROLE}@/{database}?host={quote(str(self.socket_folder), safe='')}"

    @property
    def socket_folder(self) -> Path:
        """Where the socket lies: in the data directory, or in a short path when that one is too long."""
        if len(str(self.folder / SOCKET_NAME).encode()) <= LONGEST_SOCKET:
            return self.folder
        digest = hashlib.sha256(str(self.folder).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"landbridge-{os.geteuid()}-{digest}"

    def _initialise(self) -> None:
        if (self.folder / "PG_VERSION").exists():
            return
        self._account.run(
            binaries() / "initdb",
            *("-D", self.folder, "-U", ROLE, "--encoding=UTF8", "--locale=C.UTF-8"),
            *("--auth-local=trust", "--auth-host=reject"),
        )
        with (self.folder / "postgresql.conf").open("a", encoding="utf-8") as configuration:
            configuration.write("include 'landbridge.conf'\n")

    def _adopt(self) -> bool:
        """Take over a server that still runs on this folder; clear away what only looks like one."""
        pid = self._recorded_pid()
        if pid is None:
            return False
        if not self._is_our_server(pid):
            (self.folder / "postmaster.pid").unlink(missing_ok=True)
            return False
        if self._answers_within(10, pid):
            return True
        self.stop()
        return False

    def _recorded_pid(self) -> int | None:
        try:
            return int((self.folder / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None

    def _is_our_server(self, pid: int) -> bool:
        """Whether process ``pid`` is a postgres that works in this folder (its working directory is the data directory)."""
        try:
            return Path(f"/proc/{pid}/cwd").resolve() == self.folder.resolve()
        except OSError:
            return False

    def _launch(self) -> None:
        socket_folder = self.socket_folder
        self._account.owns(socket_folder)
        (self.folder / "landbridge.conf").write_text(
            SETTINGS.format(socket_folder=str(socket_folder).replace("'", "''")), encoding="utf-8"
        )
        if self._account.uid is not None and self._account.gid is not None:
            os.chown(self.folder / "landbridge.conf", self._account.uid, self._account.gid)
        for last in (False, False, True):
            try:
                self._account.run(
                    binaries() / "pg_ctl",
                    *("start", "-D", self.folder, "-w", "-t", "60", "-l", self.folder / "server.log"),
                )
            except subprocess.CalledProcessError:
                # The children of a killed server hold its shared memory for a moment longer.
                if last:
                    raise
                self.sleep(1)
            else:
                return

    def _answers_within(self, seconds: float, pid: int) -> bool:
        deadline = self.monotonic() + seconds
        while True:
            try:
                with psycopg.connect(self.url("postgres"), connect_timeout=3) as connection:
                    connection.execute("SELECT 1")
            except psycopg.OperationalError:
                if self.monotonic() > deadline or not self._is_our_server(pid):
                    return False
                self.sleep(0.2)
            else:
                return True

    def _create_database(self) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            if (
                connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
                is None
            ):
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))

    def _log_tail(self) -> str:
        try:
            return "\n".join((self.folder / "server.log").read_text(encoding="utf-8").splitlines()[-15:])
        except OSError:
            return ""
