"""Messages are made here, in the transaction of whoever tells something, and wait to be delivered.

A channel gets no more than its limit in any hour: what waits and what was delivered in the last hour together stay within it, so
that an endpoint that comes back after a day is not flooded either. What goes beyond is held back, and summed up in the first message
for which there is room again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from landbridge.service.notifications.errors import NotificationRefused
from landbridge.service.notifications.models import Channel, Delivery, Event, Message
from landbridge.service.notifications.news import News, link

HOUR = timedelta(hours=1)
SUM_NAMES = 20
"""So many of the messages that were held back are named in their sum."""

LONGEST_TITLE = 200
State = Delivery.State


def post(news: Sequence[News], now: datetime) -> int:
    """Make the messages that channels want of ``news``; return how many. Call it inside a transaction."""
    if not news:
        return 0
    channels = list(Channel.objects.filter(active=True))
    wanted = {channel.pk: [one for one in news if _wants(channel, one)] for channel in channels}
    chosen = {id(one) for mine in wanted.values() for one in mine}
    messages = {id(one): _message(one, now) for one in news if id(one) in chosen}
    Message.objects.bulk_create(messages.values())
    free = room(channels, now)
    held = _channels_with_held([channel.pk for channel in channels])
    deliveries: list[Delivery] = []
    for channel in channels:
        mine = [messages[id(one)] for one in wanted[channel.pk]]
        alone = _how_many_alone(len(mine), free[channel.pk], some_held=channel.pk in held)
        for message in mine[:alone]:
            deliveries += addressed(message, channel, now)
        deliveries += [
            Delivery(message=message, channel=channel, state=State.HELD_BACK) for message in mine[alone:]
        ]
    Delivery.objects.bulk_create(deliveries)
    tell_held_back(now)
    return len(messages)


def post_to(channel: Channel, news: News, now: datetime) -> Message:
    """Make one message for one channel, whatever it subscribes to. Raises ``NotificationRefused`` where its limit is reached."""
    if room([channel], now)[channel.pk] < 1:
        raise NotificationRefused(
            "limit_reached", f"The channel had its {channel.limit_per_hour} messages of this hour."
        )
    message = _message(news, now)
    message.save(force_insert=True)
    Delivery.objects.bulk_create(addressed(message, channel, now))
    return message


def tell_held_back(now: datetime) -> int:
    """Sum up what was held back, for every channel that has room again; return how many were told."""
    holding = list(Channel.objects.filter(active=True, pk__in=_channels_with_held(None)))
    free = room(holding, now)
    told = [channel for channel in holding if free[channel.pk] > 0]
    for channel in told:  # as a rule one, an hour
        _sum_up(channel, now)
    return len(told)


def room(channels: Collection[Channel], now: datetime) -> dict[int, int]:
    """Return how many messages each channel may get now, by its id."""
    used = dict(
        Delivery.objects.filter(
            Q(state=State.WAITING)
            | Q(state=State.DELIVERED, delivered_at__gt=now - HOUR, delivered_at__lte=now),
            channel__in=channels,
        )
        .order_by()
        .values_list("channel_id")
        .annotate(messages=Count("message_id", distinct=True))
    )
    return {channel.pk: max(0, channel.limit_per_hour - used.get(channel.pk, 0)) for channel in channels}


def addressed(message: Message, channel: Channel, now: datetime) -> list[Delivery]:
    """Return the deliveries of a message: one for each recipient of a mail, one for a webhook; unsaved."""
    to: Iterable[str] = channel.recipients if channel.kind == Channel.Kind.EMAIL else ("",)
    return [Delivery(message=message, channel=channel, recipient=one, next_at=now) for one in to]


def _wants(channel: Channel, news: News) -> bool:
    return (
        news.event in channel.events
        and channel.connection_id in {None, news.connection_id}
        and (news.since is None or channel.created_at <= news.since)
    )


def _how_many_alone(messages: int, free: int, *, some_held: bool) -> int:
    """How many get a message of their own; one place is kept for the sum of the others."""
    return messages if messages + some_held <= free else max(0, free - 1)


def _channels_with_held(among: Collection[int] | None) -> set[int]:
    held = Delivery.objects.filter(state=State.HELD_BACK, channel=OuterRef("pk"))
    found = Channel.objects.filter(Exists(held))
    if among is not None:
        found = found.filter(pk__in=among)
    return set(found.values_list("pk", flat=True))


def _sum_up(channel: Channel, now: datetime) -> None:
    held = list(
        Delivery.objects.filter(channel=channel, state=State.HELD_BACK)
        .select_related("message")
        .order_by("pk")
    )
    message = _message(_sum([one.message for one in held]), now)
    message.save(force_insert=True)
    Delivery.objects.bulk_create(addressed(message, channel, now))
    Delivery.objects.filter(pk__in=[one.pk for one in held]).update(state=State.SUMMED, summed_in=message)


def _sum(messages: Sequence[Message]) -> News:
    counts = Counter(one.event for one in messages)
    named: list[dict[str, Any]] = [
        {"type": one.event, "title": one.title, "link": one.data.get("link", "")}
        for one in messages[:SUM_NAMES]
    ]
    data = {
        "messages": len(messages),
        "counts": dict(counts),
        "first": named,
        "link": link("notifications"),
    }
    return News(Event.HELD_BACK, f"{len(messages)} messages were held back", data)


def _message(news: News, now: datetime) -> Message:
    return Message(
        event=news.event,
        connection_id=news.connection_id,
        title=" ".join(news.title.split())[:LONGEST_TITLE],  # a mail's subject is one line
        data=news.data,
        created_at=now,
    )
