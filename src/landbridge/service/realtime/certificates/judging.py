"""How it stands with a connection's real-time certificate, in one line: the original's words."""

from __future__ import annotations

from datetime import datetime

from landbridge.service.connections.models import Connection
from landbridge.service.realtime.models import Certificate, Renewal
from landbridge.service.suiteapp.findings import Finding, ok

SUBJECT = "certificate"
NONE_VALID = "No valid certificate available for real-time import"
GENERATE = "Generate a new real-time import certificate."


def judge(connection: Connection, now: datetime, *, installed: str | None = None) -> Finding:
    """Judge by what is stored: the current certificate, and what the last look found in NetSuite. No request.

    ``installed`` is the name of what NetSuite has where somebody saw that just now (empty: none).
    """
    current = Certificate.objects.filter(connection=connection, state=Certificate.State.CURRENT).first()
    renewal = Renewal.objects.filter(connection=connection).first() or Renewal()
    in_netsuite = renewal.installed if installed is None else installed
    if current is None:
        return Finding(SUBJECT, "failed", f"{NONE_VALID}.", renewal.problem or GENERATE)
    if why := _why_not_valid(current, in_netsuite, now):
        return Finding(SUBJECT, "failed", f"{NONE_VALID}: {why}.", renewal.problem or GENERATE)
    valid = f"Current real-time import certificate is valid until {current.not_after:%Y-%m-%d}"
    if renewal.failures:
        since = (
            f" Renewing it fails since {renewal.failing_since:%Y-%m-%d %H:%M} UTC."
            if renewal.failing_since
            else ""
        )
        return Finding(SUBJECT, "warning", f"{valid}.{since}", renewal.problem)
    if current.problem:
        return Finding(SUBJECT, "warning", f"{valid}.", current.problem)
    return ok(SUBJECT, f"{valid}.")


def _why_not_valid(current: Certificate, in_netsuite: str | None, now: datetime) -> str:
    if current.not_after <= now:
        return f"the last one ended on {current.not_after:%Y-%m-%d}"
    if current.not_before > now:
        begins = f"{current.not_before:%Y-%m-%d %H:%M} UTC"
        return f"the current one is not valid before {begins}, by the clock of this service"
    if in_netsuite not in (None, current.name):
        return f"NetSuite has {_named(in_netsuite)}, not the one that this service expects"
    return ""


def _named(installed: str | None) -> str:
    return f"the certificate {installed!r}" if installed else "none"
