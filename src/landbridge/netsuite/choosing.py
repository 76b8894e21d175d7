"""From everything that may have been entered: the credentials to use, or what is wrong with them.

The rules, which are those of the connection form:

* SOAP takes a complete set of access tokens, whatever else is there; else complete user credentials, at endpoints up to 2020_1.
* REST takes a complete OAuth 2.0 set, else a complete set of access tokens.
* A set that was begun and not completed is named in a warning where another one is used, and in the refusal where none is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from landbridge.netsuite.credentials import (
    Credentials,
    OAuth2Credentials,
    TokenCredentials,
    UserCredentials,
)
from landbridge.netsuite.protocols import Protocol
from landbridge.netsuite.versions import Version


class CredentialSet(StrEnum):
    """The three sets of credentials, each of use only when it is complete."""

    TOKENS = "tokens"
    OAUTH2 = "oauth2"
    USER = "user"


@dataclass(frozen=True, slots=True)
class CredentialParts:
    """All parts that a form, a command or a file may give; an empty text is a part that was not given.

    ``client_id`` is OAuth 2.0's name of the consumer key: where it is empty, that is taken. ``application_id`` and ``role`` go with the
    user credentials; ``role`` may be empty.
    """

    consumer_key: str = field(default="", repr=False)
    consumer_secret: str = field(default="", repr=False)
    token_id: str = field(default="", repr=False)
    token_secret: str = field(default="", repr=False)
    client_id: str = field(default="", repr=False)
    certificate_id: str = field(default="", repr=False)
    private_key: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    application_id: str = field(default="", repr=False)
    role: str = field(default="", repr=False)

    def lacking(self, kind: CredentialSet) -> tuple[str, ...]:
        """Names of the fields without which the set is not complete."""
        return tuple(name for name in _NEEDED[kind] if not self._value(kind, name))

    def begun(self, kind: CredentialSet) -> bool:
        """Whether something was given that is of use for this set only."""
        return any(getattr(self, name) for name in _OWN[kind])

    def credentials(self, kind: CredentialSet) -> Credentials:
        """The credentials of a complete set. ``ValueError`` for a part that cannot be NetSuite's, as after a careless paste."""
        values = {name: self._value(kind, name) for name in _NEEDED[kind]}
        if kind is CredentialSet.TOKENS:
            return TokenCredentials(**values)
        if kind is CredentialSet.OAUTH2:
            return OAuth2Credentials(**values)
        return UserCredentials(**values, role=self.role)

    def _value(self, kind: CredentialSet, name: str) -> str:
        value: str = getattr(self, name)
        return value or (self.consumer_key if name == "client_id" and kind is CredentialSet.OAUTH2 else "")


_NEEDED = {
    CredentialSet.TOKENS: ("consumer_key", "consumer_secret", "token_id", "token_secret"),
    CredentialSet.OAUTH2: ("client_id", "certificate_id", "private_key"),
    CredentialSet.USER: ("email", "password", "application_id"),
}
# Without the parts that two sets share, and without the application id, which is kept beside tokens.
_OWN = {
    CredentialSet.TOKENS: ("consumer_secret", "token_id", "token_secret"),
    CredentialSet.OAUTH2: ("client_id", "certificate_id", "private_key"),
    CredentialSet.USER: ("email", "password"),
}
_TITLES = {
    CredentialSet.TOKENS: "access tokens",
    CredentialSet.OAUTH2: "OAuth 2.0 credentials",
    CredentialSet.USER: "user credentials",
}
LABELS = {
    "consumer_key": "consumer key",
    "consumer_secret": "consumer secret",
    "token_id": "token id",
    "token_secret": "token secret",
    "client_id": "client id",
    "certificate_id": "certificate id",
    "private_key": "private key",
    "email": "e-mail",
    "password": "password",
    "application_id": "application id",
    "role": "role",
}
"""What the parts are called where people read of them."""

_PREFERRED = {
    Protocol.SOAP: (CredentialSet.TOKENS, CredentialSet.USER),
    Protocol.REST: (CredentialSet.OAUTH2, CredentialSet.TOKENS),
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """The credentials to use, of which set they are, and what whoever entered them should know."""

    kind: CredentialSet
    credentials: Credentials
    warnings: tuple[str, ...] = ()


class CredentialsRefused(ValueError):  # noqa: N818 - names what happened
    """No set of credentials can be used. The text says why; ``lacking`` names the missing fields of each set that would do."""

    def __init__(self, reason: str, lacking: dict[CredentialSet, tuple[str, ...]]) -> None:
        super().__init__(reason)
        self.lacking = lacking


def choose(parts: CredentialParts, protocol: Protocol, version: Version) -> Chosen:
    """Choose among what was entered, for a protocol and an endpoint version (of SOAP; REST has none).

    Raises ``CredentialsRefused`` where no set is complete or none that is complete fits, and ``ValueError`` for a part of the chosen set
    that cannot be NetSuite's.
    """
    usable = [kind for kind in _PREFERRED[protocol] if not parts.lacking(kind)]
    if not usable or (usable[0] is CredentialSet.USER and not version.takes_user_credentials):
        raise _refusal(parts, protocol, version)
    kind = usable[0]
    return Chosen(kind, parts.credentials(kind), _warnings(parts, protocol, kind))


def _warnings(parts: CredentialParts, protocol: Protocol, used: CredentialSet) -> tuple[str, ...]:
    return tuple(
        f"The {_TITLES[kind]} are not complete and are not used: {_names(parts.lacking(kind))} missing. "
        f"The {_TITLES[used]} are used instead."
        for kind in _PREFERRED[protocol]
        if parts.begun(kind) and parts.lacking(kind)
    )


def _refusal(parts: CredentialParts, protocol: Protocol, version: Version) -> CredentialsRefused:
    lacking = {kind: names for kind in _PREFERRED[protocol] if (names := parts.lacking(kind))}
    reasons = [*_unfit(parts, protocol, version), "No complete credentials fit this connection."]
    reasons += [f"{_heading(kind)}: {_names(names)} missing." for kind, names in lacking.items()]
    return CredentialsRefused(" ".join(reasons), lacking)


def _unfit(parts: CredentialParts, protocol: Protocol, version: Version) -> list[str]:
    """Why what is complete, or was begun, cannot be used here."""
    user, oauth2 = parts.begun(CredentialSet.USER), parts.begun(CredentialSet.OAUTH2)
    reasons = []
    if protocol is Protocol.SOAP and oauth2:
        reasons.append("SOAP takes no OAuth 2.0; choose the protocol REST to use it.")
    if protocol is Protocol.SOAP and user and not version.takes_user_credentials:
        reasons.append(
            f"NetSuite takes user credentials up to endpoint 2020.1 only, not at {version.value.replace('_', '.')}."
        )
    if protocol is Protocol.REST and user:
        reasons.append("REST takes access tokens or OAuth 2.0, not user credentials.")
    return reasons


def _names(fields: tuple[str, ...]) -> str:
    labels = [LABELS[name] for name in fields]
    text = " and ".join([", ".join(labels[:-1]), labels[-1]] if len(labels) > 1 else labels)
    return f"{text} {'are' if len(labels) > 1 else 'is'}"


def _heading(kind: CredentialSet) -> str:
    title = _TITLES[kind][0].upper() + _TITLES[kind][1:]
    return f"{title} (endpoints up to 2020.1)" if kind is CredentialSet.USER else title
