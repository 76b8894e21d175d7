"""What the tick does about deletions: queue a sweep when one is due."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from landbridge.service.pairs.deletions import queueing
from landbridge.service.pairs.models import DeletePolicy
from landbridge.service.workflows.models import Workflow

EVERY = timedelta(hours=1)


def queue_due(now: datetime) -> None:
    """Queue a sweep for every active connection with active workflows that none was asked for so long, whatever came of it."""
    tried = DeletePolicy.objects.filter(
        workflow__connection=OuterRef("connection"), tried_at__gt=now - EVERY, tried_at__lt=now + EVERY
    )
    active = Workflow.objects.filter(~Exists(tried), active=True, connection__active=True)
    due = list(active.values_list("pk", "connection_id"))
    policies = [DeletePolicy(workflow_id=workflow_id, tried_at=now) for workflow_id, _ in due]
    DeletePolicy.objects.bulk_create(
        policies, update_conflicts=True, unique_fields=["workflow"], update_fields=["tried_at"]
    )
    for connection_id in dict.fromkeys(connection_id for _, connection_id in due):
        queueing.defer(connection_id)
