"""A child process that is started again when it ends by itself, each time a little later."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import structlog

from landbridge.service.supervision.lifeline import PARENT
from landbridge.service.supervision.serving import READY_FD

MODULE = "landbridge.service.supervision.child"
SHORTEST_DELAY = 0.2
LONGEST_DELAY = 30.0
STEADY_AFTER = 60.0
"""A child that lived this long is taken to be well: its next restart comes without delay."""

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Child:
    """One child: its role, its arguments, the descriptors it inherits, and how long an orderly end may take."""

    name: str
    arguments: tuple[str, ...]
    environment: Mapping[str, str]
    descriptors: tuple[int, ...] = ()
    patience: float = 15.0
    monotonic: Callable[[], float] = field(default_factory=lambda: asyncio.get_running_loop().time)
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    process: asyncio.subprocess.Process | None = None

    async def keep_running(self) -> None:
        """Start the child, and start it again whenever it ends, until this task is cancelled."""
        delay = SHORTEST_DELAY
        while True:
            started = self.monotonic()
            code = await self._run_once()
            lived = self.monotonic() - started
            delay = SHORTEST_DELAY if lived > STEADY_AFTER else min(delay * 2, LONGEST_DELAY)
            _log.warning("child ended", child=self.name, code=code, lived_s=round(lived, 1), again_in_s=delay)
            await asyncio.sleep(delay)

    async def run_to_end(self) -> int:
        """Run the child once and return its exit code."""
        return await self._run_once()

    async def stop(self) -> None:
        """Ask the child to end; after ``patience`` seconds end it and all that it started by force."""
        process = self.process
        if process is None or process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        try:
            async with asyncio.timeout(self.patience):
                await process.wait()
        except TimeoutError:
            _log.warning("child ended by force", child=self.name)
            self.kill()
            await process.wait()

    def kill(self) -> None:
        """End the child and its process group at once."""
        if self.process is not None and self.process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)

    async def _run_once(self) -> int:
        reading, writing = os.pipe()
        try:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                MODULE,
                *self.arguments,
                env={**self.environment, READY_FD: str(writing), PARENT: str(os.getpid())},
                stdin=asyncio.subprocess.DEVNULL,
                pass_fds=(writing, *self.descriptors),
                start_new_session=True,  # Ctrl-C reaches the supervisor alone, which ends the others in order
            )
        finally:
            os.close(writing)
        told = asyncio.create_task(self._hear(reading))
        try:
            return await self.process.wait()
        finally:
            told.cancel()

    async def _hear(self, reading: int) -> None:
        """Set ``ready`` once the child says so; a pipe that closes without a word says nothing."""
        loop = asyncio.get_running_loop()
        stream = asyncio.StreamReader()
        with os.fdopen(reading, "rb") as pipe:
            transport, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(stream), pipe)
            try:
                if await stream.readline():
                    self.ready.set()
            finally:
                transport.close()
