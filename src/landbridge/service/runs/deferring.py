"""Queueing a job from Django, in the caller's transaction."""

from __future__ import annotations

from django.db import connection as database

from landbridge.service.runs import queueing


def defer(connection_id: int, kind: str) -> bool:
    """Queue a job of this kind unless one waits already; return whether one was queued. Wakes the workers on commit."""
    with database.cursor() as cursor:
        cursor.execute(queueing.DEFER_SQL, queueing.defer_parameters(connection_id, kind))
        return cursor.fetchone() is not None
