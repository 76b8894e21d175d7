"""One link of a run: at most thirty seconds of reading and writing, then the next link is queued.

Between links others may go first, a cancelled run ends and a dead worker's run is taken up.
"""

from __future__ import annotations

import structlog

from landbridge.netsuite.background import watched
from landbridge.netsuite.errors import SignInAgain
from landbridge.service.connections.publisherholds import PairHeldError, mark_in_use
from landbridge.service.runs.errors import FenceLost, LanePaused, RunCancelled
from landbridge.service.runs.execution import finishing, observing
from landbridge.service.runs.execution.claiming import Attempt, begin
from landbridge.service.runs.execution.failures import classify
from landbridge.service.runs.execution.refusedpair import refuses_pair
from landbridge.service.runs.execution.stages import go
from landbridge.service.runs.lanes import lane
from landbridge.service.runs.services import Services
from landbridge.service.runs.starts.owners import refuse_without_permission

_log = structlog.get_logger(__name__)


def run_link(connection_id: int, kind: str, services: Services) -> None:
    """Do one link of the run of this kind. What NetSuite, SuiteProjects Pro or a record does wrong ends in the run log."""
    attempt = begin(connection_id, kind, services.clock())
    if attempt is None:
        return
    log = _log.bind(connection=connection_id, run=attempt.run.pk, kind=kind, fence=attempt.fence)
    try:
        with observing.link(attempt):
            _do(attempt, services, log)
    except FenceLost:
        log.warning("run_fenced")
    if attempt.run.finished_at is not None:
        services.readings.close_of(connection_id, kind)


def _do(attempt: Attempt, services: Services, log: structlog.stdlib.BoundLogger) -> None:
    """Work, and write down how it ended. Raises :class:`FenceLost`, on which nothing more may be written."""
    connection_id, run_id, fence = attempt.connection.pk, attempt.run.pk, attempt.fence
    pair = mark_in_use() if attempt.connection.use_publisher_record else ""
    try:
        with watched(lambda: lane.look(connection_id, run_id, fence)):
            _work(attempt, services)
    except FenceLost:
        raise
    except (LanePaused, PairHeldError) as rest:
        log.info("link_rests", why=str(rest))
    except RunCancelled:
        _cancel(attempt, services, log)
    except Exception as problem:  # noqa: BLE001  # whatever it was, the run must be tried again or end, and say why
        try:
            _note(problem, pair, attempt, services, log)
        except PairHeldError as rest:
            log.info("link_rests", why=str(rest))
        except RunCancelled:
            _cancel(attempt, services, log)


def _note(
    problem: Exception, pair: str, attempt: Attempt, services: Services, log: structlog.stdlib.BoundLogger
) -> None:
    """Let the run wait, for its next attempt or for the publisher's next pair, or end it.

    A refusal of a pair that was replaced meanwhile counts for nothing: the next link signs with the one that is in use. Raises as
    :func:`finishing.fail`, and ``PairHeldError``.
    """
    if pair and isinstance(problem, SignInAgain) and mark_in_use() != pair:
        log.info("link_rests", why=str(problem))
        finishing.hand_over(attempt)
        return
    if pair and refuses_pair(attempt.connection, problem, services.sign_in_over_rest):
        log.warning("publisher_pair_refused", error=str(problem))
        finishing.wait_for_pair(attempt, pair, services.clock())
        return
    failure = classify(problem, attempt.run.attempts)
    log.warning("link_failed", error=failure.message, passing=failure.passing, exc_info=problem)
    finishing.fail(attempt, failure, services.clock())


def _work(attempt: Attempt, services: Services) -> None:
    if attempt.run.cancel_requested:  # between two links; nothing is read any more
        raise RunCancelled
    refuse_without_permission(attempt.run.owner)
    if not go(attempt, services):
        finishing.hand_over(attempt)


def _cancel(attempt: Attempt, services: Services, log: structlog.stdlib.BoundLogger) -> None:
    finishing.cancel(attempt, services.clock())
    log.info("run_cancelled")
