"""The account's own certificate authority: what its TLS certificates are signed with, and what scripts trust.

Key and certificate lie in the user's state folder, the same for all of the user's accounts (or in a temporary one), so that clients
may go on trusting the same file.
"""

from __future__ import annotations

import contextlib
import ipaddress
import os
import ssl
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NETSUITE_HOSTS = (
    "*.suitetalk.api.netsuite.com",
    "*.restlets.api.netsuite.com",
    "*.app.netsuite.com",
    "webservices.netsuite.com",
    "rest.netsuite.com",
    "system.netsuite.com",
    "localhost",
    "127.0.0.1",
    "::1",
)
"""Names that the account answers to over TLS."""

AUTHORITY_DAYS = 3650
SERVER_DAYS = 365


@dataclass(frozen=True, slots=True)
class ServerCertificate:
    """A certificate with its key and the authority's certificate, all PEM."""

    certificate: str
    key: str = field(repr=False)
    ca: str


def _name(common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Landbridge local account"),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def _alternative(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


KEY_FILE = "ca.key.pem"
"""Key and certificate in one file, so that both come into being at once."""

CERTIFICATE = b"-----BEGIN CERTIFICATE-----"


def _new_authority() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    certificate = (
        x509.CertificateBuilder()
        .subject_name(_name("Landbridge local authority"))
        .issuer_name(_name("Landbridge local authority"))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=AUTHORITY_DAYS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(identifier, critical=False)
        .sign(key, hashes.SHA256())
    )
    return _pem(key) + certificate.public_bytes(Encoding.PEM)


def _publish(path: Path, content: bytes) -> None:
    """Let a private file appear whole, unless it is there already: of two that come at once the first one stays."""
    handle, name = tempfile.mkstemp(dir=path.parent)  # 0600
    written = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        with contextlib.suppress(FileExistsError):
            os.link(written, path)
    finally:
        written.unlink()


class Authority:
    """The certificate authority in ``folder``; made when it is not there yet, by whoever comes first.

    Validity follows the machine's clock, not the account's: TLS is checked by the machine.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.ca_file = folder / "ca.pem"
        """The trust store: the authority's certificate alone."""
        key_file = folder / KEY_FILE
        if not key_file.exists():
            _publish(key_file, _new_authority())
        kept = key_file.read_bytes()
        if CERTIFICATE in kept and not self.ca_file.exists():
            certificate = x509.load_pem_x509_certificate(kept[kept.index(CERTIFICATE) :])
            _publish(self.ca_file, certificate.public_bytes(Encoding.PEM))
        key = load_pem_private_key(kept, None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        self._key = key
        self._certificate = x509.load_pem_x509_certificate(self.ca_file.read_bytes())

    @property
    def ca_pem(self) -> str:
        """The authority's certificate."""
        return self.ca_file.read_text()

    def issue(self, hosts: Sequence[str]) -> ServerCertificate:
        """Issue a server certificate for host names or addresses. Raises ``ValueError`` when there are none."""
        if not hosts:
            raise ValueError("a server certificate needs a host")
        key = ec.generate_private_key(ec.SECP256R1())
        now = datetime.now(UTC)
        issuer_key = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
        certificate = (
            x509.CertificateBuilder()
            .subject_name(_name(hosts[0][:64]))
            .issuer_name(self._certificate.subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=SERVER_DAYS))
            .add_extension(
                x509.SubjectAlternativeName([_alternative(host) for host in hosts]), critical=False
            )
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(signs_certificates=False), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(issuer_key, critical=False)
            .sign(self._key, hashes.SHA256())
        )
        return ServerCertificate(
            certificate=certificate.public_bytes(Encoding.PEM).decode(),
            key=_pem(key).decode(),
            ca=self.ca_pem,
        )

    def server_context(self, own_names: Sequence[str] = ()) -> ssl.SSLContext:
        """Return a TLS context that serves NetSuite's host names, and ``own_names``: names or addresses listened on."""
        issued = self.issue(list(dict.fromkeys((*NETSUITE_HOSTS, *own_names))))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        with tempfile.NamedTemporaryFile(
            "w", suffix=".pem"
        ) as chain:  # private to the user; OpenSSL reads files only
            chain.write(issued.certificate + issued.key)
            chain.flush()
            context.load_cert_chain(chain.name)
        return context
