"""The task of a comparison. Procrastinate finds this module by its name when Django starts."""

from __future__ import annotations

import structlog
from django.utils import timezone
from procrastinate.contrib.django import app

from landbridge.service import composition, tracing
from landbridge.service.runs.services import Services
from landbridge.service.verification import queueing
from landbridge.service.verification.link import verify_link as do_link

SERVICES = Services(composition.reader_for, composition.destination_for, timezone.now)


@app.task(name=queueing.TASK, queue=queueing.QUEUE)
def verify_link(verification_id: int) -> None:
    """Do one link of a comparison. A plain function: the worker calls it in a thread, off its event loop."""
    with structlog.contextvars.bound_contextvars(comparison=verification_id), tracing.span("comparison"):
        do_link(verification_id, SERVICES)
