"""Real-time certificates that could not be renewed: each is told once, until it is in order again."""

from __future__ import annotations

from datetime import datetime

from landbridge.service.notifications import news
from landbridge.service.notifications.models import Trouble
from landbridge.service.notifications.news import News
from landbridge.service.realtime.models import Certificate, Renewal

KEY = "certificate"
PATIENCE = 2
"""The first failure may pass by itself: the second attempt follows a minute later."""


def look(now: datetime) -> list[News]:
    """Compare the renewals that fail with those that were told; return what is to be told now."""
    failing = {
        one.connection_id: one
        for one in Renewal.objects.filter(failures__gte=PATIENCE, connection__active=True).select_related(
            "connection"
        )
    }
    known = {
        one.connection_id: one
        for one in Trouble.objects.filter(key=KEY, closed_at=None).select_related("connection")
    }
    fresh = [one for place, one in failing.items() if place not in known]
    gone = [trouble for place, trouble in known.items() if place not in failing]
    Trouble.objects.bulk_create(
        [Trouble(connection=one.connection, key=KEY, opened_at=now, failed_at=now) for one in fresh]
    )
    for trouble in gone:
        trouble.closed_at = now
    Trouble.objects.bulk_update(gone, ["closed_at"])
    ends = dict(
        Certificate.objects.filter(
            connection__in=[one.connection_id for one in fresh], state=Certificate.State.CURRENT
        ).values_list("connection_id", "not_after")
    )
    return [
        *(news.certificate_failed(one, ends.get(one.connection_id)) for one in fresh),
        *(news.certificate_renewed(one) for one in gone),
    ]
