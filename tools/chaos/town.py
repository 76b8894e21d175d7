"""The processes, each started by us alone, so that each can die alone: PostgreSQL, a local account, intake, service, workers."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from landbridge.demo.control import Control
from landbridge.demo.processes import Process, StartError
from landbridge.demo.stack import new_token
from landbridge.service.supervision.postgres import EmbeddedPostgres, PostgresError
from tools.chaos.plan import MEMBERS, WORKERS

ANY_PORT = "127.0.0.1:0"
START_S = 90.0
AGAIN_AFTER_S = 0.5


@dataclass
class Member:
    """A process that may be killed, frozen and started again. A start that fails, as without a database, is tried again."""

    name: str
    begin: Callable[[], Process]
    process: Process | None = None
    wanted: bool = False
    closing: threading.Event = field(default_factory=threading.Event)
    _turn: threading.RLock = field(default_factory=threading.RLock)

    def start(self) -> None:
        """Return once it runs, or the town closes."""
        self.wanted = True
        with self._turn:
            while not self.closing.is_set() and not self.alive():
                try:
                    self.process = self.begin()
                except StartError:
                    self.closing.wait(AGAIN_AFTER_S)

    def alive(self) -> bool:
        """Whether its process is there."""
        return self.process is not None and self.process.popen.poll() is None

    def kill(self) -> None:
        """End it and what it started, without a warning."""
        self.wanted = False
        with self._turn:
            self._signal(signal.SIGKILL)
            if self.process is not None:
                self.process.popen.wait()

    def freeze(self) -> None:
        """Let it stand still, with everything it holds."""
        with self._turn:
            self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        with self._turn:
            self._signal(signal.SIGCONT)

    def _signal(self, number: int) -> None:
        if self.process is not None and self.alive():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.popen.pid, number)


@dataclass
class Town:
    """Everything that runs, in ``folder``. What is set up and observed like a stack of the demo."""

    folder: Path
    addresses: dict[str, str] = field(default_factory=dict)
    token: dict[str, str] = field(default_factory=new_token, repr=False)
    members: dict[str, Member] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.postgres = EmbeddedPostgres(self.folder / "postgres")
        self._postgres_turn = threading.RLock()
        self._postgres_wanted = True
        self._closing = threading.Event()
        self._keepers = [
            threading.Thread(target=keep, daemon=True) for keep in (self._keep_postgres, self._keep_members)
        ]
        begin: dict[str, Callable[[], Process]] = {
            "netsuite": self._netsuite,
            "intake": self._intake,
            "service": self._service,
            **{name: lambda name=name: self._worker(name) for name in WORKERS},
        }
        self.members = {
            name: Member(name, begin[name], closing=self._closing) for name in MEMBERS if name != "postgres"
        }

    def __enter__(self) -> Self:
        (self.folder / "service").mkdir(mode=0o700)
        try:
            self.postgres.start()
            _run_to_end("-m", "landbridge.service.supervision.child", "migrate", environment=self.environment)
            self.members["netsuite"].start()
            self.addresses |= self._netsuite_addresses()
            self._notices_certificate()
            for name in ("service", "intake"):
                self.members[name].start()
        except BaseException:
            self.close()
            raise
        for keeper in self._keepers:
            keeper.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    @property
    def environment(self) -> dict[str, str]:
        """What attaches a command to this service."""
        return {"DATABASE_URL": self.postgres.url(), "LANDBRIDGE_DATA": str(self.folder / "service")}

    @property
    def control(self) -> Control:
        """The control plane of the local account."""
        return Control(self.addresses["control"])

    def start(self, name: str) -> None:
        """Start a member that is not there."""
        if name != "postgres":
            self.members[name].start()
            return
        self._postgres_wanted = True
        with self._postgres_turn:
            while not self._closing.is_set() and not self.postgres.alive():
                with contextlib.suppress(PostgresError):
                    self.postgres.start()

    def kill(self, name: str) -> None:
        """End a member at once; of PostgreSQL the server process, whose children notice by themselves."""
        if name == "postgres":
            self._signal_postgres(signal.SIGKILL)
        else:
            self.members[name].kill()

    def crash(self) -> None:
        """Stop PostgreSQL immediately: no session ends in order, the next start recovers from the log."""
        self._signal_postgres(signal.SIGQUIT)

    def close(self) -> None:
        """End everything."""
        self._closing.set()
        for keeper in self._keepers:
            if keeper.is_alive():
                keeper.join(START_S)
        for member in self.members.values():
            member.thaw()
            member.kill()
        self.postgres.stop()

    def _keep_postgres(self) -> None:
        """Start PostgreSQL again when it ended though it is wanted: it was started before it had quite gone."""
        while not self._closing.wait(AGAIN_AFTER_S):
            if self._postgres_wanted and not self.postgres.alive():
                self.start("postgres")

    def _keep_members(self) -> None:
        """Start again what ended by itself, as whoever supervises such processes does. Without a database that takes until it is back."""
        while not self._closing.wait(AGAIN_AFTER_S):
            for member in self.members.values():
                if member.wanted and not member.alive():
                    member.start()

    def _signal_postgres(self, number: int) -> None:
        self._postgres_wanted = False
        with self._postgres_turn, contextlib.suppress(OSError, ValueError):
            recorded = (self.folder / "postgres" / "postmaster.pid").read_text(encoding="utf-8")
            if self.postgres.alive():
                os.kill(int(recorded.split("\n", 1)[0]), number)

    def _netsuite(self) -> Process:
        return Process.start(
            "the local NetSuite account",
            *("local", "serve", "--seed", "demo", "--data", str(self.folder / "netsuite")),
            *("--http", _address(self.addresses.get("netsuite"))),
            *("--tls", _address(self.addresses.get("netsuite_tls"))),
            *("--control", _address(self.addresses.get("control"))),
            environment={f"LANDBRIDGE_LOCAL_{name.upper()}": value for name, value in self.token.items()},
            log=self.folder / "netsuite.log",
            timeout=START_S,
        )

    def _netsuite_addresses(self) -> dict[str, str]:
        process = self.members["netsuite"].process
        assert process is not None
        plain, tls = process.lines["ready"].split()[:2]
        return {
            "netsuite": plain,
            "netsuite_tls": tls,
            "control": process.lines["control"],
            "ca": process.lines["ca"],
        }

    def _service(self) -> Process:
        process = self._own("service", "serve", "--http", _address(self.addresses.get("service")))
        self.addresses["service"] = process.lines["ready"].split()[0]
        return process

    def _intake(self) -> Process:
        files = ("--notices-cert", str(self._certificate), "--notices-key", str(self._key))
        process = self._own("intake", "intake", "--notices", _address(self.addresses.get("notices")), *files)
        self.addresses["notices"] = process.lines["ready"].split()[0]
        return process

    def _worker(self, name: str) -> Process:
        return self._own(name, "worker")

    def _own(self, name: str, *arguments: str) -> Process:
        log = self.folder / f"{name.replace(' ', '-')}.log"
        return Process.start(name, *arguments, environment=self.environment, log=log, timeout=START_S)

    @property
    def _certificate(self) -> Path:
        return self.folder / "notices.pem"

    @property
    def _key(self) -> Path:
        return self.folder / "notices.key"

    def _notices_certificate(self) -> None:
        issued = self.control.call("POST", "/certificates/tls", {"hosts": ["localhost", "127.0.0.1"]})
        self._certificate.write_text(issued["certificate"], encoding="ascii")
        self._key.touch(mode=0o600)
        self._key.write_text(issued["key"], encoding="ascii")


def _address(url: str | None) -> str:
    return url.split("://", 1)[1] if url else ANY_PORT


def _run_to_end(*arguments: str, environment: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise StartError(f"{' '.join(arguments)} ended with {done.returncode}:\n{done.stderr[-2000:]}")
