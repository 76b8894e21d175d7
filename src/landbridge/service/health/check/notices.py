"""Whether NetSuite's notices are accepted: which were refused in the last hour, and why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import connection as database
from django.db.models import Max, Sum

from landbridge.service.health.check.lines import NOTICES, Line
from landbridge.service.health.check.situation import Situation
from landbridge.service.realtime.models import Notice, RefusedNotice
from landbridge.service.realtime.repository import WATCHING

LATELY = timedelta(hours=1)
MANY = 0.5
"""From this share of refused ones on, with none accepted since, real time does not work."""

HARMLESS = frozenset({"replayed"})
"""NetSuite or the network sent one twice; the first was accepted."""

_RENEW = "Generate a new real-time import certificate: page Real time, or `landbridge certificate rotate`."
_UPDATE = "Update the SuiteApp, or Landbridge where that is the older one."
_START = "Start `landbridge up`, or `landbridge intake` beside it, and read its log."
_ADDRESS = (
    "Compare the account and the database ID of the settings record in NetSuite with those of the connection."
)
_ADVICE = {
    "invalid_request": _UPDATE,
    "unsigned": _UPDATE,
    "unsupported_version": _UPDATE,
    "too_large": _UPDATE,
    "unknown_type": "Undeploy the trigger for record types that are not imported, or update Landbridge.",
    "unknown_certificate": _RENEW,
    "bad_signature": _RENEW,
    "expired_certificate": _RENEW,
    "wrong_account": _ADDRESS,
    "stale": "Set this computer's clock. Where it is right, a proxy before the intake keeps notices back for minutes.",
}


_INTAKES = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = %s"
)


def judge(situation: Situation) -> Line:
    """Whether somebody takes notices, and accepted most of the last hour's. Raises ``DatabaseError``.

    Those that name accounts of no connection at all belong to every connection's line, since nobody knows whose they should be.
    """
    if situation.live and not _is_taken():
        return NOTICES.failed("No intake is at work: NetSuite's notices reach nobody.", _START)
    since = situation.now - LATELY
    rows = RefusedNotice.objects.filter(connection=situation.connection, minute__gte=since).order_by()
    refused = {
        code: (count, last)
        for code, count, last in rows.values_list("code").annotate(Sum("count"), Max("minute"))
        if code not in HARMLESS
    }
    accepted = Notice.objects.filter(connection=situation.connection, received_at__gte=since)
    count, latest = accepted.count(), accepted.aggregate(latest=Max("received_at"))["latest"]
    if not refused and (strangers := _strangers(since)):
        return NOTICES.warning(
            f"{count} accepted in the last hour; {strangers} refused, which named accounts that no connection has.",
            _ADDRESS,
        )
    if not refused:
        return NOTICES.ok(f"{count} accepted in the last hour, none refused.")
    return _refused(refused, count, latest)


def _is_taken() -> bool:
    """Whether an intake watches the database: its session ends with it."""
    with database.cursor() as cursor:
        cursor.execute(_INTAKES, [WATCHING])
        (sessions,) = cursor.fetchone() or (0,)
        return bool(sessions)


def _strangers(since: datetime) -> int:
    """How many notices named accounts of no connection."""
    found = RefusedNotice.objects.filter(connection=None, code="wrong_account", minute__gte=since)
    return found.aggregate(count=Sum("count"))["count"] or 0


def _refused(refused: Mapping[str, tuple[int, datetime]], accepted: int, latest: datetime | None) -> Line:
    total = sum(count for count, _ in refused.values())
    codes = sorted(refused, key=lambda code: -refused[code][0])
    told = ", ".join(f"{refused[code][0]} {code}" for code in codes)
    message = f"{total} of {total + accepted} refused in the last hour: {told}."
    advice = " ".join(dict.fromkeys(_ADVICE.get(code, _UPDATE) for code in codes))
    last_minute = max(minute for _, minute in refused.values()) + timedelta(minutes=1)
    works_again = latest is not None and latest >= last_minute
    if works_again or total / (total + accepted) < MANY:
        return NOTICES.warning(message, advice)
    return NOTICES.failed(message, advice)
