"""Queueing a job from Django, in the caller's transaction."""

from __future__ import annotations

from typing import Any

from django.db import connection as database
from psycopg.types.json import Jsonb

from landbridge.service.runs import queueing


def defer(connection_id: int, kind: str) -> bool:
    """Queue a job of this kind unless one waits already; return whether one was queued. Wakes the workers on commit."""
    parameters: dict[str, Any] = queueing.defer_parameters(connection_id, kind)
    parameters["args"] = Jsonb(parameters["args"])
    with database.cursor() as cursor:
        cursor.execute(queueing.DEFER_SQL, parameters)
        return cursor.fetchone() is not None
