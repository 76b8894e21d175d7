"""The health check of one connection: NetSuite is asked once, every subject is judged by itself, and echoes are left out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import structlog
from django.db import DatabaseError
from django.utils import timezone

from landbridge.service.connections.credentials import CredentialsUnreadableError
from landbridge.service.connections.models import Connection
from landbridge.service.connections.publisher import PublisherError
from landbridge.service.connections.publisherholds import PairHeldError
from landbridge.service.health.check import (
    database,
    keeping,
    netsuite,
    notices,
    queue,
    real_time,
    telling,
    workers,
    workflows,
)
from landbridge.service.health.check.asking import Ask, ask
from landbridge.service.health.check.bounded import within
from landbridge.service.health.check.echoes import without_echoes
from landbridge.service.health.check.lines import (
    BUNDLES,
    CERTIFICATE,
    CLOCK,
    CONNECTION,
    DATABASE,
    DEPLOYMENTS,
    LIMITS,
    NATIVE,
    NOTICES,
    ORDER,
    PERMISSIONS,
    QUEUE,
    SETTINGS,
    SUBJECTS,
    WORKERS,
    WORKFLOWS,
    Line,
    Subject,
)
from landbridge.service.health.check.report import Report
from landbridge.service.health.check.situation import Situation
from landbridge.service.ports import Clock
from landbridge.service.realtime.live import is_enabled
from landbridge.service.runs.execution.failures import CREDENTIALS_HINT, PAIR_HINT
from landbridge.service.secret_key import SecretKeyError
from landbridge.service.suiteapp.judging import judge

WITHIN_S = 60.0
"""So long NetSuite may take for all its answers together."""

Judge = Callable[[Situation], Line]

_JUDGES: dict[Subject, Judge] = {
    CONNECTION: netsuite.connection,
    PERMISSIONS: netsuite.permissions,
    LIMITS: netsuite.limits,
    CLOCK: netsuite.clock,
    BUNDLES: real_time.bundles,
    SETTINGS: real_time.settings,
    DEPLOYMENTS: real_time.deployments,
    ORDER: real_time.order,
    CERTIFICATE: real_time.certificate,
    QUEUE: queue.judge,
    WORKFLOWS: workflows.judge,
    NOTICES: notices.judge,
    WORKERS: workers.judge,
    DATABASE: database.judge,
    NATIVE: real_time.native,
}

_REPORT = "Report it, with what the log of this process says."
_ADVICE_DATABASE = "Read the database's log."

_log = structlog.get_logger(__name__)


def examine(
    connection: Connection, clock: Clock = timezone.now, *, fresh: timedelta | None = None, asking: Ask = ask
) -> Report:
    """Examine a connection now and keep what was found; with ``fresh``, a kept report not older than that does.

    It raises nothing but the ``DatabaseError`` of a database that takes no report: what cannot be looked at is a failed line.
    """
    if fresh is not None and (kept := keeping.kept_within(connection, clock(), fresh)):
        return kept
    report = keeping.keep(connection, clock(), lines(connection, clock, asking))
    telling.tell(connection, report)
    return report


def lines(connection: Connection, clock: Clock, asking: Ask) -> tuple[Line, ...]:
    """Return every line, none that only echoes another; nothing is kept."""
    if not connection.active:
        return tuple(_inactive(subject, connection, clock) for subject in SUBJECTS)
    situation = _situation(connection, clock, asking)
    return without_echoes(_judged(subject, situation) for subject in SUBJECTS)


def _inactive(subject: Subject, connection: Connection, clock: Clock) -> Line:
    """Of a connection that is not active nothing is imported: only what all connections share is looked at."""
    if subject in {WORKERS, DATABASE}:
        return _judged(subject, Situation(connection, clock(), live=False))
    return subject.off("The connection is not active.")


def _situation(connection: Connection, clock: Clock, asking: Ask) -> Situation:
    """Ask NetSuite. What keeps it from being asked is the connection's problem."""
    now, live = clock(), False
    try:
        live = is_enabled(connection)
        answers = within(WITHIN_S, lambda: asking(connection, clock, live))
        found = () if answers.seen is None else tuple(judge(connection, answers.seen))
        inspection = answers.seen.inspection if answers.seen else None
        return Situation(connection, now, live, answers.tested, inspection, found)
    except TimeoutError:
        problem = f"NetSuite did not answer everything within {WITHIN_S:.0f} seconds."
        return Situation(connection, now, live, problem=problem, advice="Examine again; see the network.")
    except PairHeldError as rest:
        return Situation(connection, now, live, problem=str(rest), advice=PAIR_HINT)
    except (CredentialsUnreadableError, PublisherError, SecretKeyError) as refused:
        return Situation(
            connection, now, live, problem=str(refused) or type(refused).__name__, advice=CREDENTIALS_HINT
        )
    except Exception as problem:  # noqa: BLE001  # whatever it was, the lines say so and the others are judged
        _log.exception("health_asking_failed", connection=connection.pk)
        return Situation(connection, now, live, problem=_in_words(problem), advice=_REPORT)


def _judged(subject: Subject, situation: Situation) -> Line:
    """Judge one subject, in no transaction: a judge may take its time between two statements."""
    try:
        return _JUDGES[subject](situation)
    except DatabaseError as problem:
        return subject.failed(f"The database did not tell: {type(problem).__name__}.", _ADVICE_DATABASE)
    except Exception as problem:  # noqa: BLE001  # a judge that fails costs its own line alone
        _log.exception("health_line_failed", line=subject.name, connection=situation.connection.pk)
        return subject.failed(_in_words(problem), _REPORT)


def _in_words(problem: Exception) -> str:
    return f"It could not be looked at: {type(problem).__name__}."
