"""Whoever changes a connection's certificate has its turn alone: of two at once, NetSuite might keep the one and we the other."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from django.db import connection as database

from landbridge.service.connections.models import Connection
from landbridge.service.realtime.certificates.restlet import CertificateRefusedError

ROTATION_LOCK = 1_279_611_465
"""First key of the advisory lock (any constant of our own); the second is the connection's number."""


class BusyError(CertificateRefusedError):
    """Another rotation of the connection, or a look after its certificate, is under way."""


@contextlib.contextmanager
def alone(connection: Connection) -> Iterator[None]:
    """Hold the connection's lock, a session lock of the database; not to be nested. Raises ``BusyError``."""
    key = [ROTATION_LOCK, connection.pk]
    with database.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", key)
        if cursor.fetchone() != (True,):
            raise BusyError("Another rotation is under way.", "Wait for its end.")
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", key)
