"""Warm children: a run never waits for another one."""

from __future__ import annotations

import threading
from typing import Any

from landbridge.local.scripting.engine.process import (
    EngineSettings,
    HostCall,
    LostBeforeStart,
    ScriptProcess,
    Terminated,
)


class ScriptPool:
    """Keeps `warm` idle children and starts more when all are busy.

    There is no upper bound here: a RESTlet that saves a record holds its child while the user events of that save need
    another, so a bound could stop everything. The number of requests at once is bounded by governance.
    """

    def __init__(self, settings: EngineSettings, *, warm: int = 2) -> None:
        self._settings = settings
        self._warm = warm
        self._idle: list[ScriptProcess] = []
        self._busy: set[ScriptProcess] = set()
        self._lock = threading.Lock()
        self._closed = False

    def prepare(self) -> None:
        """Start children up to the number kept warm."""
        while True:
            with self._lock:
                if self._closed or len(self._idle) >= self._warm:
                    return
            self._keep(ScriptProcess(self._settings))

    def run(self, request: dict[str, Any], host: HostCall, seconds: float) -> dict[str, Any]:
        """Run in a warm child; raises :class:`Terminated` as :meth:`ScriptProcess.run` does."""
        try:
            return self._run_in(self._take(), request, host, seconds)
        except LostBeforeStart:
            pass
        try:
            # Not one that rests: what ended the first may have ended all of them.
            return self._run_in(ScriptProcess(self._settings), request, host, seconds)
        except LostBeforeStart:
            raise Terminated("UNEXPECTED_ERROR", "The script engine ended unexpectedly.") from None

    def _run_in(
        self, process: ScriptProcess, request: dict[str, Any], host: HostCall, seconds: float
    ) -> dict[str, Any]:
        with self._lock:
            self._busy.add(process)
        try:
            return process.run(request, host, seconds)
        finally:
            with self._lock:
                self._busy.discard(process)
            if process.alive:
                self._keep(process)
            else:
                self._replace()

    def close(self) -> None:
        """End all children, the running ones too: their runs end as terminated."""
        with self._lock:
            self._closed = True
            children, self._idle = [*self._idle, *self._busy], []
        for process in children:
            process.kill()

    def pids(self) -> list[int]:
        """Process ids of the idle children."""
        with self._lock:
            return [process.pid for process in self._idle]

    def _take(self) -> ScriptProcess:
        while True:
            with self._lock:
                # First in, first out: the one that rested longest has its next context ready.
                process = self._idle.pop(0) if self._idle else None
            if process is None:
                return ScriptProcess(self._settings)
            if process.alive:
                return process
            process.kill()

    def _keep(self, process: ScriptProcess) -> None:
        with self._lock:
            if not self._closed and len(self._idle) < self._warm:
                self._idle.append(process)
                return
        process.kill()

    def _replace(self) -> None:
        # Popen returns in a few milliseconds; the child gets ready while nobody waits for it.
        self.prepare()
