"""The one task of the queue. Procrastinate finds this module by its name when Django starts."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from landbridge.service import composition
from landbridge.service.runs import queueing
from landbridge.service.runs.link import run_link as do_link
from landbridge.service.runs.services import Services

SERVICES = Services(composition.reader_for, composition.destination_for, timezone.now)
"""The real surroundings of this process; readings stay open in it between links."""


@app.task(name=queueing.TASK, queue=queueing.QUEUE)
def run_link(connection_id: int, kind: str) -> None:
    """Do one link of a run. A plain function: the worker calls it in a thread, off its event loop."""
    do_link(connection_id, kind, SERVICES)
