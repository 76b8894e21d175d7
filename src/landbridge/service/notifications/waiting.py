"""Connections whose runs wait for the publisher's consumer pair: each is told once, until it goes on.

Somebody who regenerates the pair knows that they wait; so that is told only where it takes long, as when it was forgotten.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from landbridge.service.connections.models import Connection
from landbridge.service.connections.publisherholds import holds
from landbridge.service.notifications import news
from landbridge.service.notifications.models import Trouble
from landbridge.service.notifications.news import News

KEY = "publisher"
LONG = timedelta(hours=1)


def look(now: datetime) -> list[News]:
    """Compare the connections that wait with those that were told; return what is to be told now."""
    waiting = holds()
    due = {place: hold for place, hold in waiting.items() if not hold.planned or hold.since + LONG <= now}
    known = {
        one.connection_id: one
        for one in Trouble.objects.filter(key=KEY, closed_at=None).select_related("connection")
    }
    fresh = list(Connection.objects.filter(active=True, pk__in=due.keys() - known.keys()))
    over = [trouble for place, trouble in known.items() if place not in waiting]
    Trouble.objects.bulk_create(
        [Trouble(connection=one, key=KEY, opened_at=now, failed_at=now) for one in fresh]
    )
    Trouble.objects.filter(pk__in=[one.pk for one in over]).update(closed_at=now)
    return [
        *(news.runs_wait(one, due[one.pk]) for one in fresh),
        *(news.runs_go_on(one) for one in over),
    ]
