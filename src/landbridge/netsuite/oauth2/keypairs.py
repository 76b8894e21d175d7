"""New keys and their self-signed certificates, within what NetSuite takes (help section_162686838198)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

LONGEST = timedelta(days=730)
"""Two years; NetSuite cuts longer validities."""

A_YEAR = timedelta(days=365)
_BACKDATED = timedelta(minutes=5)
_LONGEST_NAME = 64


class KeyKind(StrEnum):
    """The kinds of key that NetSuite takes and that are worth making: elliptic on P-256, or RSA."""

    EC_P256 = "ec-p256"
    RSA_3072 = "rsa-3072"
    RSA_4096 = "rsa-4096"

    @property
    def algorithm(self) -> str:
        """What NetSuite lists its certificates by."""
        return "EC" if self is KeyKind.EC_P256 else "RSA"


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A private key and its certificate, both in PEM; ``not_after`` is aware."""

    name: str
    kind: KeyKind
    private_key: str = field(repr=False)
    certificate: str
    not_after: datetime


def make_key_pair(
    name: str, now: datetime, *, kind: KeyKind = KeyKind.EC_P256, valid_for: timedelta = A_YEAR
) -> KeyPair:
    """Make a key and a self-signed certificate of it.

    ``name`` becomes its common name. ``now`` is aware; the certificate is dated back five minutes, since NetSuite's clock may be behind.
    An RSA key takes a second or so. ``ValueError`` for a name that is empty or longer than 64 letters, or a validity over two years.
    """
    if not 0 < len(name) <= _LONGEST_NAME:
        raise ValueError(f"a certificate's name has 1 to {_LONGEST_NAME} letters")
    if not timedelta(0) < valid_for <= LONGEST:
        raise ValueError("a certificate is valid for at most two years (730 days)")
    key = _key(kind)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _BACKDATED)
        .not_valid_after(now - _BACKDATED + valid_for)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    return KeyPair(
        name,
        kind,
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode(),
        certificate.public_bytes(Encoding.PEM).decode(),
        certificate.not_valid_after_utc,
    )


def _key(kind: KeyKind) -> ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey:
    if kind is KeyKind.EC_P256:
        return ec.generate_private_key(ec.SECP256R1())
    return rsa.generate_private_key(
        public_exponent=65537, key_size=3072 if kind is KeyKind.RSA_3072 else 4096
    )
