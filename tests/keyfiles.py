"""A key with its certificate in one PKCS#12 file, as it is uploaded to NetSuite."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey

SERIAL = 4711


def certificate(key: Key, since: datetime | None = None) -> x509.Certificate:
    """Return a certificate that ``key`` has signed for itself, valid for 365 days from ``since``, else from now."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "real time")])
    since = since or datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(SERIAL)
        .not_valid_before(since)
        .not_valid_after(since + timedelta(days=365))
        .sign(key, None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256())
    )


def packed(key: Key, password: bytes, holding: x509.Certificate | None = None) -> bytes:
    """Return the PKCS#12 file of ``key`` and its certificate, or of another certificate that does not fit it."""
    return pkcs12.serialize_key_and_certificates(
        b"key", key, holding or certificate(key), None, BestAvailableEncryption(password)
    )
