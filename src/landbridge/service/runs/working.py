"""What a worker does: it takes jobs from the queue, and does what is due by the clock."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import structlog
from django.db import close_old_connections
from django.db.backends.signals import connection_created
from django.utils import timezone
from procrastinate import signals
from procrastinate.contrib.django import app

from landbridge.service import composition
from landbridge.service.runs import lives
from landbridge.service.runs.execution.readings import close_ended
from landbridge.service.runs.history import totals
from landbridge.service.runs.lanes import sweeping
from landbridge.service.runs.tasks import ENDED, SERVICES
from landbridge.service.runs.ticking import catch_up_now, tick

TICK_S = 1.0
SHARE_S = 5.0

TOLD_WITHIN_S = 6.0
"""So soon after the end of a job the queue knows of it; else the job is replaced."""

LOCK_MS = 15_000
"""A worker waits for a lane that another session holds no longer than this (design, section 5a)."""

_log = structlog.get_logger(__name__)


def guard_sessions() -> None:
    """Let no database session of this process wait for a lock without end. That none keeps one for long, Django's settings see to."""
    connection_created.connect(_limit_session, dispatch_uid="landbridge-worker-limits")


def _limit_session(connection: Any, **_: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = {LOCK_MS}")


async def serve(concurrency: int, on_ready: Callable[[], None] | None = None) -> None:
    """Run the queue's worker and the tick loop until SIGTERM or SIGINT.

    It listens for them before it says that it is ready: whoever waits for that may send one at once. It has threads enough for the links, and for the tick and the totals beside them, however few processors there are.
    """
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(threads(concurrency)))
    told = asyncio.Event()
    with signals.on_stop(told.set), app.replace_connector(app.connector.get_worker_connector()) as worker_app:  # type: ignore[attr-defined]  # Django's connector has it
        async with worker_app.open_async():
            await asyncio.to_thread(_guarded, _catch_up)
            if on_ready is not None:
                on_ready()
            loops = [
                asyncio.create_task(tick_forever(asyncio.sleep), name="ticker"),
                asyncio.create_task(share_forever(asyncio.sleep), name="totals"),
            ]
            try:
                await lives.work_until_told(worker_app, concurrency, told)
            finally:
                for loop in loops:
                    loop.cancel()
                await asyncio.gather(*loops, return_exceptions=True)
                await asyncio.to_thread(_guarded, totals.share)


def threads(concurrency: int) -> int:
    """Return how many threads a worker of this concurrency has: a link that lost its fence may still wait while others run."""
    return 2 * concurrency + 4


async def tick_forever(sleep: Callable[[float], Awaitable[None]]) -> None:
    """Tick every second. A tick that fails is logged; the next one tries again."""
    while True:
        await asyncio.to_thread(_guarded, _tick)
        await sleep(TICK_S)


async def share_forever(sleep: Callable[[float], Awaitable[None]]) -> None:
    """Add what this worker counted to the totals, every few seconds."""
    while True:
        await sleep(SHARE_S)
        await asyncio.to_thread(_guarded, totals.share)


def _tick() -> None:
    _sweep_ended()
    close_ended(SERVICES.readings)
    tick(timezone.now())


def _sweep_ended() -> None:
    """See to the jobs whose end the queue was not told, as when the database went away at that very moment."""
    ended = ENDED.older_than(TOLD_WITHIN_S)
    lost = sweeping.sweep_ended(ended)
    ENDED.forget(ended)
    if lost:
        _log.warning("ends_of_jobs_not_written", runs=lost)


def _catch_up() -> None:
    catch_up_now(timezone.now())


def _guarded(work: Callable[[], None]) -> None:
    close_old_connections()
    try:
        work()
    except Exception as problem:  # noqa: BLE001  # whatever it was, the next tick comes: else nothing is ever taken up again
        _log.warning("tick_failed", error=str(problem), exc_info=problem)


def close() -> None:
    """Close what this process has open towards NetSuite."""
    SERVICES.readings.close()
    composition.close_clients()
