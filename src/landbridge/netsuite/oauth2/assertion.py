"""The client assertion: a JSON web token that proves possession of the certificate's key (help section_162790605110)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from joserfc import jwt

from landbridge.netsuite.account import AccountId
from landbridge.netsuite.credentials import OAuth2Credentials
from landbridge.netsuite.discovery import account_hosts
from landbridge.netsuite.oauth2.keys import SigningKey, signing_key

_PATH = "/services/rest/auth/oauth2/v1/token"
_BACKDATED_S = 30
_GOOD_FOR_S = 300


def token_url(account: AccountId) -> str:
    """The account's token endpoint, which is also the audience of every assertion."""
    return f"{account_hosts(account).webservices}{_PATH}"


@dataclass(frozen=True, slots=True)
class Assertions:
    """Makes assertions, each good for one request. ``now`` answers Unix seconds, ``jti`` an id that was not used before.

    An assertion is dated half a minute back and ends after five minutes (NetSuite allows 60), so that it is good
    although this computer's clock may be a little off.
    """

    account: AccountId
    credentials: OAuth2Credentials
    now: Callable[[], float]
    jti: Callable[[], str]
    key: SigningKey = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", signing_key(self.credentials.private_key))

    def sign(self, scope: str) -> str:
        """Sign an assertion that asks for ``scope``."""
        now = int(self.now())
        header = {"typ": "JWT", "alg": self.key.algorithm, "kid": self.credentials.certificate_id}
        claims = {
            "iss": self.credentials.client_id,
            "scope": [scope],
            "aud": token_url(self.account),
            "iat": now - _BACKDATED_S,
            "exp": now + _GOOD_FOR_S,
            "jti": self.jti(),
        }
        return jwt.encode(header, claims, self.key.jwk, algorithms=[self.key.algorithm])
