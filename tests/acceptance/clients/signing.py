"""The account from the environment, and a signed token passport for zeep."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
import time
from typing import Any

ACCOUNT = os.environ["NETSUITE_ACCOUNT"]
CONSUMER_KEY = os.environ["NETSUITE_CONSUMER_KEY"]
CONSUMER_SECRET = os.environ["NETSUITE_CONSUMER_SECRET"]
TOKEN_ID = os.environ["NETSUITE_TOKEN_ID"]
TOKEN_SECRET = os.environ["NETSUITE_TOKEN_SECRET"]
HOST = f"{ACCOUNT.lower().replace('_', '-')}.suitetalk.api.netsuite.com"


def token_passport(core: Any) -> Any:
    """Return the header's value; ``core`` is zeep's factory of the core namespace."""
    nonce, timestamp = secrets.token_hex(10), int(time.time())
    base = "&".join([ACCOUNT, CONSUMER_KEY, TOKEN_ID, nonce, str(timestamp)])
    digest = hmac.digest(f"{CONSUMER_SECRET}&{TOKEN_SECRET}".encode(), base.encode(), hashlib.sha256)
    return core.TokenPassport(
        account=ACCOUNT,
        consumerKey=CONSUMER_KEY,
        token=TOKEN_ID,
        nonce=nonce,
        timestamp=timestamp,
        signature=core.TokenPassportSignature(base64.b64encode(digest).decode(), algorithm="HMAC-SHA256"),
    )
