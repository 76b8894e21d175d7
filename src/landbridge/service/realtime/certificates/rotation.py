"""Replaces the certificate that NetSuite signs notices with.

A new certificate verifies from the moment it is stored (`pending`), before NetSuite has it, so no notice falls between. It
becomes `current` once NetSuite has confirmed; the one before stays acceptable for ``OVERLAP`` as `previous`. Every attempt
makes a new key, which leaves this process only inside the upload.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import QuerySet

from landbridge.service.connections.models import Connection
from landbridge.service.ports import Clock
from landbridge.service.projects.models import User
from landbridge.service.realtime.certificates import upkeep
from landbridge.service.realtime.certificates.choosing import form_of
from landbridge.service.realtime.certificates.issuing import Issued, issue, new_password
from landbridge.service.realtime.certificates.moments import Chance, chance, renewal_moment
from landbridge.service.realtime.certificates.recognising import require_replaceable
from landbridge.service.realtime.certificates.restlet import (
    CertificateRefusedError,
    UploadUnknownError,
    read_installed,
    upload,
)
from landbridge.service.realtime.certificates.sealing import HandUpload, seal, unseal
from landbridge.service.realtime.certificates.turns import alone
from landbridge.service.realtime.models import Certificate
from landbridge.service.refusal import Refusal
from landbridge.service.suiteapp.restlets import Restlets

OVERLAP = timedelta(hours=24)
"""How long notices signed with the certificate before are accepted: scripts that run already, and a change of mind."""

_log = structlog.get_logger(__name__)
_State, _Occasion = Certificate.State, Certificate.Occasion


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

    One rotation of a connection at a time (``BusyError``). NetSuite is asked first whose certificate it has (``require_replaceable``).
    """
    with alone(connection):
        require_replaceable(connection, read_installed(restlets).certificate_name)
        return replace(connection, by, restlets, clock, occasion=occasion, draw=draw)


def replace(
    connection: Connection, by: User | None, restlets: Restlets, clock: Clock, *, occasion: str, draw: Chance
) -> Certificate:
    """Rotate, where the caller holds the connection's lock (``turns.alone``) and knows that what NetSuite has may be replaced.

    ``problem`` of the answer is what went wrong beside it. Raises ``CertificateRefusedError``.
    """
    issued = issue(connection.netsuite_account, clock(), form_of(connection))
    certificate = _store(connection, issued, by, clock(), draw, occasion=occasion)
    password = new_password()
    try:
        problem = _upload_surely(restlets, issued, password)
    except CertificateRefusedError as refused:
        certificate.state = _State.RETIRED
        certificate.ended_at = clock()
        certificate.problem = str(refused)
        certificate.save(update_fields=["state", "ended_at", "problem"])
        _log.warning("certificate refused", connection=connection.pk, code=refused.code)
        raise
    except UploadUnknownError as unknown:
        # NetSuite may sign with it by now, so it goes on verifying as `pending`.
        certificate.problem = f"Whether NetSuite has it is not known: {unknown} Rotate again."
        certificate.save(update_fields=["problem"])
        raise CertificateRefusedError(
            f"Whether NetSuite has the new certificate is not known: {unknown}",
            "Rotate the certificate again.",
        ) from unknown
    promote(certificate, clock, problem)
    _log.info(
        "certificate rotated",
        connection=connection.pk,
        fingerprint=issued.fingerprint[:16],
        problem=problem or None,
    )
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
    """A person says that NetSuite has the certificate now; where the RESTlet answers, it must say so too.

    Raises ``NotPendingError``, also when NetSuite has another one or none, and ``BusyError``.
    """
    with alone(certificate.connection):
        certificate.refresh_from_db()
        if certificate.state != _State.PENDING:
            raise NotPendingError(f"the certificate is {certificate.state}")
        if restlets is not None:
            _require_installed(certificate, restlets)
        promote(certificate, clock)


def _require_installed(certificate: Certificate, restlets: Restlets) -> None:
    try:
        installed = read_installed(restlets).certificate_name
    except CertificateRefusedError:  # the very reason for an upload by hand
        return
    if installed != certificate.name:
        there = f"the certificate {installed!r}" if installed else "no certificate"
        raise NotPendingError(f"NetSuite has {there}; upload this one under its name {certificate.name!r}")


def promote(certificate: Certificate, clock: Clock, problem: str = "") -> None:
    """Make a certificate current, the current one previous, and forget the sealed key; older ones retire.

    The caller holds the connection's lock (``turns.alone``). ``problem`` is what went wrong beside it.
    """
    now = clock()
    others = Certificate.objects.filter(connection=certificate.connection).exclude(pk=certificate.pk)
    with transaction.atomic():
        Connection.objects.select_for_update(of=("self",)).get(pk=certificate.connection_id)
        retire_lapsed(certificate.connection.certificates.all(), now)
        others.filter(state=_State.CURRENT).update(
            state=_State.PREVIOUS, accepted_until=now + OVERLAP, ended_at=now
        )
        others.filter(state=_State.PENDING, created_at__lt=certificate.created_at).update(
            state=_State.RETIRED, sealed=None, ended_at=now
        )
        certificate.state = _State.CURRENT
        certificate.confirmed_at = now
        certificate.sealed = None
        certificate.problem = problem
        certificate.save()
        upkeep.note_success(certificate.connection, certificate.name, now, chance)


def retire_lapsed(certificates: QuerySet[Certificate], now: datetime) -> int:
    """Retire previous certificates whose overlap is over; return how many. The intake refuses them by date anyhow."""
    lapsed = certificates.filter(state=_State.PREVIOUS, accepted_until__lt=now)
    return lapsed.update(state=_State.RETIRED)


def _upload_surely(restlets: Restlets, issued: Issued, password: str) -> str:
    """Upload; where that fails, look what NetSuite has: the script may have failed after NetSuite took it. Raises as ``upload`` does.

    Returns what is wrong all the same, empty where nothing is.
    """
    try:
        left = upload(restlets, issued.name, issued.pkcs12(password), password)
    except UploadUnknownError as lost:
        if not _is_installed(restlets, issued, str(lost)):
            raise
        return ""
    except CertificateRefusedError as refused:
        if not _is_installed(restlets, issued, str(refused)):
            raise
        return f"NetSuite took it, but its script failed after that: {refused}"
    return f"{left} Delete that in NetSuite, then generate a new certificate." if left else ""


def _is_installed(restlets: Restlets, issued: Issued, failure: str) -> bool:
    """Whether NetSuite has the certificate. Raises ``UploadUnknownError`` with the upload's failure where it cannot be asked."""
    try:
        return read_installed(restlets).certificate_name == issued.name
    except CertificateRefusedError as away:
        raise UploadUnknownError(failure) from away


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
