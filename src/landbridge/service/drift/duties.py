"""What the tick does about drift: queue looks, and judge again what stands still, since its mapping may have changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from landbridge.service.connections.models import Connection
from landbridge.service.drift import judging, queueing, telling
from landbridge.service.drift.models import KnownType
from landbridge.service.workflows import catalogue
from landbridge.service.workflows.models import Workflow

EVERY = timedelta(minutes=15)


def look_when_due(now: datetime) -> None:
    """Queue a look for every active connection of which a record type in use was not asked for so long. Two queries, as a rule."""
    used = _in_use()
    tried = KnownType.objects.filter(tried_at__gt=now - EVERY, tried_at__lt=now + EVERY)
    lately = set(tried.values_list("connection_id", "netsuite_type"))
    for connection_id, types in used.items():
        if any((connection_id, netsuite_type) not in lately for netsuite_type in types):
            _note_try(connection_id, types, now)
            queueing.defer(connection_id)


def _in_use() -> Mapping[int, set[str]]:
    """Return the record types of the active workflows of each active connection."""
    used: dict[int, set[str]] = defaultdict(set)
    active = Workflow.objects.filter(active=True, connection__active=True).values_list("connection_id", "key")
    for connection_id, key in active:
        used[connection_id].add(catalogue.declaration(key).netsuite_type)
    return used


def _note_try(connection_id: int, types: Collection[str], now: datetime) -> None:
    KnownType.objects.bulk_create(
        [KnownType(connection_id=connection_id, netsuite_type=one, tried_at=now) for one in sorted(types)],
        update_conflicts=True,
        unique_fields=["connection", "netsuite_type"],
        update_fields=["tried_at"],
    )


def judge_anew(now: datetime) -> None:
    """Judge the connections with active workflows that stand still. One query, as a rule."""
    stopped = Workflow.objects.filter(active=True).exclude(stopped_because="").values("connection_id")
    for connection in Connection.objects.filter(pk__in=stopped):
        if judging.judge(connection):
            telling.tell(connection, now)
