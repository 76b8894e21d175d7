"""Signs notices as NetSuite's script does, and wrongly on purpose. Shared by the tests of the intake."""

from __future__ import annotations

import functools
import json
import uuid
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256

from landbridge.service.realtime.certificates.issuing import Form, Issued, issue
from landbridge.service.realtime.jws import encode

ACCOUNT = "1234567_SB1"
DATABASE = "spp-demo"
NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)


@functools.cache
def issued(number: int = 0, at: datetime = NOW) -> Issued:
    """A certificate; the same one for the same number. Short keys, since these sign nothing of value."""
    return issue(ACCOUNT, at, Form(key_bits=2048))


def claims(at: datetime = NOW, **changed: Any) -> dict[str, Any]:
    """Claims of a genuine notice, some of them changed; ``None`` leaves a claim out."""
    issued_at = int(at.timestamp())
    made = {
        "ver": "1",
        "iss": ACCOUNT,
        "aud": DATABASE,
        "iat": issued_at,
        "exp": issued_at + 300,
        "jti": str(uuid.uuid4()),
        "record_type": "customer",
        "internal_id": "5",
        "event": "edit",
        "context": "USERINTERFACE",
        "user": "3",
    } | changed
    return {name: value for name, value in made.items() if value is not None}


def sign(payload: dict[str, Any], key: RSAPrivateKey, header: dict[str, Any] | None = None) -> bytes:
    """The compact JWS of ``payload``."""
    protected = json.dumps(header or {"alg": "RS256", "typ": "JWT"}).encode()
    signing_input = encode(protected) + b"." + encode(json.dumps(payload).encode())
    return signing_input + b"." + encode(key.sign(signing_input, PKCS1v15(), SHA256()))
