"""Reading an uploaded key file: PKCS#12 (PFX, P12) or PEM with key and certificate.

File types are documented for N/certificateControl. That a certificate must be valid now is assumed: the list shows expired ones,
and nothing says whether one is taken.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key, pkcs12

from landbridge.local.records.errors import RecordError

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
TYPES = {"pfx": "PFX", "p12": "P12", "pem": "PEM"}
"""File types taken (documented for N/certificateControl), by the ending of the file's name."""

DER_SEQUENCE = b"0"


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A private key with its certificate."""

    kind: str
    key: PrivateKey
    certificate: x509.Certificate


def _refused(reason: str) -> RecordError:
    return RecordError("INVALID_CERT", f"The certificate file cannot be used: {reason}.")


def read(name: str, content: bytes, password: str | None, now: datetime) -> KeyFile:
    """Read a key file. Raises ``RecordError`` INVALID_CERT: wrong type, wrong password, no key, key and certificate
    that do not belong together, expired or not yet valid at ``now``."""
    kind = TYPES.get(name.rpartition(".")[2].lower())
    if kind is None:
        raise _refused("it is none of PFX, P12, PEM")
    key, certificate = _pem(content, password) if kind == "PEM" else _pkcs12(content, password)
    if not isinstance(key, (rsa.RSAPrivateKey, ec.EllipticCurvePrivateKey)):
        raise _refused("its key is neither RSA nor elliptic-curve")
    if key.public_key() != certificate.public_key():
        raise _refused("key and certificate do not belong together")
    if certificate.not_valid_after_utc < now:
        raise _refused(f"it expired on {certificate.not_valid_after_utc:%Y-%m-%d}")
    if certificate.not_valid_before_utc > now:
        raise _refused(f"it is not valid before {certificate.not_valid_before_utc:%Y-%m-%d}")
    return KeyFile(kind, key, certificate)


def _pkcs12(content: bytes, password: str | None) -> tuple[object, x509.Certificate]:
    if not content.startswith(DER_SEQUENCE):
        # SuiteScript keeps binary files as base64 text.
        try:
            content = base64.b64decode(content, validate=True)
        except binascii.Error as error:
            raise _refused("it is no PKCS#12") from error
    try:
        key, certificate, _ = pkcs12.load_key_and_certificates(
            content, password.encode() if password else None
        )
    except ValueError as error:
        raise _refused("it is no PKCS#12, or the password is wrong") from error
    if key is None or certificate is None:
        raise _refused("it holds no key with a certificate")
    return key, certificate


def _pem(content: bytes, password: str | None) -> tuple[object, x509.Certificate]:
    try:
        key = load_pem_private_key(content, password.encode() if password else None)
        return key, x509.load_pem_x509_certificate(content)
    except (ValueError, TypeError) as error:
        raise _refused("it is no PEM with key and certificate, or the password is wrong") from error


def certificate_of(pem: bytes) -> x509.Certificate:
    """Read a stored certificate."""
    return x509.load_pem_x509_certificate(pem)
