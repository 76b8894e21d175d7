"""What the tick does about drift: queue looks, and judge again what stands still, since its mapping may have changed."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from landbridge.service.connections.models import Connection
from landbridge.service.drift import judging, queueing, telling
from landbridge.service.drift.models import KnownType
from landbridge.service.workflows.models import Workflow

EVERY = timedelta(minutes=15)


def look_when_due(now: datetime) -> None:
    """Queue a look for every active connection that has active workflows and had none for so long. One query, as a rule."""
    recent = KnownType.objects.filter(connection=OuterRef("pk"), seen_at__gt=now - EVERY)
    due = Connection.objects.filter(~Exists(recent), active=True, workflows__active=True).distinct()
    for connection_id in due.values_list("pk", flat=True):
        queueing.defer(connection_id)


def judge_anew(now: datetime) -> None:
    """Judge the connections with workflows that stand still. One query, as a rule."""
    stopped = Workflow.objects.exclude(stopped_because="").values("connection_id")
    for connection in Connection.objects.filter(pk__in=stopped):
        if judging.judge(connection):
            telling.tell(connection, now)
