"""What the tick does about deletions: queue a sweep when one is due."""

from __future__ import annotations

from datetime import datetime, timedelta

from landbridge.service.connections.models import Connection
from landbridge.service.pairs.deletions import queueing
from landbridge.service.pairs.models import DeletePolicy

EVERY = timedelta(hours=1)


def queue_due(now: datetime) -> None:
    """Queue a sweep for every active connection with active workflows of which none was swept for so long."""
    swept = DeletePolicy.objects.filter(swept_at__gt=now - EVERY)
    due = Connection.objects.filter(active=True, workflows__active=True).exclude(
        pk__in=swept.values("workflow__connection_id")
    )
    for connection_id in due.distinct().values_list("pk", flat=True):
        queueing.defer(connection_id)
