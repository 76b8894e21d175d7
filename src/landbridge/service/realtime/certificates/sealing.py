"""Keeps a key and its password sealed in the database between "make a certificate" and "I have uploaded it"."""

from __future__ import annotations

import base64
from dataclasses import dataclass

import msgspec
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from landbridge.service.refusal import Refusal
from landbridge.service.secret_key import derive_key

PURPOSE = "certificate upload"


class SealError(Refusal):
    """There is no secret, or it is not the one that sealed."""


@dataclass(frozen=True, slots=True, repr=False)
class HandUpload:
    """What a person uploads: a PKCS#12 file and its password."""

    pkcs12: bytes
    password: str


def seal(upload: HandUpload) -> bytes:
    """Encrypt. Raises ``SealError``."""
    return _box().encrypt(msgspec.json.encode(upload))


def unseal(sealed: bytes) -> HandUpload:
    """Decrypt. Raises ``SealError``."""
    try:
        return msgspec.json.decode(_box().decrypt(sealed), type=HandUpload)
    except InvalidToken as error:
        raise SealError(
            "the secret key is not the one that sealed this certificate; make a new one"
        ) from error


def _box() -> Fernet:
    secret: bytes | None = settings.LANDBRIDGE_SECRET
    if secret is None:
        raise SealError("there is no secret key: set LANDBRIDGE_SECRET_KEY or LANDBRIDGE_DATA")
    return Fernet(base64.urlsafe_b64encode(derive_key(secret, PURPOSE)))
