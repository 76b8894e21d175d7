"""NetSuite credentials at rest: AES-256-GCM with a key derived from the service's secret.

The account id is bound in as associated data, so that ciphertext copied to another connection does not open. The fingerprint of
the secret stands beside the ciphertext and tells at once when a database came without its secret.
"""

from __future__ import annotations

import os

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from landbridge.netsuite import TokenCredentials
from landbridge.service.secret_key import SecretKeyError, derive_key, fingerprint

FORMAT = b"\x01"
NONCE_BYTES = 12
PURPOSE = "netsuite credentials"


class CredentialsUnreadableError(Exception):
    """Stored credentials do not open with this secret; they have to be entered again."""


class _Stored(msgspec.Struct):
    consumer_key: str
    consumer_secret: str
    token_id: str
    token_secret: str


def seal(credentials: TokenCredentials, netsuite_account: str) -> tuple[bytes, str]:
    """Return ciphertext and the fingerprint of the secret. Raises ``SecretKeyError`` where the process has none."""
    secret = _secret()
    stored = _Stored(
        credentials.consumer_key,
        credentials.consumer_secret,
        credentials.token_id,
        credentials.token_secret,
    )
    nonce = os.urandom(NONCE_BYTES)
    cipher = AESGCM(derive_key(secret, PURPOSE))
    sealed = cipher.encrypt(nonce, msgspec.json.encode(stored), netsuite_account.encode())
    return FORMAT + nonce + sealed, fingerprint(secret)


def unseal(sealed: bytes, key_fingerprint: str, netsuite_account: str) -> TokenCredentials:
    """Return the credentials. Raises ``CredentialsUnreadableError`` or ``SecretKeyError``."""
    secret = _secret()
    if key_fingerprint != fingerprint(secret):
        raise CredentialsUnreadableError(
            "the credentials were saved with another secret key; bring that key back or enter the credentials again"
        )
    body = bytes(sealed)
    nonce = body[len(FORMAT) : len(FORMAT) + NONCE_BYTES]
    try:
        if not body.startswith(FORMAT):
            raise InvalidTag
        plain = AESGCM(derive_key(secret, PURPOSE)).decrypt(
            nonce, body[len(FORMAT) + NONCE_BYTES :], netsuite_account.encode()
        )
    except (InvalidTag, ValueError) as error:
        raise CredentialsUnreadableError(
            "the stored credentials are damaged; enter the credentials again"
        ) from error
    stored = msgspec.json.decode(plain, type=_Stored)
    return TokenCredentials(stored.consumer_key, stored.consumer_secret, stored.token_id, stored.token_secret)


def _secret() -> bytes:
    secret: bytes | None = settings.LANDBRIDGE_SECRET
    if secret is None:
        raise SecretKeyError(
            "set LANDBRIDGE_SECRET_KEY or LANDBRIDGE_DATA: without a secret no credentials are kept"
        )
    return secret
