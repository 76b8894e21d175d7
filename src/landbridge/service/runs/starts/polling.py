"""Poll mode: asking NetSuite for changes every so often, for networks in which its notices cannot reach us.

The workflows that are live for real time are polled, one search each; neither a certificate nor the switch for notices is needed. Off
until somebody turns it on.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from landbridge.service.connections.models import Connection
from landbridge.service.projects.models import User
from landbridge.service.runs.errors import RunRefused
from landbridge.service.runs.models import Lane, Settle
from landbridge.service.workflows import catalogue
from landbridge.service.workflows.models import Workflow

REASON = "poll"
RUN_REASON = "Poll"
"""What the run log says of a run that only a poll asked for."""
EVERY_S = 30
SHORTEST_S = 5
LONGEST_S = 3600


@transaction.atomic
def poll_every(connection: Connection, seconds: int, *, by: User | None) -> None:
    """Ask for changes every ``seconds``, from now on. Who turns it on owns the runs, as with real time.

    Raises :class:`RunRefused` for less than 5 or more than 3600 seconds, and while no workflow is live for real time.
    """
    if not SHORTEST_S <= seconds <= LONGEST_S:
        raise RunRefused("bad_interval", f"Poll every {SHORTEST_S} to {LONGEST_S} seconds, not {seconds}.")
    if not _live([connection.pk]):
        raise RunRefused(
            "not_live", "No workflow is live for real time. Activate one and set it to real time."
        )
    if by is not None:
        Connection.objects.filter(pk=connection.pk).update(real_time_owner=by)
    Lane.objects.update_or_create(connection=connection, defaults={"poll_s": seconds, "polled_at": None})


def stop_polling(connection: Connection) -> None:
    """Ask no more; changes arrive with notices and catch-up."""
    Lane.objects.filter(connection=connection).update(poll_s=None)
    Settle.objects.filter(connection=connection, reason=REASON).delete()


def polling(connection: Connection) -> Lane | None:
    """Return the lane of a connection that polls, ``None`` when it does not."""
    return Lane.objects.filter(connection=connection, poll_s__isnull=False).first()


@transaction.atomic
def poll_due(now: datetime) -> int:
    """Ask for the changes of every connection whose turn it is; return how many connections.

    What the last poll asked for and no run has taken up yet is not asked for twice, and a pass that follows a notice stays as it
    is. Paused connections wait. The tick queues the runs.
    """
    lanes = Lane.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        poll_s__isnull=False, paused=False, draining=False, connection__active=True
    )
    due = [lane for lane in lanes if _is_due(lane, now)]
    if not due:
        return 0
    passes = [
        Settle(connection_id=connection_id, netsuite_type=netsuite_type, due_at=now, reason=REASON)
        for connection_id, netsuite_type in _live([lane.connection_id for lane in due])
    ]
    Settle.objects.bulk_create(passes, ignore_conflicts=True)
    Lane.objects.filter(pk__in=[lane.pk for lane in due]).update(polled_at=now)
    return len(due)


def _is_due(lane: Lane, now: datetime) -> bool:
    """Whether the interval is over. A poll of the future, left by a clock that was set right since, counts for nothing."""
    if lane.polled_at is None or lane.polled_at > now:
        return True
    return now - lane.polled_at >= timedelta(seconds=lane.poll_s or EVERY_S)


def _live(connection_ids: Sequence[int]) -> list[tuple[int, str]]:
    """Return connection and NetSuite type of every workflow that is live, each pair once."""
    live = Workflow.objects.filter(connection_id__in=connection_ids, active=True, real_time=True)
    pairs = {
        (connection_id, catalogue.declaration(key).netsuite_type)
        for connection_id, key in live.values_list("connection_id", "key")
        if catalogue.find(key)
    }
    return sorted(pairs)
