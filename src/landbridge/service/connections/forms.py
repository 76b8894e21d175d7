"""The form of a connection. Secrets go in and never come out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from landbridge.netsuite.choosing import CredentialSet
from landbridge.netsuite.endpoints import Endpoint
from landbridge.netsuite.support import Standing, support_on
from landbridge.netsuite.versions import Version
from landbridge.service.connections.credentialforms import KEEP, SETS, CredentialForm, CredentialGroup, offer
from landbridge.service.connections.drafts import LONGEST_REASON, MOST_CONCURRENCY, ConnectionDraft
from landbridge.service.connections.formfields import AddressInput, sealed, secret
from landbridge.service.connections.models import (
    DEFAULT_RETRIES,
    MOST_RETRIES,
    NEWEST_VERSION,
    Connection,
)
from landbridge.service.connections.names import PLAIN
from landbridge.service.connections.operations import ChangedMeanwhileError
from landbridge.service.connections.publisher import PublisherError, is_configured


def version_choices(today: date) -> list[tuple[str, str]]:
    """The endpoint versions, the newest first, each with how NetSuite supports it."""
    found = []
    for version in reversed(Version.all()):
        standing = support_on(version, today).standing
        told = "" if standing is Standing.SUPPORTED else f" ({standing})"
        found.append((version.value, version.value.replace("_", ".") + told))
    return found


class ConnectionForm(CredentialForm):
    """What an administrator enters to reach both accounts (help article_161978998211)."""

    name = forms.CharField(max_length=100, label="Name", help_text="How you call this pair of accounts.")
    netsuite_account = forms.CharField(
        max_length=60,
        label="NetSuite account ID",
        help_text="As Setup > Integration > SOAP Web Services Preferences shows it, e.g. 1234567_SB1.",
    )
    spp_database_id = forms.CharField(max_length=60, label="SuiteProjects Pro database ID")
    protocol = forms.ChoiceField(
        label="Protocol",
        initial=Connection.Protocol.REST,
        choices=[
            (Connection.Protocol.REST, "SuiteQL and REST, with OAuth 2.0 (proposed)"),
            (Connection.Protocol.SOAP, "SOAP, with an access token (compatible)"),
        ],
    )
    version = forms.ChoiceField(
        label="SOAP version", initial=NEWEST_VERSION, help_text="Must be the version in the URL."
    )
    url = forms.CharField(
        max_length=300,
        required=False,
        label="URL",
        help_text="Empty for the default URL of the version.",
        widget=AddressInput,
    )
    use_publisher_record = forms.BooleanField(
        required=False,
        label="Use the publisher's integration record",
        help_text="The consumer key and secret come from the publisher's own configuration.",
    )
    retries = forms.IntegerField(
        label="Number of retries",
        initial=DEFAULT_RETRIES,
        min_value=0,
        max_value=MOST_RETRIES,
        help_text="After connection failures and passing trouble; 0 to 10.",
    )
    max_concurrency = forms.IntegerField(
        label="Concurrent requests",
        initial=1,
        min_value=1,
        max_value=MOST_CONCURRENCY,
        help_text="At most what your NetSuite account allows this integration.",
    )
    connect_to = forms.CharField(
        max_length=255,
        required=False,
        label="Connect to",
        help_text="host:port of a local account; empty for NetSuite itself.",
    )
    ca_file = forms.CharField(
        max_length=500,
        required=False,
        label="CA file",
        help_text="PEM file of an authority to trust, for a local account or an inspecting proxy.",
    )
    proxy = forms.CharField(
        max_length=300,
        required=False,
        label="Proxy",
        help_text="http://proxy.example.com:3128, or empty.",
        widget=AddressInput,
    )
    proxy_user = sealed("Proxy user")
    proxy_password = secret("Proxy password")
    forced_reason = forms.CharField(
        max_length=LONGEST_REASON,
        required=False,
        label="Because",
        help_text="Empty: a connection is saved only when its test passes.",
    )
    shown_as_of = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, connection: Connection | None = None, **kwargs: Any) -> None:
        super().__init__(*args, connection=connection, **kwargs)
        offer(self, "version", version_choices(timezone.now().date()))
        for name in ("proxy_user", "proxy_password"):
            if getattr(self.stored, name):
                self.fields[name].help_text = KEEP
        if not is_configured():
            self.fields["use_publisher_record"].help_text = "The publisher has none configured here."
        elif connection is None:
            self.initial.setdefault("use_publisher_record", True)
        if not self.is_bound and not self.initial.get("url"):
            version = Version.parse(self.initial.get("version", NEWEST_VERSION))
            self.initial["url"] = Endpoint.default(version).url

    @classmethod
    def of(cls, connection: Connection) -> ConnectionForm:
        """Return the form of a saved connection, without its secrets."""
        shown = {name: getattr(connection, name) for name in PLAIN}
        return cls(initial=shown | {"shown_as_of": connection.updated.isoformat()}, connection=connection)

    def require_unchanged(self) -> None:
        """Raise ``ChangedMeanwhileError`` where the connection was changed after the page was shown; only after :meth:`is_valid`."""
        shown = self.cleaned_data["shown_as_of"]
        if self.connection is not None and shown and shown != self.connection.updated.isoformat():
            raise ChangedMeanwhileError

    def named(self, *names: str) -> list[forms.BoundField]:
        """Return fields for a group of the page."""
        return [self[name] for name in names]

    @property
    def accounts(self) -> list[forms.BoundField]:
        """The two accounts."""
        return self.named("name", "netsuite_account", "spp_database_id")

    @property
    def way(self) -> list[forms.BoundField]:
        """By which way NetSuite is reached."""
        return self.named("protocol", "version", "url")

    @property
    def limits(self) -> list[forms.BoundField]:
        """How hard NetSuite is asked."""
        return self.named("retries", "max_concurrency")

    @property
    def network(self) -> list[forms.BoundField]:
        """What lies on the way to NetSuite."""
        return self.named("connect_to", "ca_file", "proxy", "proxy_user", "proxy_password")

    @property
    def credential_groups(self) -> Iterator[CredentialGroup]:
        """The three sets. The one in use is open; of a new connection, the one that goes with the protocol."""
        shown = self.connection.signs_in_by if self.connection else self._proposed()
        for kind in SETS:
            yield self.group(kind, opened=kind == shown)

    @property
    def choice_warnings(self) -> tuple[str, ...]:
        """What whoever entered the stored credentials should know of them."""
        if self.connection is None or self.unreadable:
            return ()
        try:
            return ConnectionDraft.of(self.connection).chosen().warnings
        except (PublisherError, ValueError) as error:
            return (str(error),)

    def draft(self) -> ConnectionDraft:
        """Return what was entered; only after :meth:`is_valid`. Raises ``CredentialsUnreadableError`` or ``SecretKeyError``."""
        plain = {name: self.cleaned_data[name] for name in PLAIN}
        return ConnectionDraft(
            **plain,
            credentials=self.credentials(),
            proxy_user=self.cleaned_data["proxy_user"] or (self.stored.proxy_user if plain["proxy"] else ""),
            proxy_password=self.cleaned_data["proxy_password"]
            or (self.stored.proxy_password if plain["proxy"] else ""),
        )

    def _proposed(self) -> CredentialSet:
        soap = self["protocol"].value() == Connection.Protocol.SOAP
        return CredentialSet.TOKENS if soap else CredentialSet.OAUTH2
