"""Reading the gauges from the database when metrics are asked for: one statement a subject."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection as database
from django.db.models import Count, Q

from landbridge.service.connections.budget import AT_REST
from landbridge.service.connections.models import Connection
from landbridge.service.health import checks
from landbridge.service.health.check.lines import State
from landbridge.service.health.gauges import (
    ATTENTION,
    BOOKMARK_AGE,
    BUDGET_RESTING,
    BUDGET_SLOTS,
    BUDGET_USED,
    BUDGET_WAITING,
    CERTIFICATE_EXPIRY,
    DATABASE_SIZE,
    DIFFERENCES,
    HEALTH,
    HEALTH_EXAMINED,
    LAST_COMPARISON,
    LAST_FAILED,
    LAST_SUCCESS,
    NOTIFICATIONS,
    PAUSED,
    QUEUE_AGE,
    QUEUE_LENGTH,
    UNDER_WAY,
    WORKERS,
    Gauge,
)
from landbridge.service.health.models import HealthState
from landbridge.service.notifications.models import Delivery
from landbridge.service.realtime.models import Certificate
from landbridge.service.runs import queueing
from landbridge.service.runs.lanes import queue
from landbridge.service.runs.models import Attention
from landbridge.service.verification.models import Difference, Verification
from landbridge.service.workflows.models import Workflow

LATELY = timedelta(days=2)
_HEALTH_VALUES: dict[str, int] = {State.OK: 0, State.OFF: 0, State.WARNING: 1, State.FAILED: 2}


@dataclass(frozen=True, slots=True)
class Sample:
    """A value of a gauge; ``values`` are those of its labels."""

    gauge: Gauge
    value: float
    values: tuple[str, ...] = ()


_ENDED = """
SELECT connection.name, kind.name, done.finished_at, coalesce(ended.state = 'failed', false)
FROM connections_connection AS connection CROSS JOIN unnest(%(kinds)s::text[]) AS kind (name)
CROSS JOIN LATERAL (
    SELECT state FROM runs_run
    WHERE connection_id = connection.id AND kind = kind.name AND finished_at IS NOT NULL
    ORDER BY finished_at DESC LIMIT 1
) AS ended
LEFT JOIN LATERAL (
    SELECT finished_at FROM runs_run
    WHERE connection_id = connection.id AND kind = kind.name AND finished_at IS NOT NULL AND state = 'completed'
    ORDER BY finished_at DESC LIMIT 1
) AS done ON true
"""

_BUDGET = """
SELECT account.name, account.slots, count(locks.pid) FILTER (WHERE locks.granted AND session.application_name <> %s),
       count(locks.pid) FILTER (WHERE NOT locks.granted), count(locks.pid) FILTER (WHERE session.application_name = %s)
FROM (
    SELECT netsuite_account, max(max_concurrency) FROM connections_connection WHERE active GROUP BY 1
) AS account (name, slots)
LEFT JOIN pg_locks AS locks
  ON locks.locktype = 'advisory' AND locks.objsubid = 2
 AND locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())
 AND locks.classid::bigint = hashtext('landbridge budget ' || account.name)::bigint & 4294967295
