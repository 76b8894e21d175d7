"""OAuth 1.0a as a client of RESTlets signs it, written from RFC 5849 and not with the account's own code."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
import uuid
from urllib.parse import parse_qsl, quote, urlsplit

from landbridge.local.seeds.secrets import TokenSecrets


def authorization(method: str, url: str, secrets: TokenSecrets, account: str) -> str:
    """Return the `Authorization` header of one request."""
    oauth = {
        "oauth_consumer_key": secrets.consumer_key,
        "oauth_token": secrets.token_id,
        "oauth_nonce": uuid.uuid4().hex,
        "oauth_timestamp": str(int(time.time())),
        "oauth_signature_method": "HMAC-SHA256",
        "oauth_version": "1.0",
    }
    parts = urlsplit(url)
    pairs = sorted(
        (quote(name, safe="~"), quote(value, safe="~"))
        for name, value in (*oauth.items(), *parse_qsl(parts.query, keep_blank_values=True))
    )
    parameters = "&".join(f"{name}={value}" for name, value in pairs)
    base = "&".join(
        quote(part, safe="~") for part in (method, f"{parts.scheme}://{parts.netloc}{parts.path}", parameters)
    )
    key = f"{quote(secrets.consumer_secret)}&{quote(secrets.token_secret)}"
    digest = hmac.new(key.encode(), base.encode(), hashlib.sha256).digest()
    oauth["oauth_signature"] = base64.b64encode(digest).decode()
    fields = ", ".join(f'{name}="{quote(value, safe="~")}"' for name, value in oauth.items())
    return f'OAuth realm="{account}", {fields}'
