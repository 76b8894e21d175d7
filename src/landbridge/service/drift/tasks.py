"""The task of a look. Procrastinate finds this module by its name when Django starts."""

from __future__ import annotations

import structlog
from django.utils import timezone
from procrastinate.contrib.django import app

from landbridge.service import tracing
from landbridge.service.composition import reader_for
from landbridge.service.connections.models import Connection
from landbridge.service.connections.publisherholds import PairHeldError
from landbridge.service.drift import queueing
from landbridge.service.drift.looking import look
from landbridge.service.runs.queueing import HEALTH_QUEUE

_log = structlog.get_logger(__name__)


@app.task(name=queueing.TASK, queue=HEALTH_QUEUE)
def look_at_fields(connection_id: int) -> None:
    """Look at a connection's fields. A plain function: the worker calls it in a thread, off its event loop."""
    with structlog.contextvars.bound_contextvars(connection=connection_id), tracing.span("drift"):
        connection = Connection.objects.filter(pk=connection_id, active=True).first()
        if connection is None:
            return
        try:
            reader = reader_for(connection)
        except PairHeldError as rest:
            _log.info("fields_look_rests", why=str(rest))
            return
        look(connection, reader, timezone.now())