LEFT JOIN pg_stat_activity AS session ON session.pid = locks.pid
GROUP BY account.name, account.slots
"""
"""The slots are advisory locks (``connections.budget``); a session that rests holds one without a request."""


def read(now: datetime) -> Iterator[Sample]:
    """Yield every gauge that the database tells. Raises ``DatabaseError``."""
    names = dict(Connection.objects.values_list("pk", "name"))
    for subject in _SUBJECTS:
        yield from subject(now, names)


def _queue(now: datetime, _names: dict[int, str]) -> Iterator[Sample]:
    for one in queue.queues(now):
        name = one.connection.name
        yield Sample(PAUSED, float(one.state != "open"), (name,))
        for kind in queueing.KINDS:
            places = [place for place in one.places if place.kind == kind]
            waiting = [place.since or now for place in places if not place.under_way]
            oldest = (now - min(waiting, default=now)).total_seconds()
            yield Sample(QUEUE_LENGTH, len(waiting), (name, kind))
            yield Sample(QUEUE_AGE, max(oldest, 0.0), (name, kind))
            yield Sample(UNDER_WAY, len(places) - len(waiting), (name, kind))


def _ended(_now: datetime, _names: dict[int, str]) -> Iterator[Sample]:
    with database.cursor() as cursor:
        cursor.execute(_ENDED, {"kinds": list(queueing.KINDS)})
        rows = cursor.fetchall()
    for name, kind, completed_at, failed in rows:
        yield Sample(LAST_FAILED, float(failed), (name, kind))
        if completed_at is not None:
            yield Sample(LAST_SUCCESS, completed_at.timestamp(), (name, kind))


def _attention(_now: datetime, names: dict[int, str]) -> Iterator[Sample]:
    open_rows = (
        Attention.objects.filter(dismissed_at=None).order_by().values_list("workflow__connection", "need")
    )
    counts = {(key, need): count for key, need, count in open_rows.annotate(Count("pk"))}
    for key, name in names.items():
        for need in Attention.Need.values:
            yield Sample(ATTENTION, counts.get((key, need), 0), (name, need))


def _bookmarks(now: datetime, names: dict[int, str]) -> Iterator[Sample]:
    kept = Workflow.objects.filter(active=True, connection__active=True).exclude(bookmark=None)
    for key, workflow, bookmark in kept.values_list("connection_id", "key", "bookmark"):
        age = (now - (bookmark or now)).total_seconds()
        yield Sample(BOOKMARK_AGE, max(age, 0.0), (names[key], workflow))


def _certificates(_now: datetime, names: dict[int, str]) -> Iterator[Sample]:
    current = Certificate.objects.filter(state=Certificate.State.CURRENT)
    for key, not_after in current.values_list("connection_id", "not_after"):
        yield Sample(CERTIFICATE_EXPIRY, not_after.timestamp(), (names[key],))


def _workers(_now: datetime, _names: dict[int, str]) -> Iterator[Sample]:
    yield Sample(WORKERS, sum(worker.alive for worker in checks.workers()))


def _budget(_now: datetime, _names: dict[int, str]) -> Iterator[Sample]:
    with database.cursor() as cursor:
        cursor.execute(_BUDGET, (AT_REST, AT_REST))
        rows = cursor.fetchall()
    for account, slots, used, waiting, resting in rows:
        yield Sample(BUDGET_SLOTS, slots, (account,))
        yield Sample(BUDGET_USED, used, (account,))
        yield Sample(BUDGET_WAITING, waiting, (account,))
        yield Sample(BUDGET_RESTING, resting, (account,))


def _notifications(now: datetime, _names: dict[int, str]) -> Iterator[Sample]:
    late = Delivery.objects.filter(message__created_at__gte=now - LATELY).order_by().values_list("state")
    counts = dict(late.annotate(Count("pk")))
    for state in Delivery.State.values:
        yield Sample(NOTIFICATIONS, counts.get(state, 0), (state,))


def _comparisons(_now: datetime, names: dict[int, str]) -> Iterator[Sample]:
    completed = Verification.objects.filter(state=Verification.State.COMPLETED)
    last = completed.order_by("connection_id", "-pk").distinct("connection_id")
    confirmed = Q(differences__state=Difference.State.CONFIRMED)
    counted = Verification.objects.filter(pk__in=last.values("pk")).annotate(
        found=Count("differences", filter=confirmed & ~Q(differences__kind=Difference.Kind.NOT_IMPORTED))
    )
    for key, finished_at, found in counted.values_list("connection_id", "finished_at", "found"):
        yield Sample(DIFFERENCES, found, (names[key],))
        if finished_at is not None:
            yield Sample(LAST_COMPARISON, finished_at.timestamp(), (names[key],))


def _health(_now: datetime, names: dict[int, str]) -> Iterator[Sample]:
    examined: dict[int, datetime] = {}
    states = HealthState.objects.values_list("connection_id", "name", "state", "examined_at")
    for key, name, state, examined_at in states:
        examined[key] = examined_at
        yield Sample(HEALTH, _HEALTH_VALUES[state], (names[key], name))
    for key, examined_at in examined.items():
        yield Sample(HEALTH_EXAMINED, examined_at.timestamp(), (names[key],))


def _size(_now: datetime, _names: dict[int, str]) -> Iterator[Sample]:
    with database.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        (size,) = cursor.fetchone() or (0,)
    yield Sample(DATABASE_SIZE, size)


_SUBJECTS: tuple[Callable[[datetime, dict[int, str]], Iterator[Sample]], ...] = (
    _queue,
    _ended,
    _attention,
    _bookmarks,
    _certificates,
    _workers,
    _budget,
    _notifications,
    _comparisons,
    _health,
    _size,
)
