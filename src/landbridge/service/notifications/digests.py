"""Digests: a day or a week in figures."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, IntegerField, QuerySet, Sum
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce

from landbridge.service.connections.models import Connection
from landbridge.service.notifications import failing, outbox
from landbridge.service.notifications.channels import next_digest
from landbridge.service.notifications.models import Channel, Event
from landbridge.service.notifications.news import News, link
from landbridge.service.runs.models import Attention, Run, RunItem
from landbridge.service.verification.missed import missed_by_real_time

PERIOD = {Channel.Digest.DAILY: timedelta(days=1), Channel.Digest.WEEKLY: timedelta(days=7)}
MOST_CAUSES = 20


def make_due(now: datetime) -> int:
    """Make the digests that are due; return how many. One for which the channel has no room waits until it has."""
    due = list(
        Channel.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("connection")
        .filter(active=True, digest_at__lte=now)
    )
    free = outbox.room(due, now)
    ready = [channel for channel in due if free[channel.pk] > 0]
    for channel in ready:  # one a day for each channel
        assert channel.digest_at is not None
        since = channel.digested_until or channel.digest_at - PERIOD[Channel.Digest(channel.digest)]
        outbox.post_to(channel, digest(channel, since, now), now)
        channel.digest_at, channel.digested_until = next_digest(channel, now), now
        channel.save(update_fields=["digest_at", "digested_until"])
    return len(ready)


def digest(channel: Channel, since: datetime, until: datetime) -> News:
    """Return what happened from ``since`` to ``until`` in the channel's connection, or in all."""
    connection_id = channel.connection_id
    runs = Run.objects.filter(finished_at__gt=since, finished_at__lte=until)
    if connection_id is not None:
        runs = runs.filter(connection=connection_id)
    causes = failing.open_causes(connection_id)
    data = {
        "connection": channel.connection.name if channel.connection else "",
        "from": since.isoformat(),
        "until": until.isoformat(),
        "runs": _runs(runs),
        "outcomes": _outcomes(runs),
        "waiting_for_parents": _waiting(connection_id),
        "open_causes": len(causes),
        "causes": [one.as_data() for one in causes[:MOST_CAUSES]],
        "missed": _missed(channel.connection, since, until),
        "link": link("runs"),
    }
    whose = f"{channel.connection.name}: " if channel.connection else ""
    title = f"{whose}{Channel.Digest(channel.digest).label.lower()} digest to {until:%Y-%m-%d}"
    return News(Event.DIGEST, title, data, connection_id)


def _runs(runs: QuerySet[Run]) -> list[dict[str, Any]]:
    rows = runs.order_by().values("kind", "state").annotate(runs=Count("pk")).order_by("kind", "state")
    return [dict(row) for row in rows]


def _outcomes(runs: QuerySet[Run]) -> dict[str, int]:
    """Records by outcome, as the runs counted them."""
    sums = {
        name: Coalesce(Sum(Cast(KeyTextTransform(name, "counts"), IntegerField())), 0)
        for name in RunItem.Outcome.values
    }
    return dict(runs.order_by().aggregate(**sums))


def _waiting(connection_id: int | None) -> int:
    rows = Attention.objects.filter(need=Attention.Need.PARENT, dismissed_at=None)
    return (rows if connection_id is None else rows.filter(workflow__connection_id=connection_id)).count()


def _missed(connection: Connection | None, since: datetime, until: datetime) -> int:
    """How many changes real time missed."""
    places = [connection] if connection else list(Connection.objects.filter(active=True))
    return sum(sum(missed_by_real_time(one, since, until).values()) for one in places)
