"""Cancelling a run: while it waits, rests, is paused, is between two links, and while another worker has it."""

from __future__ import annotations

import pytest

from landbridge.service.runs import finishing, queueing
from landbridge.service.runs.claiming import begin
from landbridge.service.runs.errors import FenceLost
from landbridge.service.runs.models import Run
from landbridge.service.runs.starting import start_run

from .conftest import Stand


@pytest.mark.requirement("recovery-10")
def test_a_worker_that_was_overtaken_does_not_end_a_cancelled_run(stand: Stand) -> None:
    run = start_run(stand.connection, queueing.MANUAL, by=stand.admin, now=stand.clock())
    overtaken = begin(stand.connection.pk, queueing.MANUAL, stand.clock())
    assert overtaken is not None
    Run.objects.update(cancel_requested=True)
    begin(stand.connection.pk, queueing.MANUAL, stand.clock())

    with pytest.raises(FenceLost):
        finishing.cancel(overtaken, stand.clock())

    run.refresh_from_db()
    assert (run.state, run.finished_at) == (Run.State.RUNNING, None)
