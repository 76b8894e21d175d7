"""Old messages go: what arrived after a month, the rest after three. Old troubles that are over go too."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from landbridge.service.notifications.models import Delivery, Message, Trouble, Watch

KEEP = timedelta(days=30)
KEEP_LOST = timedelta(days=90)
EVERY = timedelta(minutes=5)
AT_A_TIME = 500


def forget_due(now: datetime) -> None:
    """Forget some of what is old, every few minutes, a little at a time."""
    watch, _ = Watch.objects.get_or_create(pk=1)
    last = watch.forgot_at
    if last is not None and last <= now < last + EVERY:
        return
    Watch.objects.filter(pk=1).update(forgot_at=now)
    not_arrived = Delivery.objects.filter(message=OuterRef("pk")).exclude(
        state__in=[Delivery.State.DELIVERED, Delivery.State.SUMMED]
    )
    _forget(Message.objects.filter(~Exists(not_arrived), created_at__lt=now - KEEP))
    _forget(Message.objects.filter(created_at__lt=now - KEEP_LOST))
    old = Trouble.objects.filter(closed_at__lt=now - KEEP).values_list("pk", flat=True)[:AT_A_TIME]
    Trouble.objects.filter(pk__in=list(old)).delete()


def _forget(messages: QuerySet[Message]) -> None:
    chosen = list(messages.order_by("created_at").values_list("pk", flat=True)[:AT_A_TIME])
    Message.objects.filter(pk__in=chosen).delete()
