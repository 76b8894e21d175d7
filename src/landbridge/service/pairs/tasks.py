"""The task of a sweep. Procrastinate finds this module by its name when Django starts."""

from __future__ import annotations

import structlog
from django.utils import timezone
from procrastinate.contrib.django import app

from landbridge.service import tracing
from landbridge.service.composition import destination_for, reader_for
from landbridge.service.connections.models import Connection
from landbridge.service.connections.publisherholds import PairHeldError
from landbridge.service.pairs.deletions import queueing
from landbridge.service.pairs.deletions.sweeping import sweep
from landbridge.service.runs.queueing import HEALTH_QUEUE

_log = structlog.get_logger(__name__)


@app.task(name=queueing.TASK, queue=HEALTH_QUEUE)
def sweep_deletions(connection_id: int) -> None:
    """Sweep a connection. A plain function: the worker calls it in a thread, off its event loop."""
    with structlog.contextvars.bound_contextvars(connection=connection_id), tracing.span("deletions"):
        connection = Connection.objects.filter(pk=connection_id, active=True).first()
        if connection is None:
            return
        try:
            reader = reader_for(connection)
        except PairHeldError as rest:
            _log.info("deletions_sweep_rests", why=str(rest))
            return
        sweep(connection, reader, destination_for(connection), timezone.now(), by_the_clock=True)
