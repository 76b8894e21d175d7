"""Key pairs for OAuth 2.0, made here: the key stays sealed, the certificate is downloaded and uploaded in NetSuite.

Elliptic keys on P-256 (``ES256``) and a year: within what NetSuite takes (help section_162686838198: two years at most). The certificate's
id, which NetSuite shows once it has it, is what a connection names it by.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from landbridge.netsuite.choosing import CredentialParts
from landbridge.service.connections.credentials import Secrets, seal, unseal
from landbridge.service.connections.models import OAuth2Certificate
from landbridge.service.projects.models import User

VALIDITY = timedelta(days=365)
BACKDATED = timedelta(minutes=5)
"""NetSuite's clock may be behind ours; a certificate of the future would be refused."""


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A certificate with its key, both in PEM."""

    name: str
    certificate: str
    private_key: str = field(repr=False)
    not_after: datetime


def make_key_pair(label: str, now: datetime) -> KeyPair:
    """Make a key and its self-signed certificate. ``label`` becomes part of the certificate's name."""
    key = ec.generate_private_key(ec.SECP256R1())
    serial = x509.random_serial_number()
    name = f"Landbridge {label} {now:%Y-%m-%d} {serial:x}"[:60].strip()
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(serial)
        .not_valid_before(now - BACKDATED)
        .not_valid_after(now + VALIDITY)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    return KeyPair(
        name,
        certificate.public_bytes(Encoding.PEM).decode(),
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode(),
        certificate.not_valid_after_utc,
    )


def make_waiting(by: User | None, now: datetime) -> OAuth2Certificate:
    """Make a key pair that a connection can use once NetSuite has its certificate. Raises ``SecretKeyError``."""
    pair = make_key_pair("", now)
    row = OAuth2Certificate(
        name=pair.name, pem=pair.certificate, not_after=pair.not_after, made_at=now, made_by=by
    )
    row.sealed, row.sealed_with = seal(Secrets(CredentialParts(private_key=pair.private_key)), str(row.uid))
    row.save()
    return row


def private_key_of(certificate: OAuth2Certificate) -> str:
    """Return the key of a waiting certificate. Raises ``CredentialsUnreadableError`` or ``SecretKeyError``."""
    sealed = bytes(certificate.sealed or b"")
    return unseal(sealed, certificate.sealed_with, str(certificate.uid)).credentials.private_key


def waiting() -> list[OAuth2Certificate]:
    """Return the certificates that no connection uses yet."""
    return list(OAuth2Certificate.objects.filter(state=OAuth2Certificate.State.WAITING))
