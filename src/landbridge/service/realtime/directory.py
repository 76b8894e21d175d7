"""Who may send notices: a snapshot of connections, their certificates and what is live, kept in memory by the intake."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding

from landbridge.service.realtime.jws import CompactJws
from landbridge.service.realtime.refusals import Refusal, RefusedError


@dataclass(frozen=True, slots=True)
class KnownCertificate:
    """A certificate that may verify: the key, its names as a `kid` hint, and until when it counts."""

    key: RSAPublicKey
    names: frozenset[str]
    valid_from: datetime
    valid_until: datetime

    @classmethod
    def load(cls, pem: str, accepted_until: datetime | None) -> KnownCertificate:
        """Read a PEM certificate. ``accepted_until`` ends the overlap of a previous one. Raises ``ValueError``."""
        certificate = x509.load_pem_x509_certificate(pem.encode())
        key = certificate.public_key()
        if not isinstance(key, RSAPublicKey):
            raise ValueError("a real-time certificate has an RSA key")
        digest = hashlib.sha256(certificate.public_bytes(Encoding.DER)).hexdigest()
        until = certificate.not_valid_after_utc
        return cls(
            key=key,
            names=frozenset({digest, str(certificate.serial_number), f"{certificate.serial_number:x}"}),
            valid_from=certificate.not_valid_before_utc,
            valid_until=min(until, accepted_until) if accepted_until else until,
        )


@dataclass(frozen=True, slots=True)
class KnownConnection:
    """A connection as the intake sees it. ``live_types`` are NetSuite record types whose workflow takes notices."""

    id: int
    active: bool
    real_time: bool
    certificates: tuple[KnownCertificate, ...]
    live_types: frozenset[str]

    def verify(self, jws: CompactJws, now: datetime) -> None:
        """Raise ``RefusedError`` unless a registered certificate that is valid at ``now`` made the signature."""
        for certificate in self.certificates:
            if jws.verifies(certificate.key):
                if not certificate.valid_from <= now <= certificate.valid_until:
                    raise RefusedError(
                        Refusal.EXPIRED_CERTIFICATE, f"valid until {certificate.valid_until}", self.id
                    )
                return
        if not self.certificates:
            raise RefusedError(Refusal.UNKNOWN_CERTIFICATE, "the connection has no certificate", self.id)
        raise RefusedError(*self._why_unverified(jws.kid), self.id)

    def _why_unverified(self, kid: str) -> tuple[Refusal, str]:
        if looks_like_our_name(kid) and not any(kid in known.names for known in self.certificates):
            return Refusal.UNKNOWN_CERTIFICATE, "kid names none of the connection's certificates"
        return Refusal.BAD_SIGNATURE, "no certificate of the connection verifies"


def looks_like_our_name(kid: str) -> bool:
    """Whether ``kid`` names one certificate (a digest or a serial number) and not NetSuite's slot for all of them."""
    return len(kid) >= 16 and all(character in "0123456789abcdef" for character in kid.lower())


@dataclass(frozen=True, slots=True)
class Directory:
    """All connections by (NetSuite account, SPP database id)."""

    connections: Mapping[tuple[str, str], KnownConnection] = field(default_factory=dict)

    @classmethod
    def of(cls, known: Iterable[tuple[str, str, KnownConnection]]) -> Directory:
        return cls(
            {(account_key(account), database_id): connection for account, database_id, connection in known}
        )

    def find(self, issuer: str, audience: str) -> KnownConnection:
        """Return the connection of the two accounts. Raises ``RefusedError`` (`wrong_account`)."""
        try:
            return self.connections[account_key(issuer), audience]
        except KeyError as error:
            raise RefusedError(
                Refusal.WRONG_ACCOUNT, f"iss {issuer[:40]!r}, aud {audience[:40]!r}"
            ) from error


def account_key(account: str) -> str:
    """Return one spelling of an account id (`1234567-sb1` and `1234567_SB1` are the same account)."""
    return account.strip().upper().replace("-", "_")
