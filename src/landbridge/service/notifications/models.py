"""Channels, what is known to be wrong, and the outbox: messages and their deliveries."""

from __future__ import annotations

import secrets
import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from landbridge.service.connections.models import Connection
from landbridge.service.runs.models import Run
from landbridge.service.workflows.models import Workflow

LIMIT_PER_HOUR = 10


def new_message_id() -> str:
    """Return the id that a receiver sees: in ``webhook-id``, and in the ``Message-ID`` of a mail."""
    return f"msg_{secrets.token_hex(14)}"


class Event(models.TextChoices):
    """What a message tells; the values are the ``type`` of a webhook's body."""

    RUN_FAILED = "run.failed", "A run failed"
    CAUSE_FAILED = "cause.failed", "First failure of a cause"
    CAUSE_RECOVERED = "cause.recovered", "A cause is gone"
    RUN_RECOVERED = "run.recovered", "Runs go through again"
    CERTIFICATE_FAILED = "certificate.failed", "A certificate could not be renewed"
    CERTIFICATE_RENEWED = "certificate.renewed", "The certificate is renewed after all"
    HEALTH_FAILED = "health.failed", "The health check found something wrong"
    HEALTH_RECOVERED = "health.recovered", "The health check finds it mended"
    DRIFT_NOTICED = "drift.noticed", "Fields of NetSuite changed"
    DRIFT_SETTLED = "drift.settled", "Changed fields are settled"
    HELD_BACK = "held_back", "What was held back"
    DIGEST = "digest", "Digest"
    TEST = "test", "Test message"


CHOSEN_EVENTS = (
    Event.RUN_FAILED,
    Event.CAUSE_FAILED,
    Event.CAUSE_RECOVERED,
    Event.RUN_RECOVERED,
    Event.CERTIFICATE_FAILED,
    Event.CERTIFICATE_RENEWED,
    Event.HEALTH_FAILED,
    Event.HEALTH_RECOVERED,
    Event.DRIFT_NOTICED,
    Event.DRIFT_SETTLED,
)
"""The events that a channel subscribes to one by one."""


class Channel(models.Model):
    """Who is told what, and how.

    ``connection`` ``None``: of all connections. An e-mail channel has ``recipients``, a webhook ``url`` and a secret, which is stored as
    ciphertext that belongs to ``uid``; ``secret_key`` is the fingerprint of the key that made it. While a secret is being replaced,
    until ``previous_until``, messages are signed with both. ``digest_at`` is when the next digest is due, ``digested_until`` the end of
    what the last one told.
    """

    class Kind(models.TextChoices):
        """How messages travel."""

        EMAIL = "email", "E-mail"
        WEBHOOK = "webhook", "Webhook"

    class Digest(models.TextChoices):
        """How often a digest is sent."""

        NONE = "", "No digest"
        DAILY = "daily", "Daily"
        WEEKLY = "weekly", "Weekly"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=80, unique=True)
    connection = models.ForeignKey(
        Connection, on_delete=models.CASCADE, null=True, blank=True, related_name="channels"
    )
    recipients = ArrayField(models.EmailField(), default=list, blank=True)
    url = models.CharField(max_length=500, blank=True)
    secret = models.BinaryField(editable=False, default=bytes)
    previous_secret = models.BinaryField(editable=False, default=bytes)
    previous_until = models.DateTimeField(null=True, editable=False)
    secret_key = models.CharField(max_length=16, blank=True, editable=False)
    events = ArrayField(models.CharField(max_length=20, choices=Event), default=list, blank=True)
    digest = models.CharField(max_length=6, choices=Digest, blank=True, default=Digest.NONE)
    digest_weekday = models.PositiveSmallIntegerField(default=0)
    digest_hour = models.PositiveSmallIntegerField(default=7)
    time_zone = models.CharField(max_length=60, default="UTC")
    digest_at = models.DateTimeField(null=True, editable=False)
    digested_until = models.DateTimeField(null=True, editable=False)
    limit_per_hour = models.PositiveSmallIntegerField(default=LIMIT_PER_HOUR)
    active = models.BooleanField(default=True)
    off_reason = models.CharField(max_length=200, blank=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(limit_per_hour__gte=1), name="channel_limit"),
            models.CheckConstraint(condition=Q(digest_weekday__lte=6), name="channel_weekday"),
            models.CheckConstraint(condition=Q(digest_hour__lte=23), name="channel_hour"),
        ]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Trouble(models.Model):
    """Something that is wrong and was told: a cause by which records fail, or runs that fail. Open until ``closed_at``.

    ``key`` says within the connection which one it is; only one of a key is open, so that it is told once. Of runs that fail:
    ``workflows`` are those of the failed run, ``kind`` its kind where runs of other kinds do not meet the trouble (else empty), ``owner``
    who may not run it, ``failed_at`` when it was last met. ``relapsed``: it came back soon after its recovery was told.
    """

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    workflow = models.ForeignKey(Workflow, on_delete=models.CASCADE, null=True, related_name="+")
    workflows = ArrayField(models.CharField(max_length=40), default=list)
    kind = models.CharField(max_length=12, blank=True, default="", db_default="")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    relapsed = models.BooleanField(default=False, db_default=False)
    failed_at = models.DateTimeField(null=True)
    run = models.ForeignKey(Run, on_delete=models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["connection", "key"], condition=Q(closed_at=None), name="trouble_open_once"
            ),
        ]
        indexes = [models.Index(fields=["closed_at"], name="trouble_closed")]

    def __str__(self) -> str:
        return self.key


class Message(models.Model):
    """One thing that is told. ``data`` is what a webhook carries and a mail is written from; it holds no value of a record."""

    id = models.CharField(primary_key=True, max_length=40, default=new_message_id, editable=False)
    event = models.CharField(max_length=20, choices=Event)
    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, null=True, related_name="+")
    title = models.CharField(max_length=300)
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="message_created")]
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.title


class Delivery(models.Model):
    """A message on its way to one recipient of a channel, or to its address.

    While ``waiting`` it is tried at ``next_at``; whoever tries it moves that on first, so that a worker that dies leaves it to another.
    ``held_back`` by the channel's limit, it becomes ``summed`` when a later message (``summed_in``) tells of it. ``lost`` after a day.
    """

    class State(models.TextChoices):
        """Where it is."""

        WAITING = "waiting", "Waiting"
        DELIVERED = "delivered", "Delivered"
        LOST = "lost", "Lost"
        HELD_BACK = "held_back", "Held back"
        SUMMED = "summed", "Told in a later message"

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="deliveries")
    recipient = models.EmailField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)
    summed_in = models.ForeignKey(Message, on_delete=models.SET_NULL, null=True, related_name="sums")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "channel", "recipient"], name="delivery_once"),
        ]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(state="waiting"), name="delivery_due"),
            models.Index(fields=["channel", "state", "delivered_at"], name="delivery_of_channel"),
        ]
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.message_id} to {self.recipient or self.channel}"


class Watch(models.Model):
    """One row: when causes were last looked at, and when old messages were last forgotten."""

    looked_at = models.DateTimeField(null=True)
    forgot_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"looked at {self.looked_at}"
