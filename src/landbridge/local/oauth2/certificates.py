"""Certificates that clients sign with (documented: OAuth 2.0 Client Credentials Setup, ``section_162686838198``)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from landbridge.local.oauth2.errors import CertificateRefused
from landbridge.local.oauth2.jws import CURVES, PublicKey

RSA_SIZES = (3072, 4096)
LONGEST = timedelta(days=730)
"""Two years: longer validities are cut (documented)."""


@dataclass(frozen=True, slots=True)
class ClientCertificate:
    """What counts of a certificate. ``algorithm`` RSA or EC; the instants are aware."""

    key: PublicKey
    algorithm: str
    valid_from: datetime
    valid_until: datetime


def read(pem: str) -> ClientCertificate:
    """Read an X.509 certificate in PEM. Raises ``CertificateRefused``."""
    try:
        certificate = x509.load_pem_x509_certificate(pem.encode())
        key = certificate.public_key()
        valid_from, valid_until = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    except (ValueError, UnsupportedAlgorithm) as error:
        raise CertificateRefused("The file is no X.509 certificate in PEM form.") from error
    if isinstance(key, rsa.RSAPublicKey):
        if key.key_size not in RSA_SIZES:
            raise CertificateRefused("An RSA key has 3072 or 4096 bits.")
        return ClientCertificate(key, "RSA", valid_from, min(valid_until, valid_from + LONGEST))
    if isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, tuple(CURVES.values())):
        return ClientCertificate(key, "EC", valid_from, min(valid_until, valid_from + LONGEST))
    raise CertificateRefused("A key is RSA with 3072 or 4096 bits, or EC on P-256, P-384 or P-521.")
