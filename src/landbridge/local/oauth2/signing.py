"""The account's own signing certificates: 90 days each, the next one from 30 days before the end (documented,
``section_161235023782``). Keys are made when the first token is asked for, so that an account starts quickly.
"""

from __future__ import annotations

import base64
import sqlite3
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from landbridge.local.clock import Clock
from landbridge.local.oauth2.jws import base64url
from landbridge.local.records.values import instant_of, instant_text
from landbridge.local.storage import Database

LIFE = timedelta(days=90)
ROTATED_BEFORE_END = timedelta(days=30)
KEY_SIZE = 2048
"""Size of the signing keys (assumed)."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """One certificate with its key. ``id`` is the ``kid`` of tokens."""

    id: str
    key: rsa.RSAPrivateKey = field(repr=False)
    certificate: x509.Certificate
    expires: datetime

    @property
    def jwk(self) -> dict[str, Any]:
        """The public half as a JSON web key (RFC 7517), with its certificate."""
        numbers = self.key.public_key().public_numbers()
        size = (numbers.n.bit_length() + 7) // 8
        der = self.certificate.public_bytes(serialization.Encoding.DER)
        return {
            "kty": "RSA",
            "kid": self.id,
            "use": "sig",
            "alg": "PS256",
            "n": base64url(numbers.n.to_bytes(size, "big")),
            "e": base64url(numbers.e.to_bytes(3, "big")),
            "x5t#S256": base64url(self.certificate.fingerprint(hashes.SHA256())),
            "x5c": [base64.b64encode(der).decode()],
        }


class SigningKeys:
    """The keys of one account, kept with its data. Thread-safe."""

    def __init__(self, account_id: str, database: Database, clock: Clock) -> None:
        self._account_id = account_id
        self._database = database
        self._clock = clock
        self._read: dict[str, SigningKey] = {}

    def current(self) -> SigningKey:
        """Return the key to sign with now: the newest, or a new one once the newest is within 30 days of its end."""
        now = self._clock.now()
        keys = self.valid()
        if keys and keys[-1].expires - now > ROTATED_BEFORE_END:
            return keys[-1]
        made = _new_key(now)
        with self._database.transaction() as connection:
            again = self.valid()
            if len(again) > len(keys):  # another request was quicker
                return again[-1]
            # c.<account>.<date>_<time>: the form of Oracle's sample of 2026 (article_0209112818)
            key_id = f"c.{self._account_id}.{now:%Y-%m-%d_%H-%M-%S}"
            connection.execute(
                "INSERT INTO signing_certificate VALUES (?, ?, ?, ?, ?)",
                (
                    key_id,
                    made.key.private_bytes(
                        serialization.Encoding.PEM,
                        serialization.PrivateFormat.PKCS8,
                        serialization.NoEncryption(),
                    ),
                    made.certificate.public_bytes(serialization.Encoding.PEM),
                    instant_text(now),
                    instant_text(made.expires),
                ),
            )
        return self.valid()[-1]

    def valid(self) -> list[SigningKey]:
        """Return the keys that tokens may be verified with now, oldest first."""
        rows = self._database.rows(
            "SELECT * FROM signing_certificate WHERE expires > ? ORDER BY rowid",
            (instant_text(self._clock.now()),),
        )
        return [self._key_of(row) for row in rows]

    def get(self, key_id: str) -> SigningKey | None:
        """Return a valid key by id, or ``None``."""
        return next((key for key in self.valid() if key.id == key_id), None)

    def _key_of(self, row: sqlite3.Row) -> SigningKey:
        content = bytes(row["certificate_pem"])
        known = self._read.get(row["id"])
        if known is None or known.certificate.public_bytes(serialization.Encoding.PEM) != content:
            key = serialization.load_pem_private_key(bytes(row["key_pem"]), None)
            assert isinstance(key, rsa.RSAPrivateKey), "written by current()"
            certificate = x509.load_pem_x509_certificate(content)
            known = self._read[row["id"]] = SigningKey(
                row["id"], key, certificate, instant_of(row["expires"])
            )
        return known


def _new_key(now: datetime) -> SigningKey:
    key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_SIZE)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "system.netsuite.com")])
    expires = now + LIFE
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(expires)
        .sign(key, hashes.SHA256())
    )
    return SigningKey("", key, certificate, expires)
