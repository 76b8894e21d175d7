"""HMAC-SHA256 signatures of token passports and of OAuth 1.0a requests (documented: ``section_1534941088``)."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable
from urllib.parse import parse_qsl, quote, urlsplit

ALGORITHM = "HMAC-SHA256"
"""The one algorithm; HMAC-SHA1 ended with 2023.1 (documented)."""

DEFAULT_PORTS = {"http": 80, "https": 443}


def escaped(text: str) -> str:
    """Percent-encode everything but RFC 3986's unreserved characters."""
    return quote(text, safe="-._~")


def _signed(base: str, consumer_secret: str, token_secret: str) -> str:
    key = f"{escaped(consumer_secret)}&{escaped(token_secret)}"
    return base64.b64encode(hmac.digest(key.encode(), base.encode(), hashlib.sha256)).decode()


def token_passport_signature(
    *,
    account: str,
    consumer_key: str,
    consumer_secret: str,
    token: str,
    token_secret: str,
    nonce: str,
    timestamp: str,
) -> str:
    """Return the signature of a SOAP token passport, in base64."""
    base = "&".join(escaped(part) for part in (account, consumer_key, token, nonce, timestamp))
    return _signed(base, consumer_secret, token_secret)


def base_url(url: str) -> str:
    """Return scheme, host and path as RFC 5849 3.4.1.2 wants them: lower case, no default port, no query."""
    parts = urlsplit(url)
    scheme, host = parts.scheme.lower(), (parts.hostname or "").lower()
    port = "" if parts.port in (None, DEFAULT_PORTS.get(scheme)) else f":{parts.port}"
    return f"{scheme}://{host}{port}{parts.path or '/'}"


def oauth1_signature(
    method: str,
    url: str,
    oauth_parameters: Iterable[tuple[str, str]],
    consumer_secret: str,
    token_secret: str,
) -> str:
    """Return the signature of an OAuth 1.0a request, in base64.

    ``url`` with its query; ``oauth_parameters`` decoded, without ``oauth_signature`` and ``realm``. A body is not signed.
    """
    query = parse_qsl(urlsplit(url).query, keep_blank_values=True)
    pairs = sorted((escaped(name), escaped(value)) for name, value in [*query, *oauth_parameters])
    joined = "&".join(f"{name}={value}" for name, value in pairs)
    base = "&".join((method.upper(), escaped(base_url(url)), escaped(joined)))
    return _signed(base, consumer_secret, token_secret)
