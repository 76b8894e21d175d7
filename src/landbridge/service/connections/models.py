"""The table of connections, and what was found when each was tested."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

NEWEST_VERSION = "2025_2"


class Connection(models.Model):
    """One NetSuite account and one SuiteProjects Pro account, and how to reach both.

    ``netsuite_account`` is the account id in NetSuite's own spelling (``1234567_SB1``). ``connect_to`` (``host:port``) sends every NetSuite
    host name to one address and ``ca_file`` trusts one more authority: both for a local account. ``credentials`` is ciphertext;
    ``credentials_key`` the fingerprint of the secret that made it. ``clock_offset_ms`` is NetSuite's clock minus ours.
    """

    name = models.CharField(max_length=100, unique=True)
    netsuite_account = models.CharField("NetSuite account ID", max_length=40)
    version = models.CharField("SOAP version", max_length=6, default=NEWEST_VERSION)
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
    active = models.BooleanField(default=True)
    tested_at = models.DateTimeField(null=True, editable=False)
    test_lines = models.JSONField(default=list, editable=False)
    forced_reason = models.TextField(blank=True, editable=False)
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
        )

    def __str__(self) -> str:
        return self.name
