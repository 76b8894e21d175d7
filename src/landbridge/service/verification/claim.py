"""Who goes on with a comparison: its fence, taken by each that does and checked in every transaction that writes."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from landbridge.service.verification.models import LIVE_STATES, Verification

State = Verification.State


class Superseded(Exception):  # noqa: N818  # named by what happened, as the errors of runs are
    """Somebody else goes on with the comparison, or it was cancelled: write nothing more."""


@transaction.atomic
def take(verification_id: int, now: datetime, *, by_command: bool) -> Verification | None:
    """Take the comparison over and return it; ``None`` when it is not live, or the other kind of driver has it."""
    found = (
        Verification.objects.select_for_update(of=("self",))
        .select_related("connection")
        .filter(pk=verification_id, state__in=LIVE_STATES, by_command=by_command)
        .first()
    )
    if found is None:
        return None
    found.fence += 1
    found.state = State.RUNNING
    found.started_at = found.started_at or now
    found.beat_at = now
    found.next_link_at = None
    found.save(update_fields=["fence", "state", "started_at", "beat_at", "next_link_at"])
    return found


def hold(verification: Verification, now: datetime) -> None:
    """Keep others off the comparison until the caller's transaction ends. Raises :class:`Superseded`.

    One that was taken to be interrupted while it waited for NetSuite goes on.
    """
    row = _still_ours(Verification.objects.select_for_update(), verification)
    verification.state, verification.beat_at = State.RUNNING, now
    Verification.objects.filter(pk=row.pk).update(state=State.RUNNING, beat_at=now)


def look(verification: Verification) -> None:
    """Look, without a lock, whether who waits for NetSuite is still wanted; for :func:`background.watched`. Raises :class:`Superseded`."""
    _still_ours(Verification.objects.all(), verification)


def _still_ours(found: QuerySet[Verification], verification: Verification) -> Verification:
    goes = [State.RUNNING, State.INTERRUPTED]
    row = found.filter(pk=verification.pk, fence=verification.fence, state__in=goes).first()
    if row is None or (row.state == State.INTERRUPTED and _another_is_live(row)):
        raise Superseded
    return row


def _another_is_live(row: Verification) -> bool:
    others = Verification.objects.filter(connection=row.connection_id, state__in=LIVE_STATES)
    return others.exclude(pk=row.pk).exists()
