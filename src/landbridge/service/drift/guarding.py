"""Before a bulk run reads a record type, what is known of its fields is of now."""

from __future__ import annotations

from datetime import datetime, timedelta

from landbridge.service.connections.models import Connection
from landbridge.service.drift.looking import look
from landbridge.service.drift.models import KnownType
from landbridge.service.ports import Reader
from landbridge.service.runs.queueing import FULL, MANUAL, SCHEDULED

FRESH = timedelta(minutes=5)
KINDS = frozenset({SCHEDULED, MANUAL, FULL})
"""Runs that may wait for one more request; real-time runs and catch-up rely on the last look."""


def look_before(connection: Connection, netsuite_type: str, kind: str, reader: Reader, now: datetime) -> None:
    """Look at a type again unless that was just done. What NetSuite answers is kept; what it refuses keeps nothing from going on."""
    if kind not in KINDS:
        return
    fresh = KnownType.objects.filter(
        connection=connection, netsuite_type=netsuite_type, seen_at__gt=now - FRESH
    )
    if not fresh.exists():
        look(connection, reader, now, [netsuite_type])
