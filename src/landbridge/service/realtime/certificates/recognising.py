"""Whose certificate NetSuite has: ours, another connection's, the placeholder of the add-on bundle, or somebody else's.

NetSuite signs for one connection only: the account has one certificate record, and its settings name one SuiteProjects Pro account.
"""

from __future__ import annotations

from enum import Enum

from landbridge.service.connections.models import Connection
from landbridge.service.realtime.certificates.restlet import CertificateRefusedError
from landbridge.service.realtime.directory import account_key
from landbridge.service.realtime.live import is_enabled
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
    OTHERS = "others"
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


class HeldCertificateError(CertificateRefusedError):
    """NetSuite has the certificate of another connection to the same NetSuite account."""

    def __init__(self, holder: Connection) -> None:
        live = ", which is live" if is_enabled(holder) else ""
        super().__init__(
            f"NetSuite has the certificate of the connection {holder.name!r}{live}, and signs for one connection only.",
            f"If NetSuite is to sign for this one, switch real time of {holder.name!r} off and generate a new certificate here.",
            "certificate_of_another_connection",
        )


class PlaceholderInDoubtError(CertificateRefusedError):
    """What is named like the placeholder may be what the native connector signs with."""

    def __init__(self, deployment: str) -> None:
        super().__init__(
            f"NetSuite has the certificate {PLACEHOLDER!r}, and the native connector is installed ({deployment}), which may sign with it: "
            "it is not replaced by itself.",
            "If the native connector uses it, install the beside-native form of the SuiteApp; if nobody does, generate a new one.",
            "placeholder_in_doubt",
        )


def recognise(connection: Connection, name: str | None) -> Whose:
    """Say whose certificate a name stands for. Names have a random serial number, so that one is told from all others.

    Those of another account's connection count as ours: a sandbox that was refreshed has its production account's.
    """
    if not name:
        return Whose.NOBODYS
    if name == PLACEHOLDER:
        return Whose.PLACEHOLDER
    known = Certificate.objects.filter(name=name)
    states = set(known.filter(connection=connection).values_list("state", flat=True))
    if _State.CURRENT in states:
        return Whose.CURRENT
    if _State.PENDING in states:
        return Whose.PENDING
    if holder_of(connection, name) is not None:
        return Whose.OTHERS
    return Whose.EARLIER if known.exists() else Whose.FOREIGN


def holder_of(connection: Connection, name: str) -> Connection | None:
    """Return the other active connection to the same NetSuite account that made a certificate."""
    made = Certificate.objects.filter(name=name, connection__active=True).exclude(connection=connection)
    account = account_key(connection.netsuite_account)
    others = (one.connection for one in made.select_related("connection"))
    return next((one for one in others if account_key(one.netsuite_account) == account), None)


def require_replaceable(connection: Connection, name: str | None) -> None:
    """Raise for a certificate that also a person's click does not replace: ``ForeignCertificateError``, ``HeldCertificateError``."""
    whose = recognise(connection, name)
    if name and whose is Whose.FOREIGN:
        raise ForeignCertificateError(name)
    holder = holder_of(connection, name) if name and whose is Whose.OTHERS else None
    if holder is not None and is_enabled(holder):
        raise HeldCertificateError(holder)
