"""What happens by the clock: schedules, catch-up, polls, settle passes, retries, and the sweep. Every worker ticks, one at a time does it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from django.db import connection as database
from django.db import transaction
from django.db.models import Q

from landbridge.service.connections.models import Connection
from landbridge.service.runs import queueing
from landbridge.service.runs.errors import RunRefused
from landbridge.service.runs.execution import righting
from landbridge.service.runs.history import attention, forgetting
from landbridge.service.runs.lanes import lane, sweeping
from landbridge.service.runs.models import Lane
from landbridge.service.runs.starts import polling, scheduling
from landbridge.service.runs.starts.starting import start_run

CATCH_UP_EVERY = timedelta(minutes=5)
MINUTE = timedelta(minutes=1)
Duty = Callable[[datetime], object]
"""What is due by the clock; called every second with the present instant, by one worker at a time, in a transaction of its own."""

_more_duties: list[Duty] = []
_TICK_LOCK = 0x4C414E44
"""Advisory lock, released with the transaction even if the worker is stopped in the middle of it."""

_log = structlog.get_logger(__name__)


def add_duty(duty: Duty) -> None:
    """Let a worker's tick do ``duty`` too. Apps above this one call it when Django makes them ready."""
    if duty not in _more_duties:
        _more_duties.append(duty)


def once_a_minute(duty: Duty) -> Duty:
    """Return a duty that does ``duty`` only when it was not done for ``MINUTE`` in this process: what nobody waits for by the second."""
    last: datetime | None = None

    def in_turn(now: datetime) -> object:
        nonlocal last
        if last is not None and last <= now < last + MINUTE:
            return None
        last = now
        return duty(now)

    return in_turn


def tick(now: datetime) -> bool:
    """Do everything that is due; ``False`` when another worker is at it.

    Each duty is a transaction of its own, so that none holds a lock of another while it waits for a link to end; and one that
    fails keeps no other from being done.
    """
    duties: tuple[Duty, ...] = (
        righting.set_right,
        _take_up,
        scheduling.start_due,
        attention.queue_due,
        polling.poll_due,
        sweeping.queue_open_requests,
        catch_up_due,
        forgetting.forget_due,
        *_more_duties,
    )
    return all(_in_turn(duty, now) for duty in duties)


def _in_turn(duty: Duty, now: datetime) -> bool:
    try:
        with transaction.atomic():
            if not _take_turn():
                return False
            duty(now)
    except Exception as problem:  # a duty may fail in any way, also for a lock that somebody keeps; the others are done all the same
        if not database.is_usable():
            raise
        _log.exception("duty_failed", duty=getattr(duty, "__name__", repr(duty)), error=str(problem))
    return True


def _take_up(now: datetime) -> None:
    stalled = sweeping.sweep_stalled()
    if stalled:
        _log.warning("stalled_runs_taken_up", runs=stalled)
    sweeping.sweep_orphans(now)
    lane.end_drain()


def catch_up_due(now: datetime) -> int:
    """Queue a catch-up for every connection that had none for five minutes; return how many."""
    due = Q(caught_up_at=None) | Q(caught_up_at__lte=now - CATCH_UP_EVERY)
    return _catch_up(due, now, "Every five minutes")


def catch_up_now(now: datetime) -> int:
    """Queue a catch-up for every connection, as a worker does when it starts; return how many."""
    return _catch_up(Q(), now, "Start of a worker")


@transaction.atomic
def _catch_up(due: Q, now: datetime, reason: str) -> int:
    """Queue a catch-up on every lane that is ``due``. One that somebody holds keeps the others from nothing; its turn comes again."""
    wanted = Connection.objects.filter(active=True, workflows__active=True).distinct()
    Lane.objects.bulk_create(
        [Lane(connection=one) for one in wanted.filter(lane=None)], ignore_conflicts=True
    )
    free = Lane.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        due, connection__in=wanted.values("pk")
    )
    lanes = list(free.select_related("connection__real_time_owner"))
    Lane.objects.filter(pk__in=[one.pk for one in lanes]).update(caught_up_at=now)
    return sum(_ask(one.connection, now, reason) for one in lanes)


def _ask(connection: Connection, now: datetime, reason: str) -> bool:
    try:
        start_run(connection, queueing.CATCH_UP, by=connection.real_time_owner, now=now, reason=reason)
    except RunRefused:
        return False
    return True


def _take_turn() -> bool:
    with database.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_TICK_LOCK])
        return bool(cursor.fetchone()[0])
