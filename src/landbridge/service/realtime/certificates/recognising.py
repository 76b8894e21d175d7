"""Whose certificate NetSuite has: ours, the placeholder of the add-on bundle, or somebody else's, which is never replaced."""

from __future__ import annotations

from enum import Enum

from landbridge.service.connections.models import Connection
from landbridge.service.realtime.certificates.restlet import CertificateRefusedError
from landbridge.service.realtime.models import Certificate

PLACEHOLDER = "openair-certificate.pem"
"""The file of the certificate record that the add-on bundle brings (specification); that the record is named after it is assumed."""

_State = Certificate.State


class Whose(Enum):
    """What a name in NetSuite's list stands for."""

    NOBODYS = "none"
    PLACEHOLDER = "placeholder"
    CURRENT = "current"
    PENDING = "pending"
    EARLIER = "earlier"
    FOREIGN = "foreign"


class ForeignCertificateError(CertificateRefusedError):
    """NetSuite has a certificate that this service did not make."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"NetSuite has the certificate {name[:100]!r}, which this service did not make, so it is not replaced.",
            "If the native connector uses it, install the beside-native form of the SuiteApp. If nobody does, delete it in NetSuite "
            "(Setup > Company > Certificates) and generate a new one.",
            "foreign_certificate",
        )


def recognise(connection: Connection, name: str | None) -> Whose:
    """Say whose certificate a name stands for. Names have a random serial number, so that one is told from all others.

    Those of other connections count as ours: a sandbox that was refreshed has its production account's.
    """
    if not name:
        return Whose.NOBODYS
    if name == PLACEHOLDER:
        return Whose.PLACEHOLDER
    ours = Certificate.objects.filter(name=name)
    states = set(ours.filter(connection=connection).values_list("state", flat=True))
    if _State.CURRENT in states:
        return Whose.CURRENT
    if _State.PENDING in states:
        return Whose.PENDING
    return Whose.EARLIER if ours.exists() else Whose.FOREIGN


def require_replaceable(connection: Connection, name: str | None) -> None:
    """Raise ``ForeignCertificateError`` for a certificate that is not ours to replace."""
    if name and recognise(connection, name) is Whose.FOREIGN:
        raise ForeignCertificateError(name)
