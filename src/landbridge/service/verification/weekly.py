"""The weekly sweep: each connection is compared by itself once a week, unless somebody turned that off."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import structlog

from landbridge.service.connections.models import Connection
from landbridge.service.projects.models import User
from landbridge.service.runs.errors import RunRefused
from landbridge.service.verification.models import Sweep, Verification
from landbridge.service.verification.starting import start

WEEKDAY, HOUR = 6, 3
"""Sunday, three in the morning, UTC."""

TRY_AGAIN = timedelta(hours=1)

_log = structlog.get_logger(__name__)


def next_start(after: datetime, weekday: int, hour: int) -> datetime:
    """Return the first start after an instant: that weekday (0 Monday) at that hour, UTC."""
    after = after.astimezone(UTC)
    start_of_hour = after.replace(hour=hour, minute=0, second=0, microsecond=0)
    candidate = start_of_hour + timedelta(days=(weekday - after.weekday()) % 7)
    return candidate if candidate > after else candidate + timedelta(days=7)


def sweep_of(connection: Connection, now: datetime) -> Sweep:
    """Return when the connection is compared by itself; the first time it is written down: on, Sundays from 3:00 UTC."""
    sweep, _ = Sweep.objects.get_or_create(
        connection=connection,
        defaults={"weekday": WEEKDAY, "hour": HOUR, "next_at": next_start(now, WEEKDAY, HOUR)},
    )
    return sweep


def set_sweep(
    connection: Connection, *, active: bool, weekday: int, hour: int, by: User | None, now: datetime
) -> Sweep:
    """Choose when the connection is compared by itself, or turn that off. Raises :class:`RunRefused` for no such day or hour."""
    if not (0 <= weekday <= 6 and 0 <= hour <= 23):
        raise RunRefused("no_such_time", "Choose a weekday and an hour.")
    sweep = sweep_of(connection, now)
    sweep.active, sweep.weekday, sweep.hour = active, weekday, hour
    sweep.next_at = next_start(now, weekday, hour)
    sweep.changed_by = by
    sweep.save()
    return sweep


def start_due(now: datetime) -> int:
    """Start the sweeps that are due; return how many. A duty of the workers' tick.

    One that finds another comparison under way, or no workflow, comes an hour later. However many weeks the service was away, one
    is made up for.
    """
    _write_down_new(now)
    due = (
        Sweep.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("connection__integration_user", "changed_by")
        .filter(active=True, next_at__lte=now, connection__active=True, connection__workflows__active=True)
    )
    started = 0
    for sweep in {sweep.pk: sweep for sweep in due}.values():
        started += _start(sweep, now)
    return started


def _write_down_new(now: datetime) -> None:
    for connection in Connection.objects.filter(active=True, verification_sweep=None):
        sweep_of(connection, now)


def _start(sweep: Sweep, now: datetime) -> bool:
    try:
        start(sweep.connection, by=sweep.changed_by, now=now, kind=Verification.Kind.WEEKLY)
    except RunRefused as refused:
        _log.info("sweep_put_off", connection=sweep.connection_id, reason=refused.message)
        sweep.next_at = now + TRY_AGAIN
        sweep.save(update_fields=["next_at"])
        return False
    sweep.next_at = next_start(now, sweep.weekday, sweep.hour)
    sweep.save(update_fields=["next_at"])
    return True
