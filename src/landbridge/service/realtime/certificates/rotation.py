"""Replaces the certificate that NetSuite signs notices with.

A new certificate verifies from the moment it is stored (`pending`), before NetSuite has it, so no notice falls between. It
becomes `current` once NetSuite has confirmed; the one before stays acceptable for ``OVERLAP`` as `previous`. Every attempt
makes a new key, which leaves this process only inside the upload.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import datetime, timedelta

import structlog
from django.db import connection as database
from django.db import transaction

from landbridge.service.connections.models import Connection
from landbridge.service.ports import Clock
from landbridge.service.projects.models import User
from landbridge.service.realtime.certificates import upkeep
from landbridge.service.realtime.certificates.choosing import form_of
from landbridge.service.realtime.certificates.issuing import Issued, issue, new_password
from landbridge.service.realtime.certificates.moments import Chance, chance, renewal_moment
from landbridge.service.realtime.certificates.recognising import Whose, recognise, require_replaceable
from landbridge.service.realtime.certificates.restlet import (
    CertificateRefusedError,
    UploadUnknownError,
    read_installed,
    upload,
)
from landbridge.service.realtime.certificates.sealing import HandUpload, seal, unseal
from landbridge.service.realtime.models import Certificate
from landbridge.service.refusal import Refusal
from landbridge.service.suiteapp.restlets import Restlets

OVERLAP = timedelta(hours=24)
"""How long notices signed with the certificate before are accepted: scripts that run already, and a change of mind."""

ROTATION_LOCK = 1_279_611_465
"""First key of the advisory lock of a rotation (any constant of our own); the second is the connection's number."""

_log = structlog.get_logger(__name__)
_State, _Occasion = Certificate.State, Certificate.Occasion


class BusyError(CertificateRefusedError):
    """Another rotation of the connection is under way."""


class NotPendingError(Refusal):
    """The certificate is not waiting for an upload by hand."""


def rotate(
    connection: Connection,
    by: User | None,
    restlets: Restlets,
    clock: Clock,
    *,
    occasion: str = _Occasion.ASKED,
    draw: Chance = chance,
) -> Certificate:
    """Make a certificate, upload it, make it current. Raises ``CertificateRefusedError``; the old one then stays current.

    One rotation of a connection at a time (``BusyError``): of two at once, NetSuite might keep the one and we the other. NetSuite is
    asked first whose certificate it has (``ForeignCertificateError``).
    """
    with _alone(connection):
        require_replaceable(connection, read_installed(restlets).certificate_name)
        issued = issue(connection.netsuite_account, clock(), form_of(connection))
        certificate = _store(connection, issued, by, clock(), draw, occasion=occasion)
        return upload_and_promote(certificate, issued, restlets, clock)


def upload_and_promote(
    certificate: Certificate, issued: Issued, restlets: Restlets, clock: Clock
) -> Certificate:
    """Give a stored certificate to NetSuite and make it current. Raises ``CertificateRefusedError``."""
    connection = certificate.connection
    password = new_password()
    try:
        _upload_surely(restlets, issued, password)
    except CertificateRefusedError as refused:
        certificate.state = _State.RETIRED
        certificate.ended_at = clock()
        certificate.problem = str(refused)
        certificate.save(update_fields=["state", "ended_at", "problem"])
        _log.warning("certificate refused", connection=connection.pk, code=refused.code)
        raise
    except UploadUnknownError as unknown:
        # NetSuite may sign with it by now, so it goes on verifying as `pending`.
        certificate.problem = f"The answer to the upload was lost ({unknown}). Rotate again."
        certificate.save(update_fields=["problem"])
        raise CertificateRefusedError(
            "The answer to the upload was lost.", "Rotate the certificate again."
        ) from unknown
    promote(certificate, clock)
    _log.info("certificate rotated", connection=connection.pk, fingerprint=issued.fingerprint[:16])
    return certificate


def prepare_by_hand(
    connection: Connection, by: User | None, clock: Clock, draw: Chance = chance
) -> Certificate:
    """Make a certificate that a person will upload; its key is kept sealed until then. Raises ``SealError``."""
    issued = issue(connection.netsuite_account, clock(), form_of(connection))
    password = new_password()
    sealed = seal(HandUpload(issued.pkcs12(password), password))
    return _store(connection, issued, by, clock(), draw, occasion=_Occasion.BY_HAND, sealed=sealed)


