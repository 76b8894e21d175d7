"""What became of looking after a connection's certificate, and when it is looked at again."""

from __future__ import annotations

from datetime import datetime, timedelta

from landbridge.service.connections.models import Connection
from landbridge.service.realtime.certificates.moments import Chance, retry_delay
from landbridge.service.realtime.models import Certificate, Renewal

LOOK_EVERY = timedelta(hours=1)
"""How often NetSuite is asked which certificate it has: one small request."""

JITTER = 0.2


def note_success(connection: Connection, installed: str, now: datetime, draw: Chance) -> None:
    """NetSuite has the current certificate: nothing fails any more."""
    _save(
        connection,
        next_at=_next_look(connection, now, draw),
        looked_at=now,
        installed=installed[:200],
        failures=0,
        failing_since=None,
        problem="",
    )


def note_failure(
    connection: Connection, problem: str, now: datetime, draw: Chance, *, installed: str | None = None
) -> None:
    """An attempt failed; the next one comes later each time."""
    before = Renewal.objects.filter(connection=connection).first()
    failures = before.failures + 1 if before else 1
    known = {} if installed is None else {"installed": installed[:200]}
    _save(
        connection,
        next_at=now + retry_delay(failures, _left(connection, now), draw),
        looked_at=now,
        failures=failures,
        failing_since=(before.failing_since if before else None) or now,
        problem=problem,
        **known,
    )


def note_left(connection: Connection, installed: str, problem: str, now: datetime, draw: Chance) -> None:
    """NetSuite has another connection's certificate, and this connection needs none now: no failure, but to be seen."""
    _save(
        connection,
        next_at=_next_look(connection, now, draw),
        looked_at=now,
        installed=installed[:200],
        failures=0,
        failing_since=None,
        problem=problem,
    )


def look_again(connection: Connection, now: datetime, draw: Chance) -> None:
    """Nothing is due, and nothing could be learnt: look again at the usual time."""
    _save(connection, next_at=_next_look(connection, now, draw), looked_at=now)


def forget(connection: Connection) -> None:
    """Forget what NetSuite had: the connection is of another account now, which the next tick looks at."""
    Renewal.objects.filter(connection=connection).delete()


def _next_look(connection: Connection, now: datetime, draw: Chance) -> datetime:
    """The next usual look, or the certificate's own moment where that is sooner."""
    usual = now + LOOK_EVERY * (1 - JITTER + 2 * JITTER * draw())
    current = _current(connection)
    if current is None or current.renew_at is None or current.renew_at <= now:
        return usual
    return min(usual, current.renew_at)


def _left(connection: Connection, now: datetime) -> timedelta:
    """How long the current certificate is still valid; nothing where there is none."""
    current = _current(connection)
    return timedelta() if current is None else current.not_after - now


def _current(connection: Connection) -> Certificate | None:
    return Certificate.objects.filter(connection=connection, state=Certificate.State.CURRENT).first()


def _save(connection: Connection, **values: object) -> None:
    Renewal.objects.update_or_create(connection=connection, defaults=values)
