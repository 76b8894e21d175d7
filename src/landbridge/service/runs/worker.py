"""The worker process: `landbridge worker`, and each worker of `landbridge up`."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable

import django

from landbridge.service import tracing

CONCURRENCY = 4
"""Runs of this many connections at once; runs of one connection take turns anyway."""


def main(concurrency: int = CONCURRENCY, on_ready: Callable[[], None] | None = None) -> int:
    """Work until SIGTERM or SIGINT; the link that runs then is finished first. Returns the process's exit code.

    ``on_ready`` is called once the worker is about to take jobs.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "landbridge.service.settings")
    django.setup()
    from landbridge.service.runs import working  # noqa: PLC0415  # its imports need Django made ready

    tracing.start("worker")
    working.guard_sessions()
    try:
        asyncio.run(working.serve(concurrency, on_ready))
    finally:
        working.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
