"""NetSuite credentials at rest: AES-256-GCM with a key derived from the service's secret.

Everything that somebody entered is one sealed object: the token's parts, those of OAuth 2.0, a user's, the application id, whichever of
them are used. The account id is bound in as associated data, so that ciphertext copied to another connection does not open. The
fingerprint of the secret stands beside the ciphertext and tells at once when a database came without its secret.
"""

from __future__ import annotations

import os

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from landbridge.netsuite.choosing import CredentialParts
from landbridge.service.refusal import Refusal
from landbridge.service.secret_key import SecretKeyError, derive_key, fingerprint

TOKENS = b"\x01"
"""The format before: the four texts of a token, by the names that they still have."""
PARTS = b"\x02"
"""Any parts, and the password of the proxy."""
NONCE_BYTES = 12
PURPOSE = "netsuite credentials"


class CredentialsUnreadableError(Refusal):
    """Stored credentials do not open with this secret; they have to be entered again."""


class Secrets(msgspec.Struct, frozen=True):
    """All that a connection keeps sealed. ``repr`` shows nothing of it."""

    credentials: CredentialParts = msgspec.field(default_factory=CredentialParts)
    proxy_user: str = ""
    proxy_password: str = ""

    def __repr__(self) -> str:
        return "Secrets()"


def seal(secrets: Secrets, netsuite_account: str) -> tuple[bytes, str]:
    """Return ciphertext and the fingerprint of the key. Raises ``SecretKeyError`` where the process has none."""
    key = _key()
    nonce = os.urandom(NONCE_BYTES)
    cipher = AESGCM(derive_key(key, PURPOSE))
    content = cipher.encrypt(nonce, msgspec.json.encode(secrets), PARTS + netsuite_account.encode())
    return PARTS + nonce + content, fingerprint(key)


def unseal(sealed: bytes, key_fingerprint: str, netsuite_account: str) -> Secrets:
    """Return what was sealed. Raises ``CredentialsUnreadableError`` or ``SecretKeyError``."""
    key = _key()
    if key_fingerprint != fingerprint(key):
        raise CredentialsUnreadableError(
            "the credentials were saved with another secret key; bring that key back or enter the credentials again"
        )
    form, nonce, content = sealed[:1], sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    bound = (b"" if form == TOKENS else form) + netsuite_account.encode()
    try:
        plain = AESGCM(derive_key(key, PURPOSE)).decrypt(nonce, content, bound)
    except (InvalidTag, ValueError) as error:
        raise CredentialsUnreadableError(
            "the stored credentials are damaged; enter the credentials again"
        ) from error
    if form == TOKENS:
        return Secrets(msgspec.json.decode(plain, type=CredentialParts))
    return msgspec.json.decode(plain, type=Secrets)


def _key() -> bytes:
    key: bytes | None = settings.LANDBRIDGE_SECRET
    if key is None:
        raise SecretKeyError(
            "set LANDBRIDGE_SECRET_KEY or LANDBRIDGE_DATA: without a secret no credentials are kept"
        )
    return key