def download(certificate: Certificate) -> HandUpload:
    """Return what to upload by hand. Raises ``NotPendingError``, ``SealError``."""
    if certificate.sealed is None:
        raise NotPendingError("there is nothing to download: the key of this certificate is not kept")
    return unseal(bytes(certificate.sealed))


def confirm_by_hand(certificate: Certificate, clock: Clock, restlets: Restlets | None = None) -> None:
    """A person says that NetSuite has the certificate now.

    Where the RESTlet answers, the name under which it was uploaded becomes the certificate's. Raises ``NotPendingError``, also when
    NetSuite still has another one of ours.
    """
    if certificate.state != _State.PENDING:
        raise NotPendingError(f"the certificate is {certificate.state}")
    installed = _installed_name(restlets) if restlets else None
    if installed:
        whose = recognise(certificate.connection, installed)
        if installed != certificate.name and whose is not Whose.FOREIGN:
            raise NotPendingError(f"NetSuite still has the certificate {installed!r}")
        certificate.name = installed[:100]
    promote(certificate, clock)


def _installed_name(restlets: Restlets) -> str | None:
    try:
        return read_installed(restlets).certificate_name
    except CertificateRefusedError:  # the very reason for an upload by hand
        return None


def promote(certificate: Certificate, clock: Clock) -> None:
    """Make a certificate current, the current one previous, and forget the sealed key; older ones retire."""
    now = clock()
    others = Certificate.objects.filter(connection=certificate.connection).exclude(pk=certificate.pk)
    with transaction.atomic():
        Connection.objects.select_for_update(of=("self",)).get(pk=certificate.connection_id)
        retire_lapsed(certificate.connection, now)
        others.filter(state=_State.CURRENT).update(
            state=_State.PREVIOUS, accepted_until=now + OVERLAP, ended_at=now
        )
        others.filter(state=_State.PENDING, created_at__lt=certificate.created_at).update(
            state=_State.RETIRED, sealed=None, ended_at=now
        )
        certificate.state = _State.CURRENT
        certificate.confirmed_at = now
        certificate.sealed = None
        certificate.problem = ""
        certificate.save()
        upkeep.note_success(certificate.connection, certificate.name, now, chance)


def retire_lapsed(connection: Connection, now: datetime) -> int:
    """Retire previous certificates whose overlap is over; return how many. The intake refuses them by date anyhow."""
    return Certificate.objects.filter(
        connection=connection, state=_State.PREVIOUS, accepted_until__lt=now
    ).update(state=_State.RETIRED)


@contextlib.contextmanager
def _alone(connection: Connection) -> Iterator[None]:
    """Hold the connection's rotation lock, a session lock of the database. Raises ``CertificateRefusedError``."""
    key = [ROTATION_LOCK, connection.pk]
    with database.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", key)
        if cursor.fetchone() != (True,):
            raise BusyError("Another rotation is under way.", "Wait for its end.")
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", key)


def _upload_surely(restlets: Restlets, issued: Issued, password: str) -> None:
    """Upload; when the answer is lost, look whether NetSuite has it. Raises as ``upload`` does."""
    try:
        upload(restlets, issued.name, issued.pkcs12(password), password)
    except UploadUnknownError:
        try:
            installed = read_installed(restlets)
        except CertificateRefusedError:
            installed = None
        if installed is None or installed.certificate_name != issued.name:
            raise


def _store(
    connection: Connection,
    issued: Issued,
    by: User | None,
    now: datetime,
    draw: Chance,
    *,
    occasion: str,
    sealed: bytes | None = None,
) -> Certificate:
    return Certificate.objects.create(
        connection=connection,
        name=issued.name,
        pem=issued.pem,
        fingerprint=issued.fingerprint,
        not_before=issued.not_before,
        not_after=issued.not_after,
        created_at=now,
        created_by=by,
        renew_at=renewal_moment(issued.not_before, issued.not_after, draw),
        occasion=occasion,
        sealed=sealed,
    )
