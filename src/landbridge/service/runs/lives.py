"""The queue's worker, started over whenever it ends by itself: its database went away, its heart stopped, its row was removed.

Procrastinate 3.10 watches its side tasks only until the first of them ends, and the one for periodic tasks ends at once where there are
none. A heart that stops is then noticed by nobody in the process, while everybody else takes its jobs for stalled. So it is watched
here.
"""

from __future__ import annotations

import asyncio
import contextlib

import structlog
from procrastinate import App

from landbridge.service.runs import queueing

HEARTBEAT_S = 1.0
AGAIN_AFTER_S = 1.0
POLL_S = 0.25
"""A worker is woken by the database; Procrastinate 3.10 can miss a wake that comes while it looks, and then this helps."""

FORGET_WORKERS_AFTER_S = 60.0
STOP_WITHIN_S = 35.0
_HEART = "update_heartbeats"
"""The name of Procrastinate's task."""

_log = structlog.get_logger(__name__)


async def work_until_told(app: App, concurrency: int, told: asyncio.Event) -> None:
    """Take jobs until ``told`` is set; the links that run then are finished first."""
    while not told.is_set():
        try:
            await _live(app, concurrency, told)
        except Exception as problem:  # noqa: BLE001  # whatever ended it, another life may do better
            _log.warning("worker_ended", error=str(problem))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(AGAIN_AFTER_S):
                await told.wait()


async def _live(app: App, concurrency: int, told: asyncio.Event) -> None:
    """Let a worker take jobs until it is told to stop or its heart stops. Raises what ended it."""
    work = asyncio.create_task(
        app.run_worker_async(
            queues=list(queueing.QUEUES),
            name="landbridge",
            concurrency=concurrency,
            fetch_job_polling_interval=POLL_S,
            update_heartbeat_interval=HEARTBEAT_S,
            stalled_worker_timeout=FORGET_WORKERS_AFTER_S,
            shutdown_graceful_timeout=STOP_WITHIN_S,
            delete_jobs="successful",
            install_signal_handlers=False,
        )
    )
    ends = [asyncio.create_task(told.wait()), asyncio.create_task(_heart_stops())]
    try:
        await asyncio.wait([work, *ends], return_when=asyncio.FIRST_COMPLETED)
    finally:
        for end in ends:
            end.cancel()
        work.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await work


async def _heart_stops() -> None:
    """Return when the worker's heart, once it beats, beats no more."""
    while True:
        heart = next((task for task in asyncio.all_tasks() if task.get_name() == _HEART), None)
        if heart is not None:
            await asyncio.wait([heart])
            return
        await asyncio.sleep(HEARTBEAT_S / 20)
