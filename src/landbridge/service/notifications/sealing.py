"""Secrets of webhooks at rest, and new ones.

A secret is ``whsec_`` and base64 of 32 random bytes, as Standard Webhooks writes symmetric secrets. It is kept as AES-256-GCM
ciphertext; the channel's ``uid`` is bound in, so that ciphertext copied to another channel does not open.
"""

from __future__ import annotations

import base64
import os
import uuid

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from landbridge.service.connections.credentials import CredentialsUnreadableError
from landbridge.service.secret_key import SecretKeyError, derive_key, fingerprint

PREFIX = "whsec_"
SECRET_BYTES = 32
NONCE_BYTES = 12
PURPOSE = "webhook secrets"


def new_secret() -> str:
    """Return a secret to sign messages with."""
    return PREFIX + base64.b64encode(os.urandom(SECRET_BYTES)).decode()


def seal(secret: str, uid: uuid.UUID) -> tuple[bytes, str]:
    """Return ciphertext and the fingerprint of the key. Raises ``SecretKeyError`` where the process has none."""
    key = _key()
    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(derive_key(key, PURPOSE)).encrypt(nonce, secret.encode(), uid.bytes)
    return nonce + sealed, fingerprint(key)


def unseal(sealed: bytes, key_fingerprint: str, uid: uuid.UUID) -> str:
    """Return the secret. Raises ``CredentialsUnreadableError`` where it was sealed with another key, or is damaged."""
    key = _key()
    if key_fingerprint != fingerprint(key):
        raise CredentialsUnreadableError(
            "the webhook's secret was saved with another secret key; replace the webhook's secret"
        )
    body = bytes(sealed)
    try:
        plain = AESGCM(derive_key(key, PURPOSE)).decrypt(body[:NONCE_BYTES], body[NONCE_BYTES:], uid.bytes)
    except (InvalidTag, ValueError) as error:
        raise CredentialsUnreadableError("the webhook's secret is damaged; replace it") from error
    return plain.decode()


def _key() -> bytes:
    key: bytes | None = settings.LANDBRIDGE_SECRET
    if key is None:
        raise SecretKeyError(
            "set LANDBRIDGE_SECRET_KEY or LANDBRIDGE_DATA: without a secret no credentials are kept"
        )
    return key
