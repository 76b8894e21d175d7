"""What the workers' tick does for notifications. Sending is not among it: that happens in threads, after the commit."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction

from landbridge.service.notifications import delivering, digests, forgetting, outbox, watching

DELIVERER = delivering.Deliverer()
"""The delivering threads of this process."""


def look(now: datetime) -> None:
    """Look at what happened, and make messages of it."""
    watching.look(now)


def make_messages(now: datetime) -> None:
    """Make the digests that are due, and the sums of what was held back."""
    outbox.tell_held_back(now)
    digests.make_due(now)


def wake_deliverer(now: datetime) -> None:
    """Have what is due delivered, once this transaction is over."""
    due = delivering.how_many_due(now, delivering.THREADS)
    if due:
        transaction.on_commit(partial(DELIVERER.wake, due))


DUTIES = (look, make_messages, forgetting.forget_due, wake_deliverer)
