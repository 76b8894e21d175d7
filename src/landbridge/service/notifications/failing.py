"""Causes by which records fail: each is told once, until no record fails by it any more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Count, F, Max, Min, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from landbridge.service.connections.models import Connection
from landbridge.service.notifications import news
from landbridge.service.notifications.models import Trouble
from landbridge.service.notifications.news import Cause, News
from landbridge.service.runs.history.causes import CauseKey
from landbridge.service.runs.models import Attention

PATIENCE = 3
"""Trouble that is tried again by itself is told when it goes on after this many attempts."""

NAMED_RECORDS = 5
CAUSE = ("workflow_id", "stage", "code", "field")
"""Records that agree in these fail by one cause: the parts of a ``CauseKey``."""

PREFIX = "cause:"
"""How the keys of such troubles begin."""


def open_causes(connection_id: int | None = None) -> list[Cause]:
    """Return the causes by which records fail now, the most frequent first. Waiting for a parent is no failure."""
    failing = _failing()
    if connection_id is not None:
        failing = failing.filter(workflow__connection_id=connection_id)
    rows = list(
        failing.order_by()
        .values(*CAUSE)
        .annotate(
            workflow_key=Max("workflow__key"),
            place=Max("workflow__connection_id"),
            records=Count("pk"),
            latest_run=Max("run_id"),
            urgent=Min("need", filter=~Q(need=Attention.Need.RETRY)),
            most_attempts=Max("attempts"),
        )
        .order_by("-records", "workflow_key", "code", "field")
    )
    connections = Connection.objects.in_bulk({row["place"] for row in rows})
    return [
        Cause(
            CauseKey(*(row[name] for name in CAUSE)),
            connections[row["place"]],
            row["workflow_key"],
            row["records"],
            row["latest_run"],
            passing=row["urgent"] is None and row["most_attempts"] < PATIENCE,
        )
        for row in rows
    ]


def look(now: datetime) -> list[News]:
    """Compare the causes with those that were told; return what is to be told now."""
    causes = {one.key: one for one in open_causes()}
    known = {
        _key(one): one
        for one in Trouble.objects.filter(key__startswith=PREFIX, closed_at=None).select_related(
            "connection", "workflow"
        )
    }
    fresh = [one for key, one in causes.items() if key not in known and not one.passing]
    gone = {key: trouble for key, trouble in known.items() if key not in causes}
    Trouble.objects.bulk_create([_trouble(one, now) for one in fresh])
    dismissed = _dismissed(gone)
    for trouble in gone.values():
        trouble.closed_at = now
    Trouble.objects.bulk_update(gone.values(), ["closed_at"])
    return [
        *(news.cause_failed(one) for one in _with_records(fresh)),
        *(news.cause_recovered(one, key, dismissed[key]) for key, one in gone.items()),
    ]


def _trouble(cause: Cause, now: datetime) -> Trouble:
    return Trouble(
        connection=cause.connection,
        key=f"{PREFIX}{cause.key}",
        workflow_id=cause.key.workflow,
        run_id=cause.run_id,
        opened_at=now,
    )


def _with_records(causes: Sequence[Cause]) -> list[Cause]:
    """Return the causes with the internal ids of their first few records; one query."""
    if not causes:
        return []
    numbered = (
        _failing()
        .filter(workflow__in={one.key.workflow for one in causes}, code__in={one.key.code for one in causes})
        .annotate(place=Window(RowNumber(), partition_by=[F(name) for name in CAUSE], order_by=F("pk").asc()))
        .filter(place__lte=NAMED_RECORDS)
        .order_by("pk")
        .values_list(*CAUSE, "internal_id")
    )
    ids: dict[CauseKey, list[str]] = {}
    for *parts, internal_id in numbered:
        ids.setdefault(CauseKey(*parts), []).append(internal_id)
    return [one.naming(ids.get(one.key, [])) for one in causes]


def _dismissed(gone: Mapping[CauseKey, Trouble]) -> Counter[CauseKey]:
    """Return how many records of each cause a person took off the list since it was told, by cause."""
    counts: Counter[CauseKey] = Counter()
    if not gone:
        return counts
    since = {key: one.opened_at for key, one in gone.items()}
    rows = Attention.objects.filter(
        workflow__in={key.workflow for key in since},
        dismissed_at__gte=min(since.values()),
    ).values_list(*CAUSE, "dismissed_at")
    for *parts, at in rows:
        key = CauseKey(*parts)
        if key in since and at >= since[key]:
            counts[key] += 1
    return counts


def _key(trouble: Trouble) -> CauseKey:
    return CauseKey.parse(trouble.key.removeprefix(PREFIX))


def _failing() -> QuerySet[Attention]:
    return Attention.objects.filter(dismissed_at=None).exclude(need=Attention.Need.PARENT)
