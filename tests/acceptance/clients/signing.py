"""The account from the environment, and a signed token passport for zeep."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
import time
from collections.abc import Mapping
from typing import Any

ACCOUNT = os.environ["NETSUITE_ACCOUNT"]
HOST = f"{ACCOUNT.lower().replace('_', '-')}.suitetalk.api.netsuite.com"


def token_passport(core: Any, keys: Mapping[str, str] = os.environ) -> Any:
    """Return the header's value; ``core`` is zeep's factory of the core namespace."""
    consumer_key, token_id = keys["NETSUITE_CONSUMER_KEY"], keys["NETSUITE_TOKEN_ID"]
    nonce, timestamp = secrets.token_hex(10), int(time.time())
    base = "&".join([ACCOUNT, consumer_key, token_id, nonce, str(timestamp)])
    key = f"{keys['NETSUITE_CONSUMER_SECRET']}&{keys['NETSUITE_TOKEN_SECRET']}"
    digest = hmac.digest(key.encode(), base.encode(), hashlib.sha256)
    return core.TokenPassport(
        account=ACCOUNT,
        consumerKey=consumer_key,
        token=token_id,
        nonce=nonce,
        timestamp=timestamp,
        signature=core.TokenPassportSignature(base64.b64encode(digest).decode(), algorithm="HMAC-SHA256"),
    )
