"""Examinations on the queue of the workers: their own queue and task, no lane, so that the tick waits for no answer of NetSuite's."""

from __future__ import annotations

from landbridge.service.runs import beside
from landbridge.service.runs.queueing import HEALTH_QUEUE

TASK = "landbridge.examine"
PRIORITY = 150
"""Above every run (``runs.queueing.PRIORITIES``): it is to be there before them; one at a time (``runs.beside``)."""


def defer(connection_id: int, run_id: int | None = None) -> None:
    """Queue an examination in the caller's transaction, unless the same waits or goes on; ``run_id``: whose log is told what was found."""
    key = f"health:{connection_id}" if run_id is None else f"health:{connection_id}:{run_id}"
    jobs = {key: {"connection_id": connection_id, "run_id": run_id}}
    beside.defer(HEALTH_QUEUE, TASK, PRIORITY, jobs, unless_under_way=True)
