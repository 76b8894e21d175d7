"""`landbridge up`: owns PostgreSQL, the intake, the service and the workers for as long as it runs."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import psycopg
import structlog

from landbridge.service.supervision.children import Child
from landbridge.service.supervision.datafolder import DataFolder, Ownership, Running
from landbridge.service.supervision.postgres import EmbeddedPostgres, PostgresError
from landbridge.service.supervision.presence import present
from landbridge.service.supervision.serving import Address, Tls, url_of

POSTGRES_CHECK_SECONDS = 1.0
START_SECONDS = 60.0

_log = structlog.get_logger(__name__)


class StartError(Exception):
    """Something that ``up`` owns did not start; the text says what."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to run and where. ``database_url`` empty means the embedded PostgreSQL of the data folder."""

    folder: DataFolder
    http: Address
    notices: Address
    notices_tls: Tls | None = None
    workers: int = 1
    database_url: str = ""


@dataclass(slots=True)
class Supervisor:
    """Runs a plan. ``on_ready`` is called once everything serves, with what runs where."""

    plan: Plan
    on_ready: Callable[[Running], None]
    _stop: asyncio.Event = field(default_factory=asyncio.Event)
    _children: list[Child] = field(default_factory=list)

    async def run(self) -> None:
        """Run until SIGINT or SIGTERM. Raises ``FolderInUseError``, ``AddressError``, ``PostgresError``, ``StartError``, ``OtherKeyError``."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._told_to_stop)
        with self.plan.folder.owned() as ownership, contextlib.ExitStack() as stack:
            if self.plan.notices_tls:
                self.plan.notices_tls.check()
            http = stack.enter_context(self.plan.http.listen())
            notices = stack.enter_context(self.plan.notices.listen())
            async with self._database() as url:
                with present(url, self.plan.folder.path) as others:
                    if others:
                        _log.info("others_on_database", processes=others)
                    await self._run_on(ownership, url, http, notices)

    async def _run_on(
        self, ownership: Ownership, url: str, http: socket.socket, notices: socket.socket
    ) -> None:
        starting = Running(os.getpid(), url)
        ownership.announce(starting)
        running = Running(
            starting.pid,
            url,
            http=url_of(http, secure=False),
            notices=url_of(notices, secure=self.plan.notices_tls is not None),
        )
        environment = self._environment(running)
        await self._migrate(environment)
        self._children = self._plan_children(environment, http, notices)
        tasks = [asyncio.create_task(child.keep_running()) for child in self._children]
        try:
            if await self._all_ready():
                ownership.announce(running)
                self.on_ready(running)
                await self._stop.wait()
        finally:
            await self._stop_children(tasks)

    def _plan_children(
        self, environment: dict[str, str], http: socket.socket, notices: socket.socket
    ) -> list[Child]:
        """Return the children in the order in which they are ended: nothing new comes in, work ends, pages end."""
        tls = self.plan.notices_tls
        files = (str(tls.certificate), str(tls.key)) if tls else ()
        return [
            Child("intake", ("intake", str(notices.fileno()), *files), environment, (notices.fileno(),)),
            *(
                Child(f"worker {number}", ("worker",), environment, patience=12.0)
                for number in range(1, self.plan.workers + 1)
            ),
            Child("service", ("service", str(http.fileno())), environment, (http.fileno(),)),
        ]

    async def _all_ready(self) -> bool:
        """Wait until every child is ready; ``False`` when told to stop first. Raises ``StartError``."""
        ready = asyncio.create_task(self._each_ready())
        stopped = asyncio.create_task(self._told())
        try:
            await asyncio.wait([ready, stopped], timeout=START_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            if not ready.done() and not stopped.done():
                late = ", ".join(child.name for child in self._children if not child.ready.is_set())
                raise StartError(f"not ready after {START_SECONDS:g} s: {late}")
            return not stopped.done()
        finally:
            ready.cancel()
            stopped.cancel()

    async def _each_ready(self) -> None:
        for child in self._children:
            await child.ready.wait()

    async def _stop_children(self, tasks: list[asyncio.Task[None]]) -> None:
        intake, *others = self._children
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await intake.stop()
        await asyncio.gather(*(child.stop() for child in others))

    async def _migrate(self, environment: dict[str, str]) -> None:
        child = Child("migrate", ("migrate",), environment)
        self._children = [child]
        if await child.run_to_end() != 0 and not self._stop.is_set():
            raise StartError("the database's tables could not be brought up to date; its log lines say why")

    @contextlib.asynccontextmanager
    async def _database(self) -> AsyncIterator[str]:
        """The URL of the database: the one given, or the embedded server's, watched inside the block."""
        if self.plan.database_url:
            yield self.plan.database_url
            return
        server = EmbeddedPostgres(self.plan.folder.postgres)
        url = await asyncio.to_thread(server.start)
        if server.adopted:
            _log.info("postgresql adopted", folder=str(server.folder))
        watch = asyncio.create_task(self._watch(server))
        try:
            yield url
        finally:
            watch.cancel()
            await asyncio.gather(watch, return_exceptions=True)
            await asyncio.to_thread(server.stop)

    async def _watch(self, server: EmbeddedPostgres) -> None:
        """Start the server again when it is gone."""
        while True:
            await asyncio.sleep(POSTGRES_CHECK_SECONDS)
            if not server.alive():
                _log.warning("postgresql ended, starting it again")
                try:
                    await asyncio.to_thread(server.start)
                except (PostgresError, psycopg.Error) as error:
                    _log.error("postgresql did not start", error=str(error))

    def _environment(self, running: Running) -> dict[str, str]:
        return {
            **os.environ,
            "DATABASE_URL": running.database_url,
            "LANDBRIDGE_DATA": str(self.plan.folder.path),
            "LANDBRIDGE_URL": os.environ.get("LANDBRIDGE_URL") or running.http,
            "DJANGO_SETTINGS_MODULE": "landbridge.service.settings",
        }

    async def _told(self) -> None:
        await self._stop.wait()

    def _told_to_stop(self) -> None:
        """Stop in order at the first signal; at the second end the children at once."""
        if self._stop.is_set():
            for child in self._children:
                child.kill()
        self._stop.set()
