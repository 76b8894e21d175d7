"""What is kept of NetSuite's side: the last inspection, who confirmed the order of scripts, and what was published there."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from landbridge.service.connections.models import Connection

VERSIONS, ACCOUNT = "versions", "account"
"""What the versions and the NetSuite account are called among what was seen."""


class Inspection(models.Model):
    """The last answer of a connection's setup RESTlet.

    ``content`` is the answer as ``inspection.Inspection`` has it, empty where ``problem`` says why there is none; ``advice`` what to do
    about it; ``version`` that of the SuiteApp as far as it could be asked.
    """

    connection = models.OneToOneField(
        Connection, on_delete=models.CASCADE, primary_key=True, related_name="inspection"
    )
    at = models.DateTimeField()
    content = models.JSONField(null=True)
    version = models.CharField(max_length=40, blank=True)
    problem = models.TextField(blank=True)
    advice = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"connection {self.connection_id} at {self.at:%Y-%m-%d %H:%M:%S}"


class OrderConfirmation(models.Model):
    """A person has looked at the Scripted Records page: our script is the last of each live type.

    NetSuite has no API for the order. ``seen`` are the account, the versions and, by SuiteScript type, the deployments of then: a
    confirmation counts for as long as nothing else comes. Rows are kept as history; the newest one counts.
    """

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="order_confirmations")
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    seen = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.confirmed_at:%Y-%m-%d}"

    @property
    def beside(self) -> dict[str, list[str]]:
        """The scripts that ran beside the trigger then, by SuiteScript type."""
        return {name: found for name, found in self.seen.items() if name not in {ACCOUNT, VERSIONS}}


class Publication(models.Model):
    """The list of record types that the settings record in NetSuite has from us, as the last attempt left it.

    ``content`` is the JSON text that NetSuite confirmed, ``published_at`` when; ``problem`` why the newest attempt, at ``tried_at``,
    did not come through, and ``failed_since`` when the first of the failures in a row was.
    """

    connection = models.OneToOneField(
        Connection, on_delete=models.CASCADE, primary_key=True, related_name="publication"
    )
    content = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField()
    problem = models.TextField(blank=True)
    failed_since = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.content
