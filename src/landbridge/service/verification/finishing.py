"""The end of a comparison: what it found in numbers, and what older ones need no longer keep."""

from __future__ import annotations

from datetime import datetime, timedelta

from landbridge.service.verification.missed import missed_by_real_time
from landbridge.service.verification.models import Difference, Verification
from landbridge.service.verification.tallies import differences_by_kind

KEEP = timedelta(days=90)
WEEK = timedelta(days=7)


def complete(verification: Verification, now: datetime) -> None:
    """Complete it inside the caller's transaction, which holds it."""
    verification.state = Verification.State.COMPLETED
    verification.finished_at = now
    verification.counts = differences_by_kind(verification)
    verification.error = verification.hint = ""
    verification.save(update_fields=["state", "finished_at", "counts", "error", "hint"])
    if verification.kind == Verification.Kind.WEEKLY:
        verification.missed = missed_by_real_time(verification.connection, now - WEEK, now)
        verification.save(update_fields=["missed"])
    _forget(verification, now)


def _forget(verification: Verification, now: datetime) -> None:
    """Forget what is old: only the newest comparison lists what is not to be imported."""
    older = Verification.objects.filter(connection=verification.connection, pk__lt=verification.pk)
    Difference.objects.filter(verification__in=older, kind=Difference.Kind.NOT_IMPORTED).delete()
    older.filter(finished_at__lt=now - KEEP).delete()


def fail(verification: Verification, error: str, hint: str, now: datetime) -> None:
    """End it with a reason inside the caller's transaction, which holds it. It can be gone on with."""
    verification.state = Verification.State.FAILED
    verification.finished_at = now
    verification.error, verification.hint = error, hint
    verification.save(update_fields=["state", "finished_at", "error", "hint"])
