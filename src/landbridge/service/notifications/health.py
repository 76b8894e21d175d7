"""How channels fare: what arrived last, what waits, what was lost, and why."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.db.models import CharField, Count, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from landbridge.service.notifications.models import Channel, Delivery

State = Delivery.State


def channels() -> QuerySet[Channel]:
    """Return the channels with ``last_delivered_at``, the counts ``waiting``, ``held`` and ``lost``, and ``last_error``.

    ``last_error`` is that of the newest message that has not arrived, empty where all did.
    """
    open_ones = Delivery.objects.filter(
        channel=OuterRef("pk"), state__in=[State.WAITING, State.LOST]
    ).exclude(last_error="")
    return Channel.objects.select_related("connection", "set_by").annotate(
        last_delivered_at=Max("deliveries__delivered_at"),
        waiting=Count("deliveries", filter=Q(deliveries__state=State.WAITING)),
        held=Count("deliveries", filter=Q(deliveries__state=State.HELD_BACK)),
        lost=Count("deliveries", filter=Q(deliveries__state=State.LOST)),
        last_error=Coalesce(
            Subquery(open_ones.order_by("-pk").values("last_error")[:1]), Value(""), output_field=CharField()
        ),
    )


def lost(channel_id: int | None = None) -> QuerySet[Delivery]:
    """Return what was given up, the newest first."""
    found = Delivery.objects.filter(state=State.LOST).select_related("message", "channel")
    return found if channel_id is None else found.filter(channel=channel_id)


def target(channel: Channel, *, whole: bool) -> str:
    """Return where messages go. Without ``whole`` no person is named, and of a webhook only the host: its path may be a secret."""
    if channel.kind == Channel.Kind.EMAIL:
        count = len(channel.recipients)
        return ", ".join(channel.recipients) if whole else f"{count} recipient{'s' if count != 1 else ''}"
    return channel.url if whole else str(urlsplit(channel.url).hostname)


def row(channel: Any, *, whole: bool) -> dict[str, Any]:
    """Return a channel of :func:`channels` as the API and the commands show it."""
    return {
        "id": channel.pk,
        "name": channel.name,
        "kind": channel.kind,
        "target": target(channel, whole=whole),
        "connection": channel.connection.name if channel.connection else "",
        "events": list(channel.events),
        "digest": channel.digest,
        "digest_at": channel.digest_at,
        "limit_per_hour": channel.limit_per_hour,
        "active": channel.active,
        "off_reason": channel.off_reason,
        "last_delivered_at": channel.last_delivered_at,
        "waiting": channel.waiting,
        "held_back": channel.held,
        "lost": channel.lost,
        "last_error": channel.last_error,
    }


def lost_row(delivery: Delivery) -> dict[str, Any]:
    """Return a delivery that was given up as the API and the commands show it."""
    return {
        "message": delivery.message_id,
        "channel": delivery.channel.name,
        "event": delivery.message.event,
        "title": delivery.message.title,
        "created_at": delivery.message.created_at,
        "attempts": delivery.attempts,
        "last_error": delivery.last_error,
    }
