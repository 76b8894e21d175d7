"""What signs in to an account: an access token, an OAuth 2.0 certificate, or a user's own e-mail and password.

``repr`` shows nothing of them, since even a consumer key helps whoever reads a log. Each raises ``InvalidCredential`` when a part is empty or holds blanks or control characters, as after a careless paste.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from landbridge.netsuite.oauth2.keys import signing_key


class InvalidCredential(ValueError):  # noqa: N818 - names what it is about
    """One part cannot be NetSuite's. The text names ``part`` and says what is wrong with it (``problem``), never its content."""

    def __init__(self, part: str, problem: str) -> None:
        super().__init__(f"{part} {problem}")
        self.part = part
        self.problem = problem


@dataclass(frozen=True, slots=True)
class TokenCredentials:
    """Token-based authentication: an integration's consumer pair and a user's token pair. Good for SOAP, REST and RESTlets."""

    consumer_key: str = field(repr=False)
    consumer_secret: str = field(repr=False)
    token_id: str = field(repr=False)
    token_secret: str = field(repr=False)

    def __post_init__(self) -> None:
        for part in ("consumer_key", "consumer_secret", "token_id", "token_secret"):
            _require_plain(part, getattr(self, part))


@dataclass(frozen=True, slots=True)
class OAuth2Credentials:
    """OAuth 2.0 client credentials (help section_162755359851). Good for REST and RESTlets, not for SOAP.

    ``client_id`` is the integration's consumer key, ``certificate_id`` the id that NetSuite's mapping gave the certificate, and
    ``private_key`` the certificate's unencrypted key in PEM: RSA of at least 3072 bits or EC on P-256, P-384 or P-521. Others are
    an ``InvalidCredential``.
    """

    client_id: str = field(repr=False)
    certificate_id: str = field(repr=False)
    private_key: str = field(repr=False)

    def __post_init__(self) -> None:
        for part in ("client_id", "certificate_id"):
            _require_plain(part, getattr(self, part))
        try:
            signing_key(self.private_key)
        except ValueError as error:
            raise InvalidCredential("private_key", str(error).removeprefix("private_key ")) from None


@dataclass(frozen=True, slots=True)
class UserCredentials:
    """A user's e-mail and password, for SOAP endpoints up to 2020_1 (help section_N3539420).

    ``application_id`` is that of the integration record, which endpoints from 2015_2 demand; ``role`` the internal id of the role to
    act in, empty for the user's default role.
    """

    email: str = field(repr=False)
    password: str = field(repr=False)
    application_id: str = field(repr=False)
    role: str = ""

    def __post_init__(self) -> None:
        for part in ("email", "application_id"):
            _require_plain(part, getattr(self, part))
        if not self.password or not self.password.isprintable():
            raise InvalidCredential("password", "is empty or holds a control character")


Credentials = TokenCredentials | OAuth2Credentials | UserCredentials


def _require_plain(part: str, value: str) -> None:
    if not value:
        raise InvalidCredential(part, "is empty")
    if not (value.isascii() and value.isprintable()) or " " in value:
        raise InvalidCredential(part, "holds a character that none of NetSuite's has")
