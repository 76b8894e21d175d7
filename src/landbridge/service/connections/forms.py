"""The form of a connection. Secrets go in and never come out."""

from __future__ import annotations

from typing import Any

from django import forms

from landbridge.netsuite import TokenCredentials
from landbridge.service.connections.drafts import MOST_CONCURRENCY, ConnectionDraft, DraftError
from landbridge.service.connections.models import NEWEST_VERSION, Connection

SECRETS = ("consumer_key", "consumer_secret", "token_id", "token_secret")
VERSIONS = ("2025_2", "2025_1", "2024_2", "2024_1", "2023_2")
"""Endpoints offered: those that some release still supports (help article_2104046421)."""

NOT_STORED = frozenset({*SECRETS, "forced_reason"})
"""Fields of the form that are no setting of the connection."""

GROUPS = (
    ("Accounts", ("name", "netsuite_account", "spp_database_id", "version")),
    ("Access token", SECRETS),
    ("On the way to NetSuite", ("max_concurrency", "connect_to", "ca_file")),
)
"""How the page groups the fields; ``forced_reason`` stands apart, beside the button."""

KEEP = "Stored. Leave empty to keep it."


def _secret(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        strip=True,
        widget=forms.PasswordInput(render_value=False, attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class ConnectionForm(forms.Form):
    """What an administrator enters to reach both accounts (help article_161978998211)."""

    name = forms.CharField(max_length=100, label="Name", help_text="How you call this pair of accounts.")
    netsuite_account = forms.CharField(
        max_length=40,
        label="NetSuite account ID",
        help_text="As Setup > Integration > SOAP Web Services Preferences shows it, e.g. 1234567_SB1.",
    )
    spp_database_id = forms.CharField(max_length=60, label="SuiteProjects Pro database ID")
    version = forms.ChoiceField(
        label="SOAP version",
        initial=NEWEST_VERSION,
        choices=[(version, version.replace("_", ".")) for version in VERSIONS],
    )
    consumer_key = _secret("Consumer key")
    consumer_secret = _secret("Consumer secret")
    token_id = _secret("Token ID")
    token_secret = _secret("Token secret")
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
        help_text="The authority of a local account; empty otherwise.",
    )
    forced_reason = forms.CharField(
        max_length=200,
        required=False,
        label="Because",
        help_text="Empty: a connection is saved only when its test passes.",
    )

    def __init__(self, *args: Any, connection: Connection | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.connection = connection
        for name in SECRETS:
            self.fields[name].help_text = KEEP if connection else ""

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields by group, each with its title."""
        return [(title, [self[name] for name in names]) for title, names in GROUPS]

    @classmethod
    def of(cls, connection: Connection) -> ConnectionForm:
        """Return the form of a saved connection, without its secrets."""
        shown = (name for name in cls.base_fields if name not in NOT_STORED)
        return cls(initial={name: getattr(connection, name) for name in shown}, connection=connection)

    def clean(self) -> dict[str, Any]:
        """A new connection needs all four secrets; a saved one keeps those left empty."""
        cleaned = super().clean() or {}
        if self.connection is None:
            for name in SECRETS:
                if not cleaned.get(name):
                    self.add_error(name, "must be filled")
        return cleaned

    def draft(self) -> ConnectionDraft:
        """Return what was entered; only after :meth:`is_valid`.

        Raises ``CredentialsUnreadableError`` where stored secrets do not open, ``DraftError`` for a secret that cannot be one.
        """
        plain = {name: value for name, value in self.cleaned_data.items() if name not in NOT_STORED}
        return ConnectionDraft(credentials=self._credentials(), **plain)

    def _credentials(self) -> TokenCredentials:
        secrets = {name: self.cleaned_data[name] for name in SECRETS}
        if self.connection and not all(secrets.values()):
            kept = ConnectionDraft.of(self.connection).credentials
            secrets = {name: value or getattr(kept, name) for name, value in secrets.items()}
        try:
            return TokenCredentials(**secrets)
        except ValueError as error:
            name = str(error).split(" ", 1)[0]
            raise DraftError({name: str(error)}) from error
