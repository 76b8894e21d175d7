"""One link of a run: at most thirty seconds of reading and writing, then the next link is queued.

Between links others may go first, a cancelled run ends and a dead worker's run is taken up.
"""

from __future__ import annotations

import structlog

from landbridge.service.runs import finishing
from landbridge.service.runs.claiming import Attempt, begin
from landbridge.service.runs.errors import FenceLost, RunCancelled
from landbridge.service.runs.failures import Failure, classify
from landbridge.service.runs.services import Services
from landbridge.service.runs.stages import go

_log = structlog.get_logger(__name__)


def run_link(connection_id: int, kind: str, services: Services) -> None:
    """Do one link of the run of this kind. What NetSuite, SuiteProjects Pro or a record does wrong ends in the run log."""
    attempt = begin(connection_id, kind, services.clock())
    if attempt is None:
        return
    log = _log.bind(connection=connection_id, run=attempt.run.pk, kind=kind, fence=attempt.fence)
    try:
        if not go(attempt, services):
            finishing.hand_over(attempt)
    except FenceLost:
        log.warning("run_fenced")
    except RunCancelled:
        finishing.cancel(attempt, services.clock())
        log.info("run_cancelled")
    except Exception as problem:  # whatever it was, the run must be tried again or end, and say why
        failure = classify(problem, attempt.run.attempts)
        log.warning("link_failed", error=failure.message, passing=failure.passing, exc_info=problem)
        _fail(attempt, failure, services)


def _fail(attempt: Attempt, failure: Failure, services: Services) -> None:
    try:
        finishing.fail(attempt, failure, services.clock())
    except FenceLost:
        _log.warning("run_fenced", run=attempt.run.pk, fence=attempt.fence)
    except RunCancelled:
        finishing.cancel(attempt, services.clock())
