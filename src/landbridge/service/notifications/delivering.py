"""The delivering step: outside the tick's transaction and off the worker's event loop, in a few threads of its own.

A delivery is claimed by moving its next attempt on by a lease and counting the attempt, in a transaction that ends before anything
is sent. A worker that dies in between leaves it to whoever comes after the lease; the receiver sees the same message id.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from django.db import connections, transaction
from django.db.models import Q
from django.utils import timezone

from landbridge.service.connections.credentials import CredentialsUnreadableError
from landbridge.service.notifications import channels, mail, webhooks
from landbridge.service.notifications.errors import Undelivered
from landbridge.service.notifications.models import Channel, Delivery
from landbridge.service.secret_key import SecretKeyError

LEASE = timedelta(minutes=2)
"""Longer than an attempt may take (``webhooks.LOOK_UP_S`` and ``TIMEOUT_S``, ``mail.TALK_S``)."""

GIVE_UP_AFTER = timedelta(days=1)
WAITS = tuple(
    timedelta(seconds=wait) for wait in (5, 60, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 8 * 3600, 8 * 3600)
)
"""How long to wait after the first, second, ... attempt: much as Svix does it, with the last attempt after a day."""

THREADS = 4

State = Delivery.State
_log = structlog.get_logger(__name__)


def claim(now: datetime) -> Delivery | None:
    """Take the delivery that is due the longest, for as long as the lease; ``None`` where nothing is due."""
    with transaction.atomic():
        due = (
            Delivery.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("message", "channel")
            .filter(_due(now))
            .order_by("next_at", "pk")
            .first()
        )
        if due is None:
            return None
        due.attempts += 1
        due.next_at = now + LEASE
        due.save(update_fields=["attempts", "next_at"])
    return due


def attempt(delivery: Delivery, now: datetime) -> None:
    """Send it. Raises ``Undelivered``."""
    channel = delivery.channel
    if channel.kind == Channel.Kind.EMAIL:
        mail.send(delivery.message, delivery.recipient)
        return
    try:
        webhooks.send(delivery.message, channel, now)
    except (CredentialsUnreadableError, SecretKeyError) as error:
        raise Undelivered(str(error)) from error


def delivered(delivery: Delivery, now: datetime) -> None:
    """Write down that it arrived."""
    Delivery.objects.filter(pk=delivery.pk).update(
        state=State.DELIVERED, delivered_at=now, next_at=None, last_error=""
    )


def failed(delivery: Delivery, problem: Undelivered, now: datetime) -> None:
    """Plan the next attempt, or give up after a day. An attempt that outlived its lease says nothing."""
    own = Delivery.objects.filter(pk=delivery.pk, attempts=delivery.attempts, state=State.WAITING)
    last_at = delivery.message.created_at + GIVE_UP_AFTER
    if now >= last_at:
        own.update(state=State.LOST, next_at=None, last_error=str(problem)[:300])
        _log.warning("message_lost", message=delivery.message_id, channel=delivery.channel.name)
    else:
        wait = WAITS[min(delivery.attempts, len(WAITS)) - 1]
        own.update(next_at=min(now + wait, last_at), last_error=str(problem)[:300])
    if problem.gone:
        channels.turn_off(delivery.channel, "The endpoint answered 410: it is gone.")


def deliver_one(clock: Callable[[], datetime]) -> bool:
    """Try the delivery that is due the longest; ``False`` where nothing is due."""
    delivery = claim(clock())
    if delivery is None:
        return False
    try:
        attempt(delivery, clock())
    except Undelivered as problem:
        failed(delivery, problem, clock())
    except Exception as problem:  # noqa: BLE001  # it must end as lost and listed, not be tried for ever
        _log.exception("delivery_failed", message=delivery.message_id, error=type(problem).__name__)
        failed(delivery, Undelivered(f"an error that nobody foresaw ({type(problem).__name__})"), clock())
    else:
        delivered(delivery, clock())
    return True


def how_many_due(now: datetime, most: int) -> int:
    """Return how many deliveries are due, ``most`` at most."""
    return Delivery.objects.filter(_due(now))[:most].count()


def _due(now: datetime) -> Q:
    """An attempt that is further away than any wait was planned before the clock was turned back."""
    its_time = Q(next_at__lte=now) | Q(next_at__gt=now + max(WAITS))
    return its_time & Q(state=State.WAITING, channel__active=True)


@dataclass(slots=True)
class Deliverer:
    """The delivering threads of this process. They begin when something is due and end when nothing is."""

    clock: Callable[[], datetime] = timezone.now
    most: int = THREADS
    _threads: list[threading.Thread] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wake(self, due: int) -> None:
        """Have as many threads at work as deliveries are due, within the limit. Returns at once."""
        with self._lock:
            self._threads = [one for one in self._threads if one.is_alive()]
            for _ in range(min(due, self.most) - len(self._threads)):
                thread = threading.Thread(target=self._drain, name="delivering", daemon=True)
                thread.start()
                self._threads.append(thread)

    def join(self) -> None:
        """Wait until nothing is under way."""
        for thread in list(self._threads):
            thread.join()

    def _drain(self) -> None:
        try:
            while deliver_one(self.clock):
                pass
        except Exception as problem:  # noqa: BLE001  # whatever it was, the next tick wakes again and the lease ends
            _log.exception("delivering_failed", error=str(problem))
        finally:
            connections.close_all()
