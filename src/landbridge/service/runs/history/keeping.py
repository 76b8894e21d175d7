"""How long the run log of a connection is kept."""

from __future__ import annotations

import structlog

from landbridge.service.connections.models import Connection
from landbridge.service.projects.models import User
from landbridge.service.runs.errors import RunRefused
from landbridge.service.runs.models import Lane

LONGEST_DAYS = 36_500

_log = structlog.get_logger(__name__)


def keep_log(connection: Connection, days: int | None, *, by: User | None) -> None:
    """Keep the log for so many days (``None``: for ever). Raises :class:`RunRefused` for a number of days that cannot be."""
    if days is not None and not 1 <= days <= LONGEST_DAYS:
        raise RunRefused("bad_days", f"The log is kept for 1 to {LONGEST_DAYS} days, or for ever.")
    from_the_start = {"forgot_at": None, "forgot_to": 0}
    Lane.objects.update_or_create(connection=connection, defaults={"keep_log_days": days, **from_the_start})
    _log.info("log_kept", connection=connection.pk, days=days, by=str(by or "command"))


def kept_days(connection: Connection) -> int | None:
    """Return for how many days the log is kept, ``None`` for ever."""
    return Lane.objects.filter(connection=connection).values_list("keep_log_days", flat=True).first()
