"""Queueing a job from Django, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import connection as database
from psycopg.types.json import Jsonb

from landbridge.service.runs import queueing
from landbridge.service.runs.models import RunRequest

_GIVES_WAY = """
SELECT 1 FROM runs_lane AS lane JOIN runs_run AS run ON run.connection_id = lane.connection_id
WHERE lane.connection_id = %s AND lane.real_time_between AND run.kind = %s AND run.state = 'running'
"""


def defer(connection_id: int, kind: str) -> bool:
    """Queue a job of this kind unless one waits already; return whether one was queued. Wakes the workers on commit.

    A link that follows on another takes turns with real-time runs where the connection's option says so.
    """
    with database.cursor() as cursor:
        giving_way = False
        if kind in queueing.GIVE_WAY:
            cursor.execute(_GIVES_WAY, [connection_id, kind])
            giving_way = cursor.fetchone() is not None
        parameters: dict[str, Any] = queueing.defer_parameters(connection_id, kind, giving_way=giving_way)
        parameters["args"] = Jsonb(parameters["args"])
        cursor.execute(queueing.DEFER_SQL, parameters)
        return cursor.fetchone() is not None


def ask_again(connection_id: int, netsuite_type: str, internal_ids: Collection[str], at: datetime) -> None:
    """Ask for records of which it is not certain that their last version was written: a real-time run reads them by their ids."""
    RunRequest.objects.bulk_create(
        RunRequest(
            connection_id=connection_id,
            netsuite_type=netsuite_type,
            internal_id=internal_id,
            reason="retry",
            requested_at=at,
        )
        for internal_id in sorted(internal_ids)
    )
    defer(connection_id, queueing.REAL_TIME)
