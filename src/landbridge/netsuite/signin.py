"""How requests show who sends them: one protocol, three ways."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from landbridge.netsuite.account import AccountId
from landbridge.netsuite.credentials import TokenCredentials, UserCredentials
from landbridge.netsuite.errors import FixSetup, NetSuiteError
from landbridge.netsuite.signing import TokenPassport, new_nonce, oauth_header, token_passport
from landbridge.netsuite.versions import Version


@dataclass(frozen=True, slots=True)
class UserPassport:
    """E-mail and password in the header of one SOAP request, with the application id beside them."""

    account: str
    email: str = field(repr=False)
    password: str = field(repr=False)
    role: str
    application_id: str = field(repr=False)


Passport = TokenPassport | UserPassport


class SignIn(Protocol):
    """Signs attempts for one account; every attempt is signed anew."""

    @property
    def account(self) -> AccountId:
        """The account that is signed in to."""
        ...

    async def passport(self) -> Passport:
        """Sign one SOAP attempt. ``FixSetup`` where these credentials do not open SOAP."""
        ...

    async def header(self, method: str, url: str) -> str:
        """Sign one REST or RESTlet attempt: the ``Authorization`` header. ``FixSetup`` where these credentials cannot."""
        ...

    def refused(self, error: NetSuiteError) -> bool:
        """Hear that NetSuite refused what was signed; answer whether another signature may be accepted at once."""
        ...


@dataclass(frozen=True, slots=True)
class TokenSignIn:
    """Signs by an access token. ``now`` answers Unix seconds, ``nonce`` a fresh nonce."""

    account: AccountId
    credentials: TokenCredentials
    now: Callable[[], float]
    nonce: Callable[[], str] = new_nonce

    async def passport(self) -> Passport:
        """Sign one SOAP attempt."""
        return token_passport(self.account, self.credentials, nonce=self.nonce(), timestamp=int(self.now()))

    async def header(self, method: str, url: str) -> str:
        """Sign one REST or RESTlet attempt."""
        return oauth_header(
            method, url, self.account, self.credentials, nonce=self.nonce(), timestamp=int(self.now())
        )

    def refused(self, error: NetSuiteError) -> bool:  # noqa: ARG002 - the protocol's; a token is not renewed
        """A refused token stays refused."""
        return False


@dataclass(frozen=True, slots=True)
class UserSignIn:
    """Sends e-mail and password with each SOAP request: there is no session, which keeps requests apart from one another.

    ``ValueError`` for an endpoint from 2020_2. NetSuite lets a user have one request at a time; whatever runs elsewhere makes ours wait.
    """

    account: AccountId
    credentials: UserCredentials
    version: Version

    def __post_init__(self) -> None:
        if not self.version.takes_user_credentials:
            raise ValueError(
                f"NetSuite takes user credentials up to endpoint 2020_1, not at {self.version}; use access tokens"
            )

    async def passport(self) -> Passport:
        """The header of one SOAP attempt."""
        known = self.credentials
        return UserPassport(self.account.value, known.email, known.password, known.role, known.application_id)

    async def header(self, method: str, url: str) -> str:  # noqa: ARG002 - the protocol's
        """``FixSetup``: REST and RESTlets take tokens or OAuth 2.0."""
        raise FixSetup(
            "REST and RESTlets take access tokens or OAuth 2.0, not user credentials.",
            code="USER_CREDENTIALS",
            advice="Give the connection access tokens or OAuth 2.0 credentials.",
        )

    def refused(self, error: NetSuiteError) -> bool:  # noqa: ARG002 - the protocol's; a password is not renewed
        """A refused password stays refused."""
        return False
