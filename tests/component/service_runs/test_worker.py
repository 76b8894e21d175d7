"""A real worker on a real queue: woken by the database, off its event loop, ending cleanly."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from django.db import connections
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager

from landbridge.service.runs import lives, queueing, tasks, working
from landbridge.service.runs.deferring import defer
from landbridge.service.runs.models import Run, RunItem
from landbridge.service.runs.starts.starting import start_run
from landbridge.service.runs.ticking import catch_up_now

from .conftest import Stand
from .queue import jobs

CONCURRENCY = 2


@asynccontextmanager
async def worker(
    stand: Stand, monkeypatch: pytest.MonkeyPatch, concurrency: int = CONCURRENCY
) -> AsyncIterator[None]:
    """A worker whose NetSuite is the one in memory."""
    monkeypatch.setattr(tasks, "SERVICES", stand.services)
    ready = asyncio.Event()
    serving = asyncio.create_task(working.serve(concurrency, ready.set))
    begun = asyncio.create_task(ready.wait())
    try:
        # A pool of connections that is cancelled while it opens may leave its own tasks behind for ever.
        await asyncio.wait([serving, begun], return_when=asyncio.FIRST_COMPLETED)
        yield
    finally:
        while not serving.done():  # wait_for of Python 3.11 may lose a cancellation that meets its result
            serving.cancel()
            await asyncio.wait([serving], timeout=1)
        begun.cancel()
        await asyncio.gather(serving, begun, return_exceptions=True)
        await in_every_thread(connections.close_all, concurrency)


async def in_every_thread(what: Callable[[], object], concurrency: int = CONCURRENCY) -> None:
    """Do something in each of a worker's threads: each waits until all are at it."""
    threads = working.threads(concurrency)
    meeting = threading.Barrier(threads)

    def meet() -> None:
        meeting.wait(10)
        what()

    await asyncio.gather(*(asyncio.to_thread(meet) for _ in range(threads)))


async def until(condition: Callable[[], bool], within_s: float = 10) -> None:
    """Wait, by polling the database, for what a worker does."""
    async with asyncio.timeout(within_s):
        while not await asyncio.to_thread(condition):  # noqa: ASYNC110  # what a worker did shows in the database only
            await asyncio.sleep(0.005)


def finished(kind: str, count: int = 1) -> Callable[[], bool]:
    return lambda: Run.objects.filter(kind=kind, state=Run.State.COMPLETED).count() >= count


@pytest.mark.requirement("run-01")
@pytest.mark.requirement("kind-09")
async def test_a_worker_starts_with_a_catch_up_and_is_woken_by_what_is_queued(
    committed_stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand = committed_stand
    await asyncio.to_thread(stand.customer, "20")
    async with worker(stand, monkeypatch):
        await until(finished(queueing.CATCH_UP))
        stand.clock.advance(60)
        for number in range(30, 33):
            stand.customer(str(number))
            await asyncio.to_thread(stand.notice, "customer", str(number))
            await asyncio.to_thread(defer, stand.connection.pk, queueing.REAL_TIME)
            await until(lambda number=number: RunItem.objects.filter(internal_id=str(number)).exists())
        await until(lambda: jobs("doing") == [])
        assert await asyncio.to_thread(RunItem.objects.count) == 4


@pytest.mark.requirement("run-01")
async def test_a_job_that_waited_for_the_lock_starts_when_the_other_ends(
    committed_stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand = committed_stand
    monkeypatch.setattr(lives, "POLL_S", 60.0)
    monkeypatch.setattr(working, "TICK_S", 60.0)
    async with worker(stand, monkeypatch):
        await until(finished(queueing.CATCH_UP))

        def queue_both() -> None:
            for kind in (queueing.MANUAL, queueing.SCHEDULED, queueing.FULL):
                start_run(stand.connection, kind, by=stand.admin, now=stand.clock())

        await asyncio.to_thread(queue_both)
        for kind in (queueing.SCHEDULED, queueing.MANUAL, queueing.FULL):
            await until(finished(kind), within_s=5)


def test_catch_up_of_two_workers_makes_one_run(stand: Stand) -> None:
    assert catch_up_now(stand.clock()) == 1
    catch_up_now(stand.clock())
    assert Run.objects.count() == 1


@pytest.mark.requirement("run-04")
async def test_a_job_whose_end_cannot_be_written_does_not_freeze_the_connection(
    committed_stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand = committed_stand
    told = JobManager.finish_job
    lost: list[int | None] = []

    async def finish_job(self: JobManager, job: Job, status: Status, delete_job: bool) -> None:
        if not lost:
            lost.append(job.id)
            raise ConnectorException("the database went away at this very moment")
        await told(self, job, status, delete_job)

    monkeypatch.setattr(JobManager, "finish_job", finish_job)
    monkeypatch.setattr(working, "TOLD_WITHIN_S", 0.5)
    monkeypatch.setattr(working, "TICK_S", 0.05)
    async with worker(stand, monkeypatch):
        await until(finished(queueing.CATCH_UP))
        await asyncio.to_thread(
            start_run, stand.connection, queueing.MANUAL, by=stand.admin, now=stand.clock()
        )
        await until(finished(queueing.MANUAL))
    assert len(lost) == 1


@pytest.mark.requirement("recovery-02")
@pytest.mark.parametrize("way", ["update_heartbeat", "fetch_job"])
async def test_a_worker_whose_database_goes_away_for_a_moment_works_on(
    committed_stand: Stand, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    stand = committed_stand
    works = getattr(JobManager, way)
    failed = asyncio.Event()

    async def fail_once(self: JobManager, *args: Any, **options: Any) -> Any:
        if not failed.is_set():
            failed.set()
            raise ConnectorException("the database went away at this very moment")
        return await works(self, *args, **options)

    def beating() -> int:
        with connections["default"].cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '1 second'"
            )
            return int(cursor.fetchone()[0])

    monkeypatch.setattr(JobManager, way, fail_once)
    monkeypatch.setattr(lives, "HEARTBEAT_S", 0.1)
    monkeypatch.setattr(lives, "AGAIN_AFTER_S", 0.05)
    async with worker(stand, monkeypatch):
        async with asyncio.timeout(10):
            await failed.wait()
        await asyncio.to_thread(
            start_run, stand.connection, queueing.MANUAL, by=stand.admin, now=stand.clock()
        )
        await until(finished(queueing.MANUAL))
        await until(lambda: jobs("doing") == [])
        await until(lambda: beating() == 1)


@pytest.mark.requirement("recovery-02")
async def test_a_worker_is_told_to_stop_by_a_signal_also_after_its_database_went_away(
    committed_stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    lived = 0

    async def away(_: JobManager) -> int:
        nonlocal lived
        lived += 1
        os.kill(os.getpid(), signal.SIGTERM)
        raise ConnectorException("the database is away")

    monkeypatch.setattr(JobManager, "register_worker", away)
    monkeypatch.setattr(tasks, "SERVICES", committed_stand.services)
    try:
        async with asyncio.timeout(20):
            await working.serve(CONCURRENCY)
    finally:
        await in_every_thread(connections.close_all)
    assert lived == 1


async def test_a_worker_has_threads_for_its_links_and_its_tick_however_few_processors_there_are(
    committed_stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    most_by_default = 32  # of Python's own choice, on whatever machine
    met: list[str] = []
    async with worker(committed_stand, monkeypatch, most_by_default):
        await in_every_thread(lambda: met.append("here"), most_by_default)
    assert len(met) > most_by_default
