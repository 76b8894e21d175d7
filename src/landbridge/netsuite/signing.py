"""Signatures of token-based authentication: SOAP token passports and OAuth 1.0a headers.

Rules and published vectors: help section_1534941088 and section_4395630653; RFC 5849 for the header.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import string
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, urlsplit

from landbridge.netsuite.account import AccountId
from landbridge.netsuite.credentials import TokenCredentials

ALGORITHM = "HMAC-SHA256"
_NONCE_LETTERS = string.ascii_letters + string.digits
_DEFAULT_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class TokenPassport:
    """The signed SOAP header of one attempt; a nonce is good for one request."""

    account: str
    consumer_key: str = field(repr=False)
    token: str = field(repr=False)
    nonce: str
    timestamp: int
    signature: str = field(repr=False)


def new_nonce() -> str:
    """Twenty random letters and digits, as the help recommends (6 to 64 are allowed)."""
    return "".join(secrets.choice(_NONCE_LETTERS) for _ in range(20))


def token_passport(
    account: AccountId, credentials: TokenCredentials, *, nonce: str, timestamp: int
) -> TokenPassport:
    """Sign account, consumer key, token, nonce and timestamp, in that order."""
    parts = (account.value, credentials.consumer_key, credentials.token_id, nonce, str(timestamp))
    signature = _sign("&".join(_enc(part) for part in parts), credentials)
    return TokenPassport(
        account.value, credentials.consumer_key, credentials.token_id, nonce, timestamp, signature
    )


def oauth_header(
    method: str, url: str, account: AccountId, credentials: TokenCredentials, *, nonce: str, timestamp: int
) -> str:
    """Build the ``Authorization`` header; ``realm`` and a JSON body are not part of the signature."""
    oauth = {
        "oauth_consumer_key": credentials.consumer_key,
        "oauth_token": credentials.token_id,
        "oauth_signature_method": ALGORITHM,
        "oauth_timestamp": str(timestamp),
        "oauth_nonce": nonce,
        "oauth_version": "1.0",
    }
    signature = _sign(_base_string(method, url, oauth), credentials)
    fields = {"realm": account.value, **oauth, "oauth_signature": signature}
    return "OAuth " + ", ".join(f'{name}="{_enc(value)}"' for name, value in fields.items())


def _base_string(method: str, url: str, oauth: dict[str, str]) -> str:
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    if parts.port not in (None, _DEFAULT_PORTS.get(parts.scheme.lower())):
        host = f"{host}:{parts.port}"
    address = f"{parts.scheme.lower()}://{host}{parts.path or '/'}"
    pairs = [*oauth.items(), *parse_qsl(parts.query, keep_blank_values=True)]
    encoded = sorted((_enc(name), _enc(value)) for name, value in pairs)
    parameters = "&".join(f"{name}={value}" for name, value in encoded)
    return "&".join((method.upper(), _enc(address), _enc(parameters)))


def _sign(text: str, credentials: TokenCredentials) -> str:
    key = f"{_enc(credentials.consumer_secret)}&{_enc(credentials.token_secret)}"
    digest = hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode("ascii")


def _enc(text: str) -> str:
    """Percent-encode all but RFC 3986's unreserved characters, with upper-case digits."""
    return quote(text, safe="-._~")
