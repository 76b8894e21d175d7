"""What the intake writes and reads: notices, what was refused, certificates, and the switch of a connection.

The intake writes these tables in plain SQL (``repository.py``) and is not told about changes by Django: triggers of the
first migrations notify it when a certificate, a connection, a workflow or a switch changes.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from landbridge.service.connections.models import Connection
from landbridge.service.runs.models import Run, RunRequest


class Notice(models.Model):
    """A genuine notice. ``request`` is what it asked of the next run, empty for one that was ignored."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="notices")
    record_type = models.CharField(max_length=100)
    netsuite_type = models.CharField(max_length=60)
    internal_id = models.CharField(max_length=20)
    event = models.CharField(max_length=10)
    context = models.CharField(max_length=40, blank=True)
    netsuite_user = models.CharField(max_length=40, blank=True)
    jti = models.CharField(max_length=100)
    issued_at = models.DateTimeField()
    received_at = models.DateTimeField(db_default=Now())
    answer = models.CharField(max_length=30)
    request = models.ForeignKey(
        RunRequest, on_delete=models.SET_NULL, null=True, blank=True, related_name="notices"
    )

    class Meta:
        indexes = [models.Index(fields=["connection", "-received_at"], name="notice_newest")]
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.event} {self.record_type} {self.internal_id}"

    @property
    def run(self) -> Run | None:
        """The run that took the notice up, once there is one."""
        return self.request.run if self.request else None


class SeenNotice(models.Model):
    """The `jti` of a notice, kept until the notice could not be accepted again anyhow."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="+")
    jti = models.CharField(max_length=100)
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "jti"], name="notice_once")]
        indexes = [models.Index(fields=["expires_at"], name="seen_expires")]

    def __str__(self) -> str:
        return self.jti


class RefusedNotice(models.Model):
    """How often a reason refused notices of a connection (or of none) in one minute. Nothing of a notice is kept.

    ``detail`` is our own words about the first of them.
    """

    connection = models.ForeignKey(
        Connection, on_delete=models.CASCADE, null=True, blank=True, related_name="refused_notices"
    )
    code = models.CharField(max_length=30)
    minute = models.DateTimeField()
    count = models.PositiveIntegerField(default=1)
    detail = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["connection", "code", "minute"], name="refused_once_a_minute", nulls_distinct=False
            )
        ]
        ordering = ["-minute", "code"]

    def __str__(self) -> str:
        return f"{self.code} {self.count}"


class CertificateSettings(models.Model):
    """How a connection's real-time certificates are made; without a row as by default."""

    class KeyBits(models.IntegerChoices):
        """Sizes of RSA keys (documented for NetSuite's certificates: 3072 or 4096)."""

        RSA_3072 = 3072, "RSA 3072"
        RSA_4096 = 4096, "RSA 4096"

    connection = models.OneToOneField(
        Connection, on_delete=models.CASCADE, primary_key=True, related_name="certificate_settings"
    )
    key_bits = models.PositiveSmallIntegerField(choices=KeyBits, default=KeyBits.RSA_3072.value)
    validity_days = models.PositiveSmallIntegerField(default=365)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(validity_days__gte=1, validity_days__lte=730), name="certificate_validity"
            ),
        ]

    def __str__(self) -> str:
        return f"RSA {self.key_bits}, {self.validity_days} days"


class Certificate(models.Model):
    """A real-time certificate. The private key is never here, unless sealed for an upload by hand while `pending`.

    ``renew_at`` is when it renews itself, chosen once; empty for one made before that was kept. ``ended_at`` is when it stopped being
    the one that NetSuite signs with, or was given up. ``problem`` says why NetSuite did not get it, or what went wrong beside it.
    """

    class State(models.TextChoices):
        """Where it stands. `pending` and `previous` ones verify notices as well as the `current` one."""

        PENDING = "pending", "Pending"
        CURRENT = "current", "Current"
        PREVIOUS = "previous", "Previous"
        RETIRED = "retired", "Retired"

    class Occasion(models.TextChoices):
        """Why it was made."""

        ASKED = "asked", "Somebody asked for it"
        BY_HAND = "by hand", "For upload by hand"
        RENEWAL = "renewal", "The one before was about to end"
        PLACEHOLDER = "placeholder", "NetSuite had a placeholder"
        MISSING = "missing", "NetSuite had none"
        REFRESH = "refresh", "NetSuite had an earlier one, as after a sandbox refresh"

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="certificates")
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    name = models.CharField(max_length=100)
    pem = models.TextField()
    fingerprint = models.CharField(max_length=64, unique=True)
    not_before = models.DateTimeField()
    not_after = models.DateTimeField()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    accepted_until = models.DateTimeField(null=True, blank=True)
    renew_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    occasion = models.CharField(
        max_length=12, choices=Occasion, default=Occasion.ASKED, db_default=Occasion.ASKED
    )
    problem = models.TextField(blank=True)
    sealed = models.BinaryField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["connection"], condition=Q(state="current"), name="certificate_one_current"
            ),
            models.CheckConstraint(
                condition=Q(sealed=None) | Q(state="pending"), name="certificate_sealed_while_pending"
            ),
        ]
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.name} ({self.state})"


class Renewal(models.Model):
    """How the service looks after a connection's certificate by itself.

    It looks again at ``next_at``; ``installed`` is the name of the certificate that NetSuite had last, empty for none and ``None``
    before the first look. While ``failures`` counts attempts that failed in a row, the first at ``failing_since``, ``problem`` says why.
    """

    connection = models.OneToOneField(
        Connection, on_delete=models.CASCADE, primary_key=True, related_name="certificate_renewal"
    )
    next_at = models.DateTimeField()
    looked_at = models.DateTimeField(null=True)
    installed = models.CharField(max_length=200, null=True)  # noqa: DJ001 - not known is not the same as none
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    problem = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["next_at"], name="renewal_due")]

    def __str__(self) -> str:
        return f"connection {self.connection_id}, next {self.next_at:%Y-%m-%d %H:%M}"


class LiveSwitch(models.Model):
    """Whether a connection takes notices at all. Writes nothing into NetSuite."""

    connection = models.OneToOneField(
        Connection, on_delete=models.CASCADE, primary_key=True, related_name="live_switch"
    )
    enabled = models.BooleanField(default=False)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    def __str__(self) -> str:
        return "on" if self.enabled else "off"
