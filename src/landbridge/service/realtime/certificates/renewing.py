"""The service looks after the certificates by itself: it renews them, and notices when NetSuite has another one than it should.

A duty of the tick queues the look; the worker's task asks NetSuite and uploads, outside of the tick's transaction.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from django.db.models import Exists, OuterRef, Q

from landbridge.service.connections.models import Connection
from landbridge.service.ports import Clock
from landbridge.service.realtime.certificates import upkeep
from landbridge.service.realtime.certificates.moments import Chance, renewal_moment
from landbridge.service.realtime.certificates.queueing import defer
from landbridge.service.realtime.certificates.recognising import (
    ForeignCertificateError,
    Whose,
    recognise,
)
from landbridge.service.realtime.certificates.restlet import (
    CertificateRefusedError,
    read_installed,
)
from landbridge.service.realtime.certificates.rotation import BusyError, promote, rotate
from landbridge.service.realtime.models import Certificate, RefusedNotice, Renewal
from landbridge.service.realtime.refusals import Refusal as Refused
from landbridge.service.suiteapp.restlets import Restlets

AFTER_REFUSALS = timedelta(minutes=5)
"""Notices whose certificate is wrong make the service look at once, and no more often than this: anybody can send them."""

LOST_AFTER = timedelta(minutes=10)
"""A look that a worker did not bring to its end is queued again after this."""

TELLING = (Refused.BAD_SIGNATURE, Refused.UNKNOWN_CERTIFICATE, Refused.EXPIRED_CERTIFICATE)

_log = structlog.get_logger(__name__)
_Occasion = Certificate.Occasion


def queue_due(now: datetime) -> int:
    """Queue a look at the certificate of each connection whose turn it is; return how many. A duty of the workers' tick."""
    _write_down_new(now)
    refused = RefusedNotice.objects.filter(
        connection=OuterRef("connection"),
        code__in=[one.code for one in TELLING],
        minute__gt=now - AFTER_REFUSALS,
    )
    suspicious = Q(Exists(refused), failures=0, looked_at__lte=now - AFTER_REFUSALS)
    due = list(
        Renewal.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(Q(next_at__lte=now) | suspicious, connection__active=True)
        .order_by("connection_id")
    )
    for one in due:
        one.next_at, one.looked_at = now + LOST_AFTER, now
        defer(one.connection_id)
    Renewal.objects.bulk_update(due, ["next_at", "looked_at"])
    return len(due)


def _write_down_new(now: datetime) -> None:
    """Look after connections that have a certificate, or are live and should have one."""
    new = Connection.objects.filter(
        Q(certificates__state=Certificate.State.CURRENT) | Q(live_switch__enabled=True),
        active=True,
        certificate_renewal=None,
    ).distinct()
    Renewal.objects.bulk_create([Renewal(connection=one, next_at=now) for one in new], ignore_conflicts=True)


def look_after(connection: Connection, restlets: Restlets, clock: Clock, draw: Chance) -> None:
    """Ask which certificate NetSuite has, and give it a new one where that is needed. What fails is noted and tried again."""
    due = _is_due(connection, clock(), draw)
    try:
        installed = read_installed(restlets).certificate_name
    except CertificateRefusedError as refused:
        if due:
            upkeep.note_failure(connection, str(refused), clock(), draw)
        else:
            upkeep.look_again(connection, clock(), draw)
        return
    try:
        _set_right(connection, installed, restlets, clock, draw, due=due)
    except BusyError:
        upkeep.look_again(connection, clock(), draw)
    except CertificateRefusedError as refused:
        _log.warning("certificate not renewed", connection=connection.pk, code=refused.code)
        upkeep.note_failure(connection, str(refused), clock(), draw, installed=installed or "")


def _set_right(
    connection: Connection,
    installed: str | None,
    restlets: Restlets,
    clock: Clock,
    draw: Chance,
    *,
    due: bool,
) -> None:
    match recognise(connection, installed):
        case Whose.FOREIGN:
            raise ForeignCertificateError(installed or "")
        case Whose.PENDING:
            # The answer to its upload was lost, or somebody uploaded it by hand and did not say so.
            promote(Certificate.objects.get(connection=connection, name=installed), clock)
            return
        case Whose.CURRENT if not due:
            upkeep.note_success(connection, installed or "", clock(), draw)
            return
        case whose:
            occasion = _OCCASIONS[whose]
    _log.info("certificate renewed", connection=connection.pk, occasion=occasion)
    rotate(connection, None, restlets, clock, occasion=occasion, draw=draw)


_OCCASIONS = {
    Whose.CURRENT: _Occasion.RENEWAL,
    Whose.NOBODYS: _Occasion.MISSING,
    Whose.PLACEHOLDER: _Occasion.PLACEHOLDER,
    Whose.EARLIER: _Occasion.REFRESH,
}


def _is_due(connection: Connection, now: datetime, draw: Chance) -> bool:
    """Whether the current certificate's moment has come; it is chosen now for one that was made before moments were kept."""
    current = Certificate.objects.filter(connection=connection, state=Certificate.State.CURRENT).first()
    if current is None:
        return False
    if current.renew_at is None:
        current.renew_at = renewal_moment(current.not_before, current.not_after, draw)
        current.save(update_fields=["renew_at"])
    return current.renew_at <= now
