"""Looking at what happened: which runs ended, by which causes records fail now, and which certificates could not be renewed,
who waits for the publisher's pair.

Everything here is one transaction with the messages that it makes, and one worker at a time does it. What was looked at is marked
(``Run.noted``), what was told is written down (``Trouble``): so nothing is lost when a worker dies, and nothing is told twice.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from landbridge.service.notifications import certificates, ended_runs, failing, outbox, waiting
from landbridge.service.notifications.models import Watch

CAUSES_EVERY = timedelta(seconds=5)


def look(now: datetime) -> None:
    """Look at what happened since the last time, and make the messages about it."""
    told = ended_runs.look()
    if _causes_are_due(now):
        told += failing.look(now)
        told += certificates.look(now)
        told += waiting.look(now)
    outbox.post(told, now)


def _causes_are_due(now: datetime) -> bool:
    """Whether it is time to look at causes again; a clock that was turned back makes it so too."""
    watch, _ = Watch.objects.get_or_create(pk=1)
    last = watch.looked_at
    if last is not None and last <= now < last + CAUSES_EVERY:
        return False
    Watch.objects.filter(pk=1).update(looked_at=now)
    return True
