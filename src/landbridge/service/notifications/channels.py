"""What can be done with channels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cronsim import CronSim
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from landbridge.service.connections.models import Connection
from landbridge.service.notifications import outbox, sealing
from landbridge.service.notifications.addresses import check_url
from landbridge.service.notifications.errors import NotificationRefused
from landbridge.service.notifications.models import (
    CHOSEN_EVENTS,
    LIMIT_PER_HOUR,
    Channel,
    Delivery,
    Event,
    Message,
)
from landbridge.service.notifications.news import News, link
from landbridge.service.projects.models import User

BOTH_SECRETS_FOR = timedelta(hours=24)
MOST_RECIPIENTS = 50


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a channel tells and when. ``digest_hour`` is in ``time_zone``; ``digest_weekday`` 0 is Monday, for weekly digests."""

    connection: Connection | None = None
    events: Sequence[str] = CHOSEN_EVENTS
    digest: str = Channel.Digest.NONE
    digest_weekday: int = 0
    digest_hour: int = 7
    time_zone: str = "UTC"
    limit_per_hour: int = LIMIT_PER_HOUR


def add_email(
    name: str, recipients: Sequence[str], wishes: Wishes, *, by: User | None, now: datetime
) -> Channel:
    """Add a channel that sends mails. Raises ``NotificationRefused``."""
    channel = Channel(kind=Channel.Kind.EMAIL, name=name, set_by=by, created_at=now)
    change(channel, wishes, name=name, target=recipients, now=now)
    return channel


def add_webhook(
    name: str, url: str, wishes: Wishes, *, by: User | None, now: datetime
) -> tuple[Channel, str]:
    """Add a webhook; return it with its secret, which is shown this once. Raises ``NotificationRefused``, ``SecretKeyError``."""
    channel = Channel(kind=Channel.Kind.WEBHOOK, name=name, set_by=by, created_at=now)
    secret = sealing.new_secret()
    channel.secret, channel.secret_key = sealing.seal(secret, channel.uid)
    change(channel, wishes, name=name, target=[url], now=now)
    return channel, secret


def change(channel: Channel, wishes: Wishes, *, name: str, target: Sequence[str], now: datetime) -> None:
    """Give a channel other wishes, name and recipients (of a webhook: the address) and save it. Raises ``NotificationRefused``."""
    _check(wishes)
    if channel.kind == Channel.Kind.EMAIL:
        channel.recipients = _recipients(target)
    else:
        channel.url = check_url(target[0]).geturl()
    channel.name = _free_name(name, channel)
    channel.connection = wishes.connection
    channel.events = list(wishes.events)
    channel.limit_per_hour = wishes.limit_per_hour
    channel.digest, channel.digest_weekday = wishes.digest, wishes.digest_weekday
    channel.digest_hour, channel.time_zone = wishes.digest_hour, wishes.time_zone
    channel.digest_at = next_digest(channel, now)
    channel.save()


def next_digest(channel: Channel, after: datetime) -> datetime | None:
    """Return when the first digest after ``after`` is due, in UTC; ``None`` for a channel without."""
    if not channel.digest:
        return None
    weekday = "*" if channel.digest == Channel.Digest.DAILY else (channel.digest_weekday + 1) % 7
    local = after.astimezone(ZoneInfo(channel.time_zone))
    found: datetime = next(CronSim(f"0 {channel.digest_hour} * * {weekday}", local))
    return found.astimezone(UTC)


@transaction.atomic
def turn_off(channel: Channel, reason: str = "") -> None:
    """Send nothing more. What waits is lost, and listed with the reason."""
    Channel.objects.filter(pk=channel.pk).update(active=False, off_reason=reason)
    Delivery.objects.filter(
        channel=channel, state__in=[Delivery.State.WAITING, Delivery.State.HELD_BACK]
    ).update(state=Delivery.State.LOST, next_at=None, last_error=reason or "The channel was turned off.")


def turn_on(channel: Channel, now: datetime) -> None:
    """Send again, from now on."""
    Channel.objects.filter(pk=channel.pk).update(
        active=True, off_reason="", digest_at=next_digest(channel, now)
    )


def rotate_secret(channel: Channel, now: datetime) -> str:
    """Give a webhook a new secret and return it, this once. Until a day later messages are signed with the old one too.

    Raises ``NotificationRefused`` for a channel that has none, ``SecretKeyError``.
    """
    if channel.kind != Channel.Kind.WEBHOOK:
        raise NotificationRefused("no_secret", "Only webhooks have a secret.")
    secret = sealing.new_secret()
    sealed, key = sealing.seal(secret, channel.uid)
    opens = key == channel.secret_key  # a secret that was sealed with a lost key signs nothing any more
    channel.previous_secret = channel.secret if opens else b""
    channel.previous_until = now + BOTH_SECRETS_FOR if opens else None
    channel.secret, channel.secret_key = sealed, key
    channel.save(update_fields=["secret", "secret_key", "previous_secret", "previous_until"])
    return secret


@transaction.atomic
def send_test(channel: Channel, *, by: User | None, now: datetime) -> Message:
    """Send a message that only says that messages arrive. Raises ``NotificationRefused``: turned off, or its limit reached."""
    if not channel.active:
        raise NotificationRefused("channel_off", "The channel is turned off.")
    data = {"sent_by": by.name if by else "a command", "link": link("notifications")}
    return outbox.post_to(channel, News(Event.TEST, f"Test message to {channel.name}", data), now)


def _check(wishes: Wishes) -> None:
    unknown = set(wishes.events) - set(CHOSEN_EVENTS)
    if unknown:
        raise NotificationRefused("unknown_event", f"There is no event {sorted(unknown)[0]!r} to choose.")
    if wishes.digest not in Channel.Digest.values:
        raise NotificationRefused("bad_digest", "A digest is daily or weekly.")
    if not wishes.events and not wishes.digest:
        raise NotificationRefused("nothing_chosen", "Choose an event or a digest.")
    if not (0 <= wishes.digest_weekday <= 6 and 0 <= wishes.digest_hour <= 23):
        raise NotificationRefused("bad_digest", "The weekday is 0 (Monday) to 6, the hour 0 to 23.")
    if not 1 <= wishes.limit_per_hour <= 1000:
        raise NotificationRefused("bad_limit", "The limit is 1 to 1000 messages an hour.")
    try:
        ZoneInfo(wishes.time_zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise NotificationRefused(
            "unknown_time_zone", f"There is no time zone {wishes.time_zone!r}."
        ) from error


def _recipients(given: Sequence[str]) -> list[str]:
    addresses = list(dict.fromkeys(one.strip() for one in given if one.strip()))
    if not 1 <= len(addresses) <= MOST_RECIPIENTS:
        raise NotificationRefused("bad_recipient", f"Name 1 to {MOST_RECIPIENTS} e-mail addresses.")
    for one in addresses:
        try:
            validate_email(one)
        except ValidationError as error:
            raise NotificationRefused("bad_recipient", f"{one!r} is no e-mail address.") from error
    return addresses


def _free_name(name: str, channel: Channel) -> str:
    name = " ".join(name.split())
    if not 1 <= len(name) <= 80:
        raise NotificationRefused("bad_name", "Give the channel a name of 1 to 80 characters.")
    if Channel.objects.filter(name=name).exclude(pk=channel.pk).exists():
        raise NotificationRefused("name_taken", f"There is a channel {name!r} already.")
    return name
