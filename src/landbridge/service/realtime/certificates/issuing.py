"""Makes a key and its self-signed certificate. Nothing here touches the database or NetSuite.

RSA 3072 and a year unless the connection is set otherwise: NetSuite's certificate list documents RSA 3072 or 4096 and two years at most.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import NameOID

BACKDATED = timedelta(minutes=5)
"""NetSuite's clock may be behind ours; a certificate of the future would be refused."""


@dataclass(frozen=True, slots=True)
class Form:
    """How a certificate is made: the size of its RSA key, and how long it is valid."""

    key_bits: int = 3072
    validity: timedelta = timedelta(days=365)


DEFAULT = Form()


@dataclass(frozen=True, slots=True)
class Issued:
    """A certificate and, in memory only, its key."""

    name: str
    pem: str
    fingerprint: str
    not_before: datetime
    not_after: datetime
    key: rsa.RSAPrivateKey
    certificate: x509.Certificate

    @classmethod
    def of(cls, name: str, key: rsa.RSAPrivateKey, certificate: x509.Certificate) -> Issued:
        """Return a key with its certificate under a name."""
        return cls(
            name=name,
            pem=certificate.public_bytes(Encoding.PEM).decode(),
            fingerprint=hashlib.sha256(certificate.public_bytes(Encoding.DER)).hexdigest(),
            not_before=certificate.not_valid_before_utc,
            not_after=certificate.not_valid_after_utc,
            key=key,
            certificate=certificate,
        )

    def __repr__(self) -> str:
        return f"Issued({self.name!r}, {self.fingerprint[:16]})"

    def pkcs12(self, password: str) -> bytes:
        """Key and certificate as one PKCS#12 file, encrypted with ``password``."""
        return serialize_key_and_certificates(
            self.name.encode(), self.key, self.certificate, None, BestAvailableEncryption(password.encode())
        )


def issue(account: str, now: datetime, form: Form = DEFAULT) -> Issued:
    """Make a new key and a certificate for the real-time notices of a NetSuite account."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=form.key_bits)
    serial = x509.random_serial_number()
    name = f"Landbridge {account} {now:%Y-%m-%d} {serial:x}"[:60]
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Landbridge"),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(serial)
        .not_valid_before(now - BACKDATED)
        .not_valid_after(now + form.validity)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_signs_only(), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, SHA256())
    )
    return Issued.of(name, key, certificate)


def new_password() -> str:
    """A password for one PKCS#12 file; used once, told to nobody but NetSuite."""
    return secrets.token_urlsafe(24)


def _signs_only() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
