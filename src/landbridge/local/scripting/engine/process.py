"""The parent's handle of one child process."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from landbridge.local.scripting.engine import child as child_module
from landbridge.local.scripting.engine.child import FrameError, read_frame, write_frame

HostCall = Callable[[str, str], str]
"""Answers a host call: name and JSON arguments in, JSON out. Raises :class:`Terminated` to end the script."""

SERVER_TIME_ZONE = "PST8PDT,M3.2.0,M11.1.0"
"""Server scripts run on Pacific time whatever the user's preference (assumed); POSIX form, so it needs no tzdata."""

_READY_SECONDS = 20.0


class Terminated(Exception):  # noqa: N818 - named for what happened, as everywhere in the project
    """The script was ended from outside: it cannot catch this, and its child is killed."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message


class LostBeforeStart(Exception):  # noqa: N818 - named for what happened, as everywhere in the project
    """The child was dead before the run did anything: another child may take it."""


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """How children are started. `memory_bytes` limits the JavaScript heap of one execution."""

    prelude: str
    memory_bytes: int
    monotonic: Callable[[], float] = time.monotonic


class ScriptProcess:
    """One running child. Used by one thread at a time."""

    def __init__(self, settings: EngineSettings) -> None:
        self._monotonic = settings.monotonic
        parent_end, child_end = socket.socketpair()
        self._wire = parent_end
        with child_end:
            self._process = subprocess.Popen(
                [sys.executable, "-E", "-s", str(Path(child_module.__file__)), str(child_end.fileno())],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=(child_end.fileno(),),
                # One arena: what it reserves for others would hide how much memory a script took.
                env={"TZ": SERVER_TIME_ZONE, "MALLOC_ARENA_MAX": "1"},
                start_new_session=True,  # Ctrl-C in a terminal is the server's to handle, not the children's
            )
        self._ready = False
        write_frame(self._wire, {"source": settings.prelude, "memory_bytes": settings.memory_bytes})

    @property
    def pid(self) -> int:
        """Process id, for tests and the journal."""
        return self._process.pid

    def run(self, request: dict[str, Any], host: HostCall, seconds: float) -> dict[str, Any]:
        """Execute `request`, answering its host calls in this thread.

        Raises :class:`Terminated` with `SSS_TIME_LIMIT_EXCEEDED` after `seconds`, with the host's code when a host call ended
        the script, and with `UNEXPECTED_ERROR` when the engine died; :class:`LostBeforeStart` when it had died before. The
        child is dead after any of these.
        """
        try:
            self._await_ready()
            write_frame(self._wire, {"request": request})
        except (FrameError, OSError):
            self.kill()
            raise LostBeforeStart from None
        try:
            return self._converse(host, self._monotonic() + seconds)
        except TimeoutError:
            raise self._killed("SSS_TIME_LIMIT_EXCEEDED", "Script Execution Time Exceeded.") from None
        except (FrameError, OSError):
            raise self._killed("UNEXPECTED_ERROR", "The script engine ended unexpectedly.") from None
        except BaseException:
            self.kill()  # in mid-conversation: of no use to the next run
            raise

    def _await_ready(self) -> None:
        if not self._ready:
            self._wire.settimeout(_READY_SECONDS)
            read_frame(self._wire)
            self._ready = True

    def _converse(self, host: HostCall, deadline: float) -> dict[str, Any]:
        heard = False
        while True:
            remaining = deadline - self._monotonic()
            if remaining <= 0:
                raise TimeoutError
            self._wire.settimeout(remaining)
            try:
                frame = read_frame(self._wire)
            except (FrameError, ConnectionError):
                if not heard:
                    raise LostBeforeStart from None
                raise
            heard = True
            if frame["op"] == "done":
                result: dict[str, Any] = frame["result"]
                return result
            reply = host(frame["name"], frame["arguments"])
            self._wire.settimeout(_READY_SECONDS)
            write_frame(self._wire, reply)

    def _killed(self, code: str, message: str) -> Terminated:
        self.kill()
        return Terminated(code, message)

    def kill(self) -> None:
        """End the child at once and reap it."""
        self._process.kill()
        self._process.wait()
        self._wire.close()
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()

    @property
    def alive(self) -> bool:
        """Whether the child can take another run."""
        return self._process.poll() is None
