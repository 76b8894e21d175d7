"""The tasks of the queue. Procrastinate finds this module by its name when Django starts."""

from __future__ import annotations

import structlog
from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app

from landbridge.service import composition
from landbridge.service.connections.publisherholds import PairHeldError
from landbridge.service.refusal import Refusal
from landbridge.service.runs import queueing, stamping
from landbridge.service.runs.execution.ended import EndedJobs
from landbridge.service.runs.execution.failures import CREDENTIALS_HINT
from landbridge.service.runs.execution.link import run_link as do_link
from landbridge.service.runs.models import Run
from landbridge.service.runs.services import Services

SERVICES = Services(composition.reader_for, composition.destination_for, timezone.now)
"""The real surroundings of this process; readings stay open in it between links."""


ENDED = EndedJobs()
"""The jobs that this process has done, until the queue knows it too."""


@app.task(name=queueing.TASK, queue=queueing.QUEUE, pass_context=True)
def run_link(context: JobContext, connection_id: int, kind: str) -> None:
    """Do one link of a run. A plain function: the worker calls it in a thread, off its event loop."""
    try:
        with structlog.contextvars.bound_contextvars(connection=connection_id, kind=kind, job=context.job.id):
            do_link(connection_id, kind, SERVICES)
    finally:
        ENDED.add(context.job.id)


@app.task(name=stamping.TASK, queue=queueing.STAMP_QUEUE)
def stamp(run_id: int, after: int) -> None:
    """Stamp NetSuite's records that a run imported, some of them."""
    run = Run.objects.select_related("connection").filter(pk=run_id, connection__active=True).first()
    if run is None:
        return
    with structlog.contextvars.bound_contextvars(connection=run.connection_id, run=run_id):
        try:
            stamper = composition.stamper_for(run.connection)
        except PairHeldError:
            stamping.put_off(run, after)
            return
        except Refusal as refused:  # credentials that this installation cannot read
            stamping.note(run, str(refused), timezone.now(), CREDENTIALS_HINT)
            return
        stamping.stamp_some(run, after, stamper, timezone.now())
