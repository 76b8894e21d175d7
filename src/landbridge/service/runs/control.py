"""What a person may do to a run."""

from __future__ import annotations

from django.db import transaction
from django.db.models.functions import Now

from landbridge.service.runs.deferring import defer
from landbridge.service.runs.models import Run


@transaction.atomic
def cancel_run(run: Run) -> None:
    """Cancel a run: at once while it waits, else before its next batch. What was written stays; an ended run stays as it is."""
    queued = Run.objects.filter(pk=run.pk, state=Run.State.QUEUED)
    if queued.update(state=Run.State.CANCELLED, finished_at=Now()):
        return
    if Run.objects.filter(pk=run.pk, state=Run.State.RUNNING).update(cancel_requested=True):
        defer(run.connection_id, run.kind)
