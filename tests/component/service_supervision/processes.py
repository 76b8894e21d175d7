"""Starts `landbridge up` as people do, and looks at the processes it leaves."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any, Self

import psutil

COMMAND = (sys.executable, "-m", "landbridge")
PATIENCE = 60.0


def environment(**changed: str) -> dict[str, str]:
    """This process's environment without what the test session set for itself."""
    ours = {
        "DATABASE_URL",
        "LANDBRIDGE_SECRET_KEY",
        "LANDBRIDGE_DATA",
        "LANDBRIDGE_URL",
        "DJANGO_SETTINGS_MODULE",
    }
    return {name: value for name, value in os.environ.items() if name not in ours} | changed


class Up:
    """A running `landbridge up`. ``http`` and ``notices`` are its addresses."""

    def __init__(self, data: Path, *arguments: str, **changed: str) -> None:
        self.data = data
        self.log = data.with_suffix(".log")
        self._log_file = self.log.open("a", encoding="utf-8")
        self.popen = subprocess.Popen(
            [
                *COMMAND,
                "up",
                "--data",
                str(data),
                "--http",
                "127.0.0.1:0",
                "--notices",
                "127.0.0.1:0",
                *arguments,
            ],
            stdout=subprocess.PIPE,
            stderr=self._log_file,
            text=True,
            env=environment(**changed),
            start_new_session=True,
        )
        assert self.popen.stdout is not None
        self.ready_line = self.popen.stdout.readline().strip()
        assert self.ready_line.startswith("ready "), self.log.read_text(encoding="utf-8")
        _, self.http, _, self.notices = self.ready_line.split()
        self.process = psutil.Process(self.popen.pid)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.popen.poll() is None:
            self.interrupt()
        self._log_file.close()
        if self.popen.stdout:
            self.popen.stdout.close()

    def interrupt(self) -> int:
        """Press Ctrl-C and wait for the end; return the exit code."""
        self.popen.send_signal(signal.SIGINT)
        return self.popen.wait(PATIENCE)

    def children(self) -> dict[str, psutil.Process]:
        """The children by role."""
        found = {}
        for child in self.process.children():
            line = child.cmdline()
            if len(line) > 3 and line[2].endswith("supervision.child"):
                found[line[3]] = child
        return found

    def postmaster(self) -> psutil.Process:
        """The embedded server's process."""
        first = (self.data / "postgres" / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0]
        return psutil.Process(int(first))


def gone(process: psutil.Process) -> bool:
    """Whether a process has ended (one that nobody has waited for yet counts as ended)."""
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def get(url: str) -> dict[str, Any]:
    """GET a JSON answer."""
    with urllib.request.urlopen(url, timeout=10) as answer:
        decoded: dict[str, Any] = json.load(answer)
        return decoded


def landbridge(*arguments: str, stdin: str = "", **changed: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [*COMMAND, *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        env=environment(**changed),
        timeout=PATIENCE,
        check=False,
    )
