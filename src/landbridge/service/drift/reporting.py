"""Drift as pages, the API and the command show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Max, QuerySet, When

from landbridge.service.connections.models import Connection
from landbridge.service.drift.judging import IN_FORCE, policies_of
from landbridge.service.drift.models import Drift, DriftPolicy, KnownType
from landbridge.service.workflows import catalogue
from landbridge.service.workflows.models import Workflow


@dataclass(frozen=True, slots=True)
class WorkflowDrift:
    """One workflow: its policy, and why it stands still (empty where it does not)."""

    key: str
    label: str
    active: bool
    policy: str
    policy_label: str
    stopped_because: str


def drifts(connection: Connection) -> QuerySet[Drift]:
    """Return what changed: first what is open or frozen, then the rest, newest first."""
    settled = Case(When(state__in=IN_FORCE, then=0), default=1)
    found = Drift.objects.filter(connection=connection).select_related("settled_by")
    return found.order_by(settled, "-noticed_at", "-pk")


def workflows(connection: Connection) -> list[WorkflowDrift]:
    """Return the workflows that were added, in order."""
    policies = policies_of(connection)
    stored = {one.key: one for one in Workflow.objects.filter(connection=connection, added=True)}
    return [
        WorkflowDrift(
            key,
            catalogue.label(key),
            stored[key].active,
            policy.value,
            policy.label,
            stored[key].stopped_because,
        )
        for key in catalogue.ordered(stored)
        for policy in [DriftPolicy.Policy(policies.get(stored[key].pk, DriftPolicy.Policy.ASK))]
    ]


def seen_at(connection: Connection) -> datetime | None:
    """Return when NetSuite was asked last."""
    last: datetime | None = KnownType.objects.filter(connection=connection).aggregate(last=Max("seen_at"))[
        "last"
    ]
    return last


def as_json(drift: Drift) -> dict[str, Any]:
    """Return a change for the API and the command."""
    return {
        "id": drift.pk,
        "netsuite_type": drift.netsuite_type,
        "field": drift.field,
        "change": drift.change,
        "before": drift.before,
        "after": drift.after,
        "state": drift.state,
        "noticed_at": drift.noticed_at.isoformat(),
        "settled_at": drift.settled_at.isoformat() if drift.settled_at else None,
        "settled_by": str(drift.settled_by) if drift.settled_by else None,
    }
