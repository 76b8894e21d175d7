"""Starting a command of ours, waiting for its `ready` line, ending it."""

from __future__ import annotations

import collections
import contextlib
import os
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

COMMAND = (sys.executable, "-m", "landbridge")
LAST_LINES = 40


class StartError(Exception):
    """A process ended, or did not say `ready` in time; the text has its last lines."""


@dataclass(slots=True)
class Process:
    """A running command. ``lines`` are the `key value` lines it printed up to and with `ready`."""

    name: str
    popen: subprocess.Popen[str]
    lines: dict[str, str] = field(default_factory=dict)
    tail: collections.deque[str] = field(default_factory=lambda: collections.deque(maxlen=LAST_LINES))
    _reader: threading.Thread | None = None

    @classmethod
    def start(
        cls,
        name: str,
        *arguments: str,
        environment: dict[str, str] | None = None,
        log: Path | None = None,
        timeout: float = 60,
    ) -> Self:
        """Run ``landbridge ARGUMENTS`` and return once it prints a line that starts with `ready`.

        Its output goes on to be read (into ``log`` when given), so that it never blocks. Raises ``StartError``.
        """
        popen = subprocess.Popen(
            [*COMMAND, *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, **(environment or {}), "PYTHONUNBUFFERED": "1"},
            start_new_session=True,
        )
        process = cls(name=name, popen=popen)
        ready = threading.Event()
        process._reader = threading.Thread(target=process._read, args=(ready, log), daemon=True)
        process._reader.start()
        in_time = ready.wait(timeout)
        if "ready" not in process.lines:
            process.stop()
            what = "ended before it was ready" if in_time else f"was not ready after {timeout:g} s"
            raise StartError(f"{name} {what}:\n" + "\n".join(process.tail))
        return process

    def _read(self, ready: threading.Event, log: Path | None) -> None:
        output = self.popen.stdout
        assert output is not None
        with contextlib.ExitStack() as stack:
            stack.callback(ready.set)
            stack.enter_context(output)
            sink = stack.enter_context(log.open("a", encoding="utf-8")) if log else None
            for raw in output:
                self.tail.append(raw.rstrip("\n"))
                if sink:
                    sink.write(raw)
                    sink.flush()
                if not ready.is_set():
                    self._take(raw.rstrip("\n"), ready)

    def _take(self, line: str, ready: threading.Event) -> None:
        key, _, value = line.partition(" ")
        self.lines[key] = value
        if key == "ready":
            ready.set()

    def stop(self, timeout: float = 20) -> int:
        """Ask the process to end (SIGINT, as Ctrl-C does), wait, and end it by force after ``timeout`` seconds."""
        if self.popen.poll() is None:
            self.popen.send_signal(signal.SIGINT)
            try:
                self.popen.wait(timeout)
            except subprocess.TimeoutExpired:
                os.killpg(self.popen.pid, signal.SIGKILL)
                self.popen.wait()
        if self._reader:
            self._reader.join(timeout)
        return self.popen.returncode
