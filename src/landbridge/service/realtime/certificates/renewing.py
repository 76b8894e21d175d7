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
    HeldCertificateError,
    PlaceholderInDoubtError,
    Whose,
    holder_of,
    recognise,
)
from landbridge.service.realtime.certificates.restlet import (
    CertificateRefusedError,
    read_installed,
)
from landbridge.service.realtime.certificates.rotation import promote, replace, retire_lapsed
from landbridge.service.realtime.certificates.turns import BusyError, alone
from landbridge.service.realtime.live import is_enabled
from landbridge.service.realtime.models import Certificate, RefusedNotice, Renewal
from landbridge.service.realtime.refusals import Refusal as Refused
from landbridge.service.suiteapp.inspecting import inspect
from landbridge.service.suiteapp.native import native_deployments
from landbridge.service.suiteapp.restlets import Restlets

AFTER_REFUSALS = timedelta(minutes=5)
"""Notices whose certificate is wrong make the service look at once, and no more often than this: anybody can send them."""

LOST_AFTER = timedelta(minutes=10)
"""A look that a worker did not bring to its end is queued again after this."""

CLOCKS_DIFFER = timedelta(minutes=1)
"""Between workers; a look that is further in the future than that was noted by a clock that has been set back since."""

TELLING = (Refused.BAD_SIGNATURE, Refused.UNKNOWN_CERTIFICATE, Refused.EXPIRED_CERTIFICATE)

_log = structlog.get_logger(__name__)
_Occasion = Certificate.Occasion


def queue_due(now: datetime) -> int:
    """Queue a look at the certificate of each connection whose turn it is; return how many. A duty of the workers' tick."""
    _write_down_new(now)
    retire_lapsed(Certificate.objects.all(), now)
    refused = RefusedNotice.objects.filter(
        connection=OuterRef("connection"),
        code__in=[one.code for one in TELLING],
        minute__gt=now - AFTER_REFUSALS,
    )
    suspicious = Q(Exists(refused), failures=0, looked_at__lte=now - AFTER_REFUSALS)
    clock_was_ahead = Q(looked_at__gt=now + CLOCKS_DIFFER)
    due = list(
        Renewal.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(Q(next_at__lte=now) | suspicious | clock_was_ahead, connection__active=True)
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
    try:
        with alone(connection):
            _look(connection, restlets, clock, draw)
    except BusyError:
        upkeep.look_again(connection, clock(), draw)
    except Exception as defect:
        problem = f"The look ended in a defect ({type(defect).__name__}). See the log."
        upkeep.note_failure(connection, problem, clock(), draw)
        raise


def _look(connection: Connection, restlets: Restlets, clock: Clock, draw: Chance) -> None:
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
        case Whose.OTHERS:
            _leave(connection, installed or "", clock, draw)
            return
        case Whose.PENDING:
            # The answer to its upload was lost, or somebody uploaded it by hand and did not say so.
            promote(Certificate.objects.get(connection=connection, name=installed), clock)
            return
        case Whose.CURRENT if not due:
            upkeep.note_success(connection, installed or "", clock(), draw)
            return
        case whose:
            if whose is Whose.PLACEHOLDER:
                _require_nobodys(connection, restlets, clock)
            occasion = _OCCASIONS[whose]
    _log.info("certificate renewed", connection=connection.pk, occasion=occasion)
    replace(connection, None, restlets, clock, occasion=occasion, draw=draw)


def _leave(connection: Connection, installed: str, clock: Clock, draw: Chance) -> None:
    """Leave another connection's certificate alone. Raises ``HeldCertificateError`` where this connection is live and needs one."""
    holder = holder_of(connection, installed)
    if holder is None:  # switched off since a moment ago
        upkeep.look_again(connection, clock(), draw)
        return
    held = HeldCertificateError(holder)
    if is_enabled(connection):
        raise held
    upkeep.note_left(connection, installed, str(held), clock(), draw)


def _require_nobodys(connection: Connection, restlets: Restlets, clock: Clock) -> None:
    """Raise ``PlaceholderInDoubtError`` where the native connector is seen: its certificate may bear the placeholder's name."""
    inspection = inspect(connection, restlets, clock).inspection
    native = native_deployments(inspection) if inspection else ()
    if native:
        raise PlaceholderInDoubtError(native[0].script_id)


_OCCASIONS = {
    Whose.CURRENT: _Occasion.RENEWAL,
    Whose.NOBODYS: _Occasion.MISSING,
    Whose.PLACEHOLDER: _Occasion.PLACEHOLDER,
    Whose.EARLIER: _Occasion.REFRESH,
}


def _is_due(connection: Connection, now: datetime, draw: Chance) -> bool:
    """Whether a new certificate is needed: the current one's moment has come, or it is of the future, made while the clock was ahead.

    A moment is chosen now for one that was made before moments were kept. Without a current one, a live connection needs one.
    """
    current = Certificate.objects.filter(connection=connection, state=Certificate.State.CURRENT).first()
    if current is None:
        return is_enabled(connection)
    if current.renew_at is None:
        current.renew_at = renewal_moment(current.not_before, current.not_after, draw)
        current.save(update_fields=["renew_at"])
    return current.renew_at <= now or current.not_before > now
