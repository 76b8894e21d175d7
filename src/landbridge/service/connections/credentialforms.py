"""The fields of credentials, by set: those of a connection's form and of the guided switch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django import forms

from landbridge.netsuite.choosing import CredentialParts, CredentialSet
from landbridge.service.connections import certificates
from landbridge.service.connections.credentials import CredentialsUnreadableError, Secrets
from landbridge.service.connections.drafts import ConnectionDraft
from landbridge.service.connections.formfields import sealed, secret, secret_text
from landbridge.service.connections.models import Connection
from landbridge.service.secret_key import SecretKeyError

SETS = {
    CredentialSet.OAUTH2: ("client_id", "certificate_id", "private_key"),
    CredentialSet.TOKENS: ("consumer_key", "consumer_secret", "token_id", "token_secret"),
    CredentialSet.USER: ("email", "password", "role", "application_id"),
}
"""The parts of each set, as the form groups them."""

TITLES = {
    CredentialSet.OAUTH2: "OAuth 2.0",
    CredentialSet.TOKENS: "Access token",
    CredentialSet.USER: "User credentials",
}
NOTES = {
    CredentialSet.OAUTH2: "For SuiteQL and REST. Setup > Integration > Manage Authentication > OAuth 2.0 Client Credentials (M2M) Setup.",
    CredentialSet.TOKENS: "For SOAP, and for REST where there is no OAuth 2.0. Setup > Users/Roles > Access Tokens.",
    CredentialSet.USER: "For SOAP endpoints up to 2020.1. Used only where there is no complete access token.",
}
OF_THE_RECORD = frozenset({"client_id", "consumer_key", "consumer_secret"})
"""What the publisher's record gives, where a connection uses it: nobody is asked for it then."""

KEEP = "Stored. Leave empty to keep it."


@dataclass(frozen=True, slots=True)
class CredentialGroup:
    """One set of credentials on the page. ``state`` is complete, incomplete or empty; ``forget`` is there once something is stored."""

    title: str
    note: str
    state: str
    opened: bool
    fields: list[forms.BoundField]
    forget: forms.BoundField | None

    @property
    def of_the_record(self) -> list[forms.BoundField]:
        """The fields that the publisher's record fills."""
        return [field for field in self.fields if field.name in OF_THE_RECORD]

    @property
    def of_the_account(self) -> list[forms.BoundField]:
        """The others, which are the account's own."""
        return [field for field in self.fields if field.name not in OF_THE_RECORD]


class CredentialForm(forms.Form):
    """What signs in. ``stored`` is what the connection holds already; ``unreadable`` says why it does not open."""

    client_id = sealed("Client ID", "The consumer key of the integration record.")
    certificate_id = sealed("Certificate ID", "As the M2M setup page shows it.")
    private_key = secret_text("Private key", "PEM, without a passphrase: RSA of 3072 bits or more, or EC.")
    waiting_certificate = forms.ChoiceField(
        required=False,
        label="Key made here",
        help_text="Instead of a pasted key: one that this service made and keeps.",
    )
    consumer_key = secret("Consumer key")
    consumer_secret = secret("Consumer secret")
    token_id = secret("Token ID")
    token_secret = secret("Token secret")
    email = sealed("E-mail")
    password = secret("Password")
    role = sealed("Role ID", "Empty for the user's default role.")
    application_id = sealed("Application ID", "Kept beside an access token, and not sent with it.")
    forget_oauth2 = forms.BooleanField(required=False, label="Forget the stored OAuth 2.0 credentials")
    forget_tokens = forms.BooleanField(required=False, label="Forget the stored access token")
    forget_user = forms.BooleanField(required=False, label="Forget the stored user credentials")

    def __init__(self, *args: Any, connection: Connection | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.connection = connection
        self.unreadable = ""
        self.stored = self._open_stored()
        made = [(str(one.uid), one.name) for one in certificates.waiting()]
        offer(self, "waiting_certificate", [("", "None"), *made])
        self._some_are_made = bool(made)
        for name in self._stored_names():
            self.fields[name].help_text = KEEP

    def group(self, kind: CredentialSet, *, opened: bool) -> CredentialGroup:
        """One set for the page."""
        names = SETS[kind]
        fields = [self[name] for name in names]
        if kind is CredentialSet.OAUTH2 and self._some_are_made:
            fields.append(self["waiting_certificate"])
        begun, lacking = self.stored.credentials.begun(kind), self.stored.credentials.lacking(kind)
        return CredentialGroup(
            TITLES[kind],
            NOTES[kind],
            ("incomplete" if lacking else "complete") if begun else "",
            opened or bool(self.errors and any(self.data.get(name) for name in names)),
            fields,
            self[f"forget_{kind}"] if begun else None,
        )

    @property
    def used_certificate(self) -> str:
        """The uid of the certificate whose key was chosen, or nothing."""
        return str(self.cleaned_data["waiting_certificate"])

    def credentials(self) -> CredentialParts:
        """Return what is stored with what was entered in its place. Raises ``CredentialsUnreadableError`` or ``SecretKeyError``."""
        entered = {
            name: self.cleaned_data[name]
            for names in SETS.values()
            for name in names
            if self.cleaned_data[name]
        }
        if uid := self.used_certificate:
            entered["private_key"] = certificates.private_key_of(uid)
        if self.unreadable and not entered:
            raise CredentialsUnreadableError(self.unreadable)
        kept = self.stored.credentials
        for kind, names in SETS.items():
            if self.cleaned_data[f"forget_{kind}"]:
                kept = replace(kept, **dict.fromkeys(names, ""))
        return replace(kept, **entered)

    def _open_stored(self) -> Secrets:
        if self.connection is None:
            return Secrets()
        try:
            return ConnectionDraft.of(self.connection).secrets
        except (CredentialsUnreadableError, SecretKeyError) as error:
            self.unreadable = str(error)
            return Secrets()

    def _stored_names(self) -> Iterator[str]:
        for names in SETS.values():
            yield from (name for name in names if getattr(self.stored.credentials, name))


def offer(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    """Set what a field offers."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
