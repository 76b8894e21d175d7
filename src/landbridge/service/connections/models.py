"""The table of connections, and what was found when each was tested."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from landbridge.netsuite.choosing import CredentialSet
from landbridge.netsuite.protocols import Protocol as _Protocol

NEWEST_VERSION = "2025_2"
DEFAULT_RETRIES = 5
MOST_RETRIES = 10


class Connection(models.Model):
    """One NetSuite account and one SuiteProjects Pro account, and how to reach both.

    ``netsuite_account`` is the account id in NetSuite's own spelling (``1234567_SB1``). ``connect_to`` (``host:port``) sends every NetSuite
    host name to one address and ``ca_file`` trusts one more authority: both for a local account. ``url`` is empty for the default of
    ``version``. ``credentials`` is ciphertext (all sets that somebody entered, used or not); ``credentials_key`` the fingerprint of the
    secret that made it. ``clock_offset_ms`` is NetSuite's clock minus ours. ``concurrency_limit`` is how many requests at once NetSuite
    told the last test it takes from this integration, ``None`` where it told nothing. ``refused_pair`` is the mark of the publisher's
    consumer pair that NetSuite refused a run with, empty where none was or a test passed since.
    """

    class Protocol(models.TextChoices):
        """``landbridge.netsuite.Protocol``, in words."""

        REST = _Protocol.REST.value, "SuiteQL and REST"
        SOAP = _Protocol.SOAP.value, "SOAP"

    class SignsInBy(models.TextChoices):
        """``landbridge.netsuite.choosing.CredentialSet``, in words: which of the credentials are used."""

        OAUTH2 = CredentialSet.OAUTH2.value, "OAuth 2.0"
        TOKENS = CredentialSet.TOKENS.value, "Access token"
        USER = CredentialSet.USER.value, "User credentials"

    name = models.CharField(max_length=100, unique=True)
    netsuite_account = models.CharField("NetSuite account ID", max_length=40)
    protocol = models.CharField(
        max_length=4, choices=Protocol, default=Protocol.SOAP, db_default=Protocol.SOAP
    )
    version = models.CharField("SOAP version", max_length=6, default=NEWEST_VERSION)
    url = models.CharField("URL", max_length=300, blank=True, default="", db_default="")
    retries = models.PositiveSmallIntegerField(default=DEFAULT_RETRIES, db_default=DEFAULT_RETRIES)
    proxy = models.CharField(max_length=300, blank=True, default="", db_default="")
    use_publisher_record = models.BooleanField(default=False, db_default=False)
    signs_in_by = models.CharField(
        max_length=6, choices=SignsInBy, default=SignsInBy.TOKENS, db_default=SignsInBy.TOKENS, editable=False
    )
    connect_to = models.CharField(max_length=255, blank=True)
    ca_file = models.CharField("CA file", max_length=500, blank=True)
    spp_database_id = models.CharField("SuiteProjects Pro database ID", max_length=60)
    credentials = models.BinaryField(editable=False)
    credentials_key = models.CharField(max_length=16, editable=False)
    integration_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="integration_of",
    )
    real_time_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    max_concurrency = models.PositiveSmallIntegerField("Concurrent requests", default=1)
    concurrency_limit = models.PositiveSmallIntegerField(null=True, editable=False)
    active = models.BooleanField(default=True)
    tested_at = models.DateTimeField(null=True, editable=False)
    test_lines = models.JSONField(default=list, editable=False)
    forced_reason = models.TextField(blank=True, editable=False)
    refused_pair = models.CharField(max_length=16, blank=True, default="", db_default="", editable=False)
    pair_refused_at = models.DateTimeField(null=True, editable=False)
    clock_offset_ms = models.BigIntegerField(null=True, editable=False)
    clock_measured_at = models.DateTimeField(null=True, editable=False)
    created = models.DateTimeField(auto_now_add=True)
    updated = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                fields=("netsuite_account", "spp_database_id"), name="connection_pair_is_unique"
            ),
            models.CheckConstraint(
                condition=Q(max_concurrency__gte=1), name="connection_concurrency_is_positive"
            ),
            models.CheckConstraint(
                condition=Q(retries__lte=MOST_RETRIES), name="connection_retries_at_most_ten"
            ),
        )

    def __str__(self) -> str:
        return self.name


class OAuth2Certificate(models.Model):
    """A certificate that signs in to NetSuite by OAuth 2.0, and what became of it. Rows are kept as history.

    ``sealed`` is the ciphertext of its key for as long as no connection holds the key itself. ``certificate_id`` is NetSuite's own.
    """

    class State(models.TextChoices):
        """``WAITING``: made here, used by no connection yet."""

        WAITING = "waiting", "Waiting"
        CURRENT = "current", "Current"
        PREVIOUS = "previous", "Previous"
        REVOKED = "revoked", "Revoked"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    connection = models.ForeignKey(
        Connection, null=True, on_delete=models.CASCADE, related_name="oauth2_certificates"
    )
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    name = models.CharField(max_length=64)
    pem = models.TextField()
    not_after = models.DateTimeField()
    certificate_id = models.CharField(max_length=100, blank=True)
    sealed = models.BinaryField(null=True)
    sealed_with = models.CharField(max_length=16, blank=True)
    problem = models.TextField(blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ("-made_at", "-pk")
        indexes = (models.Index("connection", "state", name="oauth2certificate_of"),)

    def __str__(self) -> str:
        return self.name


class PublisherPair(models.Model):
    """A consumer pair of the publisher's integration record, and who set it. Rows are kept as history; one at most is ``current``.

    ``name``, ``application_id`` and ``bundle_id`` are how the record is found in NetSuite, as far as they were given. ``sealed`` is the
    ciphertext of the current pair, ``None`` of one that was replaced; ``key_ending`` are the last four letters of the consumer key.
    ``set_by_name`` tells who set it after that user is gone; it is empty where a command did.
    """

    current = models.BooleanField(default=True)
    name = models.CharField(max_length=100, blank=True)
    application_id = models.CharField(max_length=100, blank=True)
    bundle_id = models.CharField(max_length=20, blank=True)
    key_ending = models.CharField(max_length=4)
    sealed = models.BinaryField(null=True)
    sealed_with = models.CharField(max_length=16, blank=True)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    set_by_name = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-set_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("current",), condition=Q(current=True), name="one_current_publisher_pair"
            ),
        )

    def __str__(self) -> str:
        return f"consumer key …{self.key_ending}"


class PublisherRegeneration(models.Model):
    """A time in which key and secret of the publisher's record are regenerated; while one is open, runs that use them wait.

    ``started_by_name`` and ``ended_by_name`` tell who, as ``PublisherPair.set_by_name``.
    """

    class Outcome(models.TextChoices):
        """How it ended, if it has."""

        OPEN = "open", "Under way"
        REPLACED = "replaced", "A new pair was set"
        ABANDONED = "abandoned", "Abandoned"

    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.OPEN)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    started_by_name = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    ended_by_name = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-started_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("outcome",), condition=Q(outcome="open"), name="one_open_publisher_regeneration"
            ),
        )

    def __str__(self) -> str:
        return f"regeneration of {self.started_at:%Y-%m-%d %H:%M}"
