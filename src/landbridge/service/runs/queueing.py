"""The names of the queue, for every process that queues a run. No Django here: the intake imports this module.

Rules of the design, section 5a: the lock keeps one run at a time on a connection, the queueing lock makes one run of a burst.
"""

from __future__ import annotations

QUEUE = "runs"
TASK = "landbridge.run_link"
VERIFICATION_QUEUE = "verification"
"""Comparisons have a queue of their own, so that workers of the release before, which know none, leave them alone."""

CERTIFICATE_QUEUE = "certificates"
"""So does looking after real-time certificates."""

HEALTH_QUEUE = "health"
"""And health checks before scheduled runs."""

STAMP_QUEUE = "stamps"
"""And telling NetSuite's records that they were imported."""

QUEUES = (QUEUE, VERIFICATION_QUEUE, CERTIFICATE_QUEUE, HEALTH_QUEUE, STAMP_QUEUE)
"""What a worker works on."""


MANUAL = "manual"
SCHEDULED = "scheduled"
REAL_TIME = "real-time"
FULL = "full"
CATCH_UP = "catch-up"

PRIORITIES = {SCHEDULED: 100, FULL: 50, MANUAL: 50, REAL_TIME: 20, CATCH_UP: 10}
"""Higher goes first (SuiteProjects Pro: scheduled runs before real-time ones)."""

KINDS = tuple(PRIORITIES)

GIVE_WAY = frozenset({MANUAL, FULL})
"""The kinds between whose links real-time runs go where the connection's option says so."""

SETTLE_SECONDS = 15
"""A settle pass follows this long after the last notice of a type: NetSuite workflows run after user events, silently."""


def lock(connection_id: int) -> str:
    """Return the lock that all runs of a connection share: one runs at a time."""
    return f"connection:{connection_id}"


def queueing_lock(connection_id: int, kind: str) -> str:
    """Return the lock that only one waiting job of a kind may hold."""
    return f"connection:{connection_id}:{kind}"


def arguments(connection_id: int, kind: str) -> dict[str, int | str]:
    """Return the arguments of the job; what to read lives in our tables."""
    return {"connection_id": connection_id, "kind": kind}


DEFER_SQL = """
INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args)
VALUES (%(queue)s, %(task)s, %(priority)s, %(lock)s, %(queueing_lock)s, %(args)s)
ON CONFLICT (queueing_lock) WHERE status = 'todo' DO NOTHING
RETURNING id
"""
"""Queue a job unless one with its queueing lock waits already; answers no row then. Triggers wake the workers on commit.

The same insert as `procrastinate_defer_jobs_v1` of Procrastinate 3.10, with the conflict answered instead of raised, so
that it needs no savepoint inside a transaction.
"""


def defer_parameters(connection_id: int, kind: str, *, giving_way: bool = False) -> dict[str, object]:
    """Return the parameters of ``DEFER_SQL``; the caller wraps ``args`` as JSON for its driver.

    ``giving_way``: the job stands in one line with the real-time jobs, which is in order of age, so that both take turns.
    """
    return {
        "queue": QUEUE,
        "task": TASK,
        "priority": PRIORITIES[REAL_TIME if giving_way else kind],
        "lock": lock(connection_id),
        "queueing_lock": queueing_lock(connection_id, kind),
        "args": arguments(connection_id, kind),
    }
