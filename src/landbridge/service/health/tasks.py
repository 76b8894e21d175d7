"""The task of an examination. Procrastinate finds this module by its name when Django starts."""

from __future__ import annotations

import structlog
from django.utils import timezone
from procrastinate.contrib.django import app

from landbridge.service import tracing
from landbridge.service.health.check import queueing
from landbridge.service.health.check.before_runs import examine_for
from landbridge.service.runs.queueing import HEALTH_QUEUE


@app.task(name=queueing.TASK, queue=HEALTH_QUEUE)
def examine(connection_id: int, run_id: int | None = None) -> None:
    """Examine a connection. A plain function: the worker calls it in a thread, off its event loop."""
    with structlog.contextvars.bound_contextvars(connection=connection_id), tracing.span("health"):
        examine_for(connection_id, run_id, timezone.now)
