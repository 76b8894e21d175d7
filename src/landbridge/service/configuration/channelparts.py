"""Channels of notifications, as a document has them."""

from __future__ import annotations

from collections.abc import Container, Iterator
from datetime import datetime

from landbridge.service.configuration.document import ChannelPart
from landbridge.service.connections.models import Connection
from landbridge.service.notifications import channels
from landbridge.service.notifications.models import Channel
from landbridge.service.projects.models import User


def problems(wanted: ChannelPart, there: ChannelPart | None, connections: Container[str]) -> Iterator[str]:
    """Yield what keeps a channel from being made so."""
    place = f"channel {wanted.name!r}"
    if wanted.kind not in Channel.Kind.values:
        yield f"{place}: there is no kind {wanted.kind!r}"
    elif there is None and wanted.kind == Channel.Kind.WEBHOOK:
        yield f"{place}: a new webhook needs a secret, which a file does not carry; add it with `landbridge notify`"
    elif there is not None and there.kind != wanted.kind:
        yield f"{place}: it is of the kind {there.kind}, not {wanted.kind}"
    if wanted.connection is not None and wanted.connection not in connections:
        yield f"{place}: there is no connection {wanted.connection!r} here"


def apply(wanted: ChannelPart, *, by: User | None, now: datetime) -> None:
    """Make a channel as wanted. Raises ``NotificationRefused``."""
    wishes = channels.Wishes(
        connection=Connection.objects.get(name=wanted.connection) if wanted.connection else None,
        events=wanted.events,
        digest=wanted.digest,
        digest_weekday=wanted.digest_weekday,
        digest_hour=wanted.digest_hour,
        time_zone=wanted.time_zone,
        limit_per_hour=wanted.limit_per_hour,
    )
    channel = Channel.objects.filter(name=wanted.name).first()
    if channel is None:
        channel = channels.add_email(wanted.name, wanted.recipients, wishes, by=by, now=now)
    else:
        target = wanted.recipients if channel.kind == Channel.Kind.EMAIL else [channel.url]
        channels.change(channel, wishes, name=wanted.name, target=target, now=now)
    if channel.active and not wanted.active:
        channels.turn_off(channel, "Switched off by an applied configuration.")
    elif wanted.active and not channel.active:
        channels.turn_on(channel, now)
